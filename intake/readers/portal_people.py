"""The people in a Planning Portal application: applicant, agent, who shows the site, and the owners who were given notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from intake.readers.parts import Part
from intake.shape import Owner, OwnershipStatement, Person, PostalAddress, SiteContact

CERTIFICATE = re.compile(r"certificate\s*([a-d])\b", re.IGNORECASE)
DATED = re.compile(r"date", re.IGNORECASE)
SERVED = re.compile(r"serv|notice|given", re.IGNORECASE)
NAMED = ("name", "ownerName", "fullName", "recipientName", "tenantName")
TENANTS = re.compile(r"tenant|agricultur", re.IGNORECASE)
NO_REASON = ("noNoticeReason", "stepsTaken", "reasonableSteps", "steps")


def read_person(part: Part) -> Person | None:
    """An applicant or an agent with the address that letters go to; None where the form has none."""
    company = part.text("orgName")
    first, last = part.text("personGivenName"), part.text("personFamilyName")
    person = Person(
        title=part.text("title"),
        first_name=first,
        last_name=last,
        company=company,
        email=part.text("emailAddress"),
        phone=part.text("telNationalNumber"),
        other_phone=part.text("telNationalNumber2"),
        address=read_address(part),
    )
    if person == Person():
        return None
    return Person(**{**vars(person), "kind": "company" if company else "individual"})


def read_address(part: Part) -> PostalAddress:
    """Five lines: the last two are the town and the county."""
    lines = [part.text(f"intAddressLine{number}") for number in range(1, 6)]
    return PostalAddress(
        line1=lines[0],
        line2=", ".join(line for line in lines[1:3] if line),
        town=lines[3],
        county=lines[4],
        postcode=part.text("internationalPostCode").upper(),
        country=part.text("country"),
    )


def read_site_contact(part: Part) -> SiteContact | None:
    """Whom to ring before a visit: ContactApplicant, ContactAgent, or somebody else with a name."""
    role = part.text("visitContactDetails").removeprefix("Contact").lower()
    other = part.at("contactOther") or part.at("visitContactDetails", "contactOther") or part.at("visitContactDetails")
    name = " ".join(text for text in (other.text("title"), other.text("personGivenName"), other.text("personFamilyName")) if text)
    contact = SiteContact(role, name or other.text("contactName"), other.text("emailAddress"), other.text("telNationalNumber"))
    return None if contact == SiteContact() else contact


def read_ownership(part: Part) -> OwnershipStatement | None:
    """The certificate, with everybody who was given notice: owners, and tenants of an agricultural holding."""
    if not part:
        return None
    said = part.text("certificateSelected") or part.text("certificate")
    letter = CERTIFICATE.search(said) or re.fullmatch(r"([A-Da-d])", said)
    owners = tuple(_owners(part))
    holding = part.flag("isAgriculturalHolding")
    has_tenants = any(owner.interest == "tenant" for owner in owners)
    dates = [owner.notice_on for owner in owners if owner.notice_on]
    return OwnershipStatement(
        certificate=letter[1].lower() if letter else "",
        interest="owner.sole" if part.flag("isApplicantSoleLandOwner") else "",
        interest_description="" if letter else said,
        notice_given=True if dates else None,
        published=True if part.at("newspaperName") else None,
        newspaper=part.text("newspaperName"),
        published_on=part.day("publishedDate") or part.day("newspaperDate"),
        agricultural_tenants=True if has_tenants else False if holding is False else None,
        declared_accurate=part.flag("declarationMade"),
        owners=owners,
    )


def _owners(part: Part, within: str = "") -> Iterator[Owner]:
    """Whoever is listed in the certificate, however deep: the form has a list for each certificate."""
    if isinstance(part.value, dict):
        for key in list(part.value):
            below = part.at(key)
            if isinstance(below.value, (dict, list)):
                yield from _listed(below, f"{within} {key}")


def _listed(part: Part, within: str) -> Iterator[Owner]:
    for item in part.items():
        owner = _owner(item, within)
        if owner is not None:
            yield owner
        else:
            yield from _owners(item, within)


def _owner(part: Part, within: str) -> Owner | None:
    keys = list(part.value) if isinstance(part.value, dict) else []
    person = " ".join(text for text in (part.text("title"), part.text("personGivenName"), part.text("personFamilyName")) if text)
    name = ", ".join(text for text in (person, part.text("orgName")) if text) or next(filter(None, (part.text(key) for key in NAMED)), "")
    address = read_address(part)
    if not (name or address != PostalAddress()):
        return None
    written = part.at("address")
    if address == PostalAddress() and written:
        address = PostalAddress(line1=written.text()) if isinstance(written.value, str) else read_address(written)
    served = _served(part, keys)
    told = part.flag("noticeGiven")
    return Owner(
        name=name,
        address=address,
        interest="tenant" if TENANTS.search(within) else part.text("interest"),
        notice_given=True if told is None and served else told,
        notice_on=served,
        no_notice_reason=next(filter(None, (part.text(key) for key in NO_REASON)), ""),
    )


def _served(part: Part, keys: list[str]) -> date | None:
    """The day on which notice was served: the one date that says so, else the only date."""
    dated = [key for key in keys if DATED.search(key)]
    likely: list[Any] = [key for key in dated if SERVED.search(key)] or dated
    return part.day(likely[0]) if likely else None
