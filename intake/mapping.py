"""What a submission says, as the rows of a case. Nothing here decides anything: texts are cut to their columns, figures to their range.

The whole submission stays in the inbox, so what is cut here is never lost.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Model

from applications.models import Case, CaseConstraint, LandOwner, Ownership, Party, Payment, PlanningApplication
from intake.figures import quantity, work_status
from intake.models import FetchedFile
from intake.readers.boundary import in_great_britain
from intake.readers.odp import EMAIL
from intake.shape import Boundary, Designation, Fee, OwnershipStatement, Person, Site, SubmittedApplication, SubmittedFile

SPELT_BEFORE = {  # designations whose codes older schemas spell otherwise
    "article4": "articleFour",
    "article4.caz": "articleFour.caz",
    "designated.SPA": "nature.SPA",
    "listed.grade.I": "listed.gradeOne",
    "listed.grade.II": "listed.gradeTwo",
    "listed.grade.II*": "listed.gradeTwoStar",
}
METHOD = "GOV.UK Pay"


def fit(model: type[Model], name: str, text: str) -> str:
    """A text cut to its column."""
    return text[: model._meta.get_field(name).max_length]


def fitted(model: type[Model], **texts: str) -> dict[str, str]:
    return {name: fit(model, name, text) for name, text in texts.items()}


def case_fields(said: SubmittedApplication) -> dict[str, Any]:
    """The columns of Case that the submission fills: kind, address, position, red line."""
    site = said.site
    lines = ", ".join(part for part in (site.line2, site.line1) if part) or site.single_line
    return {
        "kind": Case.Kind.PRE_APPLICATION if said.kind == "pre_application" else Case.Kind.APPLICATION,
        "point": _point(site, said.boundary),
        "boundary_submitted": said.boundary.geometry if said.boundary else None,
        **fitted(Case, alternative_reference=said.alternative_reference),
        **fitted(Case, address_lines=lines, town=site.town, postcode=_postcode(site.postcode), uprn=site.uprn, ward=site.ward),
    }


def _postcode(text: str) -> str:
    """A postcode with its one space; other texts as they are."""
    squeezed = "".join(text.upper().split())
    return f"{squeezed[:-3]} {squeezed[-3:]}" if 5 <= len(squeezed) <= 7 and squeezed.isalnum() else text


def _point(site: Site, boundary: Boundary | None) -> Point | None:
    if site.longitude is not None and site.latitude is not None and in_great_britain(site.longitude, site.latitude):
        return Point(site.longitude, site.latitude, srid=4326)
    return boundary.geometry.point_on_surface if boundary else None


def application_fields(said: SubmittedApplication) -> dict[str, Any]:
    return {
        "description": said.proposal.description,
        "description_submitted": said.proposal.description,
        "user_role": fit(PlanningApplication, "user_role", said.user_role),
        "work_status": work_status(said),
        "answers": [answer.as_dict() for answer in said.answers],
        "pre_assessment": [{"value": flag.value, "description": flag.description} for flag in said.pre_assessment],
        "fee_calculated": quantity(PlanningApplication, "fee_calculated", said.fee.calculated),
        "fee_payable": quantity(PlanningApplication, "fee_payable", said.fee.payable),
        "fee_reasons": _fee_reasons(said.fee),
    }


def _fee_reasons(fee: Fee) -> list[str]:
    claimed = [f"exemption: {name}" for name in fee.exemptions] + [f"reduction: {name}" for name in fee.reductions]
    return [reason[:120] for reason in claimed] + (["no fee applies"] if fee.not_applicable else [])


def parties(case: Case, said: SubmittedApplication) -> list[Party]:
    people = [(Party.Role.APPLICANT, said.applicant), (Party.Role.AGENT, said.agent)]
    return [party(case, role, person) for role, person in people if person]


def party(case: Case, role: str, person: Person) -> Party:
    """A person to write to. One who lives at the site gets its address, so that a letter finds them."""
    address = person.address
    lines = ", ".join(line for line in (address.line1, address.line2) if line)
    where = {"address_lines": lines, "town": address.town, "postcode": _postcode(address.postcode)}
    if person.same_as_site:
        where = {"address_lines": case.address_lines, "town": case.town, "postcode": case.postcode}
    first = " ".join(part for part in (person.title, person.first_name) if part)
    email = person.email if EMAIL.fullmatch(person.email) else ""
    texts = {"first_name": first, "last_name": person.last_name, "company": person.company, "email": email, "phone": person.phone}
    return Party(
        authority_id=case.authority_id,
        case=case,
        role=role,
        **fitted(Party, **texts, **where, county=address.county, country=address.country, kind=person.kind),
    )


def ownership(case: Case, said: OwnershipStatement) -> Ownership:
    tenants = {True: "yes", False: "no", None: ""}[said.agricultural_tenants]
    details = {
        "interest_description": said.interest_description,
        "owners_known": said.owners_known,
        "notice_given": said.notice_given,
        "notice_published": said.published,
        "newspaper": said.newspaper,
        "published_on": said.published_on.isoformat() if said.published_on else "",
        "declared_accurate": said.declared_accurate,
    }
    return Ownership(
        authority_id=case.authority_id,
        case=case,
        certificate=said.certificate if said.certificate in {"a", "b", "c", "d"} else "",
        interest=fit(Ownership, "interest", said.interest),
        agricultural_tenants=tenants,
        details={key: value for key, value in details.items() if value not in ("", None)},
    )


def land_owners(case: Case, said: OwnershipStatement) -> list[LandOwner]:
    return [
        LandOwner(
            authority_id=case.authority_id,
            case=case,
            notice_given=owner.notice_given,
            notice_given_on=owner.notice_on,
            no_notice_reason=owner.no_notice_reason,
            **fitted(LandOwner, name=owner.name or "No name given", address=owner.address.single_line, interest=owner.interest),
        )
        for owner in said.owners
    ]


def payment(case: Case, fee: Fee, paid_on: date) -> Payment | None:
    """The fee: received when it carries a payment reference or says what was paid, expected otherwise; none when nothing is payable."""
    paid = bool(fee.reference or fee.paid)
    amount = quantity(Payment, "amount", (fee.paid or fee.payable) if paid else fee.payable)
    if not amount:
        return None
    return Payment(
        authority_id=case.authority_id,
        case=case,
        state=Payment.State.RECEIVED if paid else Payment.State.EXPECTED,
        amount=amount,
        method=fit(Payment, "method", fee.method or METHOD) if paid else "",
        reference=fit(Payment, "reference", fee.reference),
        received_on=paid_on if paid else None,
    )


def owed(case: Case, fee: Fee) -> Payment | None:
    """What is still expected where less was paid than is payable; None where all or nothing was paid."""
    missing = quantity(Payment, "amount", fee.payable - fee.paid) if fee.paid and fee.payable else None
    if missing is None or missing <= 0:
        return None
    return Payment(authority_id=case.authority_id, case=case, state=Payment.State.EXPECTED, amount=missing)


def constraints(case: Case, designations: tuple[Designation, ...], source: str) -> list[CaseConstraint]:
    """Every designation, those that do not touch the site too: that somebody looked is worth knowing. The first of each code counts."""
    rows: dict[str, CaseConstraint] = {}
    for said in sorted(designations, key=lambda designation: not designation.intersects):
        code = fit(CaseConstraint, "code", SPELT_BEFORE.get(said.value, said.value))
        if code in rows:
            continue
        rows[code] = CaseConstraint(
            authority_id=case.authority_id,
            case=case,
            code=code,
            name=fit(CaseConstraint, "name", said.description or said.value),
            source=fit(CaseConstraint, "source", source),
            intersects=said.intersects,
            declared=said.intersects,
            entities=[{"name": e.name, "description": e.description, "source": e.source, "url": e.url} for e in said.entities],
        )
    return list(rows.values())


def files(submission: Any, case: Case, sent: tuple[SubmittedFile, ...], name_of: Any, now: datetime) -> list[FetchedFile]:
    held = {package.position: package for package in submission.packages.all()} if any(file.package for file in sent) else {}
    return [
        FetchedFile(
            authority_id=case.authority_id,
            submission=submission,
            case=case,
            position=position,
            url=file.url,
            tags=[kind.value for kind in file.types],
            description=file.description,
            next_attempt_at=now,
            package=held.get(file.package),
            entry=file.entry,
            **fitted(FetchedFile, name=file.name or name_of(file.url), number=file.number),
        )
        for position, file in enumerate(sent, 1)
    ]
