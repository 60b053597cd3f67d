"""The designations that an officer may add to a site: the whole list of Open Digital Planning."""

from places.designations import DESIGNATIONS

__all__ = ["DESIGNATIONS"]
