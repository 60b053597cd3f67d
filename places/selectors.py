"""What is known of places: imported data sets, outside services."""

from __future__ import annotations

from places.models import DataSet, OutsideService


def data_sets() -> list[DataSet]:
    """Every imported data set, constraints first."""
    return list(DataSet.objects.order_by("kind", "name"))


def outside_services() -> dict[str, OutsideService]:
    """What is noted of each outside service that was asked, by its key."""
    return OutsideService.objects.in_bulk(field_name="key")
