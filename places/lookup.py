"""Addresses from the council's gazetteer, and from OS Places where that has none and the council has a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from accounts.models import LocalAuthority
from audit.services import record
from places import events
from places.adapters import os_places
from places.addresses import find_addresses
from places.models import Address
from places.outside import OutsideError
from places.uprns import bare


@dataclass(frozen=True)
class Found:
    """`from_outside`: OS Places gave them, and they are not saved. `failure`: why it could not be asked, in words; empty for none."""

    addresses: list[Address] = field(default_factory=list)
    from_outside: bool = False
    failure: str = ""


def look_up(text: str, *, authority: LocalAuthority, limit: int = 20) -> Found:
    """The gazetteer's answer to what somebody typed; failing one, that of OS Places where this council may ask it."""
    addresses = find_addresses(text, limit)
    if addresses or not text.strip() or not os_places.is_for(authority):
        return Found(addresses)
    try:
        return Found(os_places.find(text.strip()[:200], limit), from_outside=True)
    except OutsideError as error:
        return Found(failure=error.words)


def ask_near(*, authority: LocalAuthority, site: GEOSGeometry, metres: int, by: Any, now: datetime) -> int:
    """Ask OS Places for the addresses within so many metres of a site and add those that the gazetteer lacks; how many those are.

    OutsideError where it gives no answer. Not inside a transaction.
    """
    if site.geom_type == "Point":
        found = os_places.near_point(site, metres)
    else:
        found = os_places.inside(site.transform(27700, clone=True).buffer(metres, quadsegs=4))
    with transaction.atomic():
        known = set(Address.objects.filter(authority=authority, uprn__in=[one.uprn for one in found]).values_list("uprn", flat=True))
        new = [one for one in found if one.uprn not in known]
        Address.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            record(events.ADDRESSES_ADDED, authority=authority, by=by, now=now, number=len(new))
    return len(new)


def what_the_gazetteer_says(uprn: str, *, authority: LocalAuthority) -> str:
    """A warning for the officer about a case's UPRN: not in the gazetteer, or no longer in use; empty where all is well.

    Nothing is said of a council that has no gazetteer here.
    """
    wanted = bare(uprn)
    if not wanted:
        return ""
    rows = Address.objects.filter(authority_id=OuterRef("pk"))
    its_state = Subquery(rows.filter(uprn=wanted).values("state")[:1])
    state, has_one = LocalAuthority.objects.filter(pk=authority.pk).values_list(its_state, Exists(rows)).get()
    if state is None:
        return "Not in the gazetteer" if has_one else ""
    return "No longer in use, says the gazetteer" if state == Address.State.RETIRED else ""
