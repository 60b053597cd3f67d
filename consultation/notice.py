"""What a site notice says."""

from decimal import Decimal
from typing import Any

import statute
from applications.facts import facts_for
from applications.snapshot import CaseSnapshot
from core.hosts import url_for
from documents import pdf
from documents.letterhead import Letterhead
from documents.qr import qr_code


def render_site_notice(notice: Any) -> bytes:
    """The PDF of a site notice, A4, to be read from two metres. Template: print/site_notice.jinja."""
    case, application = notice.case, notice.case.application
    law = statute.notice_statute(facts_for(application), application.type.outcomes[0]).value
    applicant = case.parties.filter(role="applicant").first()
    prior_approval = application.type.family == "prior_approval"
    context = {
        "letterhead": Letterhead.of(case.authority),
        "reference": case.reference,
        "legislation": list(law.legislation),
        "heading": "Prior approval application" if prior_approval else "Planning application",
        "comment_by": notice.comment_by_on,
        "proposal": application.description,
        "site_address": case.address,
        "applicant": applicant.name if applicant else "",
        "qr": qr_code(url_for(case.authority, "public", "applicant_portal:application", reference=case.reference)),
        "posted_on": notice.displayed_on,
        "statements": environmental_statement(application),
    }
    return pdf.render("print/site_notice.jinja", context, title=f"Site notice for application {case.reference}")


def environmental_statement(application: Any) -> list[str]:
    """Where the statement of an application that comes with one can be read and bought (EIA Regulations 2017, regulation 20)."""
    check = CaseSnapshot(application)["checks"].get("eia")
    said = check.data if check else {}
    if not said.get("needed") or not application.case.development.is_eia:
        return []
    words = ["This application comes with an environmental statement. Read it with the plans on our website."]
    if said.get("address"):
        fee = Decimal(said["fee"] or 0)
        words.append(f"Copies can be had from {' '.join(said['address'].split())}, {f'for £{fee:,.2f} each' if fee else 'free of charge'}.")
    if said.get("email"):
        words.append(f"To ask for a copy, email {said['email']}.")
    return [" ".join(words)]
