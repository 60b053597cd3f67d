"""The people in an ODP document: applicant, agent, site contact, owners."""

from __future__ import annotations

from intake.readers.parts import Part
from intake.shape import Owner, OwnershipStatement, Person, PostalAddress, SiteContact


def read_person(part: Part) -> Person | None:
    """An applicant or an agent; None where the document has none."""
    name = part.at("name")
    person = Person(
        title=name.text("title"),
        first_name=name.text("first"),
        last_name=name.text("last") or name.text("single") or name.text(),
        company=part.text("company", "name") or part.text("company"),
        email=part.text("email"),
        phone=part.text("phone", "primary") or part.text("phone"),
        other_phone=part.text("phone", "secondary"),
        address=read_address(part.at("address")),
        same_as_site=bool(part.flag("address", "sameAsSiteAddress")),
        kind=part.text("type"),
    )
    return None if person == Person() else person


def read_address(part: Part) -> PostalAddress:
    """A postal address; one that was sent as plain text is its first line."""
    if isinstance(part.value, str):
        return PostalAddress(line1=part.text())
    return PostalAddress(**{line: part.text(line) for line in ("line1", "line2", "town", "county", "postcode", "country")})


def read_site_contact(part: Part) -> SiteContact | None:
    contact = SiteContact(part.text("role"), part.text("name"), part.text("email"), part.text("phone"))
    return None if contact == SiteContact() else contact


def read_ownership(applicant: Part) -> OwnershipStatement | None:
    """The certificate and the owners. The oldest schemas keep the interest beside the ownership."""
    part = applicant.at("ownership")
    statement = OwnershipStatement(
        certificate=part.text("certificate").lower(),
        interest=part.text("interest") or applicant.text("interest"),
        interest_description=part.text("interestDescription"),
        owners_known=part.text("ownersKnown"),
        notice_given=part.flag("noticeGiven"),
        published=part.flag("noticePublished", "status"),
        newspaper=part.text("noticePublished", "newspaperName"),
        published_on=part.day("noticePublished", "date"),
        agricultural_tenants=part.flag("agriculturalTenants"),
        declared_accurate=part.flag("declaration", "accurate"),
        owners=tuple(_owner(item) for item in part.items("owners")),
    )
    return None if statement == OwnershipStatement() else statement


def _owner(part: Part) -> Owner:
    """An owner who was told, or not and why; the reason has two names in the wild."""
    noticed = part.day("noticeDate")
    told = part.flag("noticeGiven")
    return Owner(
        name=part.text("name"),
        address=read_address(part.at("address")),
        interest=part.text("interest"),
        notice_given=True if told is None and noticed else told,
        notice_on=noticed,
        no_notice_reason=part.text("noNoticeReason") or part.text("noticeReason"),
    )
