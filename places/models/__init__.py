"""Where things are: addresses, published areas, and the outside services that know more."""

from places.models.addresses import Address, AddressImport, GazetteerRecord
from places.models.areas import Area, AreaPiece, DataSet
from places.models.services import OutsideService

__all__ = ["Address", "AddressImport", "Area", "AreaPiece", "DataSet", "GazetteerRecord", "OutsideService"]
