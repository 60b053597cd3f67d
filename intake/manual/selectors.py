"""Reading drafts, and what helps to fill them in."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db.models import Count, QuerySet

import statute
from applications.law import overrides_of
from intake.manual.models import ManualDraft, ManualFile
from intake.manual.types import BREACH
from intake.red_line import RedLine
from places.addresses import find_addresses
from places.models import Address
from statute import Answer, CaseFacts, StatuteError
from statute.facts import FeeFacts

FOUND_AT_MOST = 40


def drafts_of(authority: Any) -> QuerySet[ManualDraft]:
    """What has been begun and not become a case, the latest first, with `file_count`."""
    drafts = ManualDraft.objects.filter(authority=authority, case=None).select_related("begun_by", "saved_by")
    return drafts.annotate(file_count=Count("files")).order_by("-saved_at", "-pk")


def draft_of(authority: Any, public_id: UUID) -> ManualDraft:
    """One draft of the council, finished ones too; ManualDraft.DoesNotExist for another council's."""
    return ManualDraft.objects.select_related("begun_by", "saved_by", "case", "authority").get(authority=authority, public_id=public_id)


def files_of(draft: ManualDraft) -> QuerySet[ManualFile]:
    return ManualFile.objects.filter(draft=draft)


def addresses_like(authority: Any, text: str) -> list[Address]:
    """Addresses of the gazetteer for a postcode, words, a number or a UPRN."""
    return list(find_addresses(text, limit=FOUND_AT_MOST)) if text.strip() else []


def address_of(authority: Any, uprn: str) -> Address | None:
    return Address.objects.filter(authority=authority, uprn=uprn).first() if uprn else None


def red_line_of(draft: ManualDraft) -> RedLine | None:
    """The red line as drawn so far."""
    kept = draft.answers.get("red_line") or {}
    return RedLine(_multi(kept["geojson"]), kept.get("given", "")) if kept else None


def _multi(geojson: dict[str, Any]) -> MultiPolygon:
    geometry = GEOSGeometry(json.dumps(geojson), srid=4326)
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(geometry, srid=4326)


def point_of(draft: ManualDraft) -> Point | None:
    """Where the site is (EPSG:4326): the address's own place, else the easting and northing that were typed."""
    site = draft.answers.get("site", {})
    if site.get("longitude") is not None:
        return Point(site["longitude"], site["latitude"], srid=4326)
    if site.get("easting") is not None:
        typed = Point(site["easting"], site["northing"], srid=27700)
        typed.transform(4326)
        return typed
    return None


def fee_by_law(draft: ManualDraft) -> tuple[Answer[Decimal] | None, str]:
    """What the law asks for, from what was keyed in so far; None with the reason where it cannot be worked out yet."""
    code, receipt = draft.answers.get("type", ""), draft.answers.get("receipt", {})
    if code == BREACH or not receipt.get("received_on"):
        return None, "Enter the date of receipt first"
    try:
        facts = facts_of(draft)
        return statute.fee_due(facts, on=date.fromisoformat(receipt["received_on"])), ""
    except StatuteError as error:
        return None, str(error)


def facts_of(draft: ManualDraft) -> CaseFacts:
    """The draft's figures for the statute engine."""
    answers = draft.answers
    development, fee = answers.get("development", {}), answers.get("fee", {})
    metres = (answers.get("red_line") or {}).get("square_metres")
    floorspace = development.get("floorspace")
    return CaseFacts(
        type_code=answers["type"],
        received_on=date.fromisoformat(answers["receipt"]["received_on"]),
        valid_from_on=None,
        dwellings=development.get("new_dwellings"),
        floorspace=Decimal(floorspace) if floorspace else None,
        site_area_hectares=Decimal(str(metres)) / 10_000 if metres else None,
        is_householder="house" in (development.get("property_type") or "").split("."),
        fee=FeeFacts(
            for_disabled_person=bool(fee.get("disability")),
            by_parish_council=bool(fee.get("parish_council")),
            is_sports_club_playing_field=bool(fee.get("sports")),
        ),
        overrides=overrides_of(draft.authority_id),
    )
