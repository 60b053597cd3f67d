"""Addresses that OS Places has and the council's gazetteer lacks: asked for by an officer, then kept. And a word about a case's UPRN."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from accounts.models import LocalAuthority
from audit.services import record
from places import events
from places.adapters import os_places
from places.models import Address
from places.uprns import bare

AT_MOST = 50  # addresses that one question adds


def ask_for(*, authority: LocalAuthority, text: str, by: Any, now: datetime) -> int:
    """Ask OS Places what answers `text` and add the addresses that the gazetteer lacks; how many those are.

    OutsideError where it gives no answer. Not inside a transaction.
    """
    return _add(authority, os_places.find(text.strip()[:200], AT_MOST), by, now)


def ask_near(*, authority: LocalAuthority, site: GEOSGeometry, metres: int, by: Any, now: datetime) -> int:
    """Ask OS Places for the addresses within so many metres of a site and add those that the gazetteer lacks; how many those are.

    OutsideError where it gives no answer. Not inside a transaction.
    """
    if site.geom_type == "Point":
        found = os_places.near_point(site, metres)
    else:
        found = os_places.inside(site.transform(27700, clone=True).buffer(metres, quadsegs=4))
    return _add(authority, found, by, now)


@transaction.atomic
def _add(authority: LocalAuthority, found: list[Address], by: Any, now: datetime) -> int:
    known = set(Address.objects.filter(authority=authority, uprn__in=[one.uprn for one in found]).values_list("uprn", flat=True))
    new = list({one.uprn: one for one in found if one.uprn not in known}.values())
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
