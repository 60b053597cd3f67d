"""What can be asked of an applicant: data that both sides of a request read. Another stage registers kinds of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DOCUMENTS, AGREEMENT, TEXT, CERTIFICATE = "documents", "agreement", "text", "certificate"
SILENCE_AGREES = "silence_agrees"  # in the payload of a request whose applicant was told so when it was sent
RETURNED = "If we do not hear from you by then, we may return the application to you and refund the fee."


@dataclass(frozen=True)
class RequestKind:
    """One kind, described once for both sides.

    title: for officers; ask: for applicants; answer: DOCUMENTS, AGREEMENT, TEXT or CERTIFICATE; task: key of the task that asked;
    what_to_do and if_not: words on the applicant's page; days: a number in accounts.policy; holds_up: not valid while it is
    open; disputable: particulars or evidence, so that article 12 lets the applicant say that it is not needed; at_once: sent when
    made, whatever the status; only_before_validation, only_once_valid and one_at_a_time: refused otherwise;
    ground: key of validation.grounds, what makes it necessary; silence: may a council let silence count as agreement (its setting
    is the policy of that name; empty: never); apply: what an answer changes, for kinds that other stages register;
    drawn: the kind it is when the officer has drawn a line for it.
    """

    code: str
    title: str
    ask: str
    answer: str
    task: str
    what_to_do: str
    if_not: str = RETURNED
    days: str = "request_answer_working_days"
    holds_up: bool = True
    disputable: bool = True
    at_once: bool = False
    only_before_validation: bool = False
    only_once_valid: bool = False
    one_at_a_time: bool = True
    ground: str = ""
    silence: str = ""
    apply: Callable[..., None] | None = None
    drawn: "RequestKind | None" = None


_kinds: dict[str, RequestKind] = {}


def register(*kinds: RequestKind) -> None:
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(request: Any) -> RequestKind:
    """The kind of a request, or of a code. KeyError for one that nobody registered."""
    kind = _kinds[getattr(request, "kind", request)]
    return kind.drawn if kind.drawn and "boundary" in getattr(request, "payload", {}) else kind


def all_kinds() -> list[RequestKind]:
    return list(_kinds.values())


register(
    RequestKind(
        "additional_document",
        "Additional document",
        "Send us a document",
        DOCUMENTS,
        "required_documents",
        "Choose the document on your phone or computer and send it. You can send several files.",
        ground="particulars",
        one_at_a_time=False,
    ),
    RequestKind(
        "replacement_document",
        "Replacement document",
        "Send us a better version of a document",
        DOCUMENTS,
        "review_documents",
        "Send a new version of this document that puts right what is described above.",
        ground="plans",
        one_at_a_time=False,
    ),
    RequestKind(
        "red_line_boundary_change",
        "Red line boundary change",
        "Send us a corrected location plan",
        DOCUMENTS,
        "check_red_line",
        "Send a location plan on which the site is outlined correctly in red.",
        ground="plans",
        drawn=RequestKind(
            "red_line_boundary_change",
            "Red line boundary change",
            "Agree the corrected site outline",
            AGREEMENT,
            "check_red_line",
            "Look at the outline that we propose beside yours. Say whether you agree; if you do not, tell us what is wrong with it.",
            "The outline stays as you sent it unless you agree to the change. Until then the application may not be valid.",
            ground="plans",
        ),
    ),
    RequestKind(
        "description_change",
        "Description change",
        "Agree how the proposal is described",
        AGREEMENT,
        "check_description",
        "Read the description that we propose. Say whether you agree; if you do not, tell us what it should say.",
        "The description stays as you wrote it unless you agree to the change. We may ask you again.",
        days="description_answer_working_days",
        holds_up=False,
        at_once=True,
        silence="silence_agrees_to_description",
    ),
    RequestKind(
        "fee_change",
        "Fee change",
        "Put the fee right",
        TEXT,
        "check_fee",
        "Do what is asked above, then tell us here what you did and when. You can send evidence with it.",
        only_before_validation=True,
        disputable=False,
        ground="fee",
    ),
    RequestKind(
        "ownership_certificate",
        "Ownership certificate",
        "Put the ownership certificate right",
        CERTIFICATE,
        "check_certificate",
        "Say which certificate is right and who else owns the land, or is a farm tenant on it, and when you told them.",
        disputable=False,
        ground="certificate",
    ),
    RequestKind(
        "time_extension",
        "Extension of time",
        "Agree a new date for the decision",
        AGREEMENT,
        "requests",
        "Say whether you agree that we may take until the new date. If you do not, tell us why.",
        "The date by which we must decide stays as it is. If the application is not decided by then, you can appeal.",
        days="extension_answer_working_days",
        holds_up=False,
        at_once=True,
        only_once_valid=True,
    ),
    RequestKind(
        "other_change",
        "Other change",
        "Something else we need",
        TEXT,
        "requests",
        "Tell us here what you have done or what you want to say.",
        ground="particulars",
        only_before_validation=True,
        one_at_a_time=False,
    ),
)
