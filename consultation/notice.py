"""What a site notice says."""

from typing import Any

import statute
from applications.facts import facts_for
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
    }
    return pdf.render("print/site_notice.jinja", context, title=f"Site notice for application {case.reference}")
