"""What can be asked of an applicant: data that both sides of a request read. Another stage registers kinds of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DOCUMENTS, AGREEMENT, TEXT = "documents", "agreement", "text"
RETURNED = "If we do not hear from you by then, we may return the application to you and refund the fee."


@dataclass(frozen=True)
class RequestKind:
    """One kind, described once for both sides.

    title: for officers; ask: for applicants; answer: DOCUMENTS, AGREEMENT or TEXT; task: key of the task that asked;
    what_to_do and if_not: words on the applicant's page; days: a number in accounts.policy; holds_up: not valid while it is
    open; at_once: sent when made, whatever the status; only_before_validation and one_at_a_time: refused otherwise;
    apply: what an answer changes, for kinds that other stages register.
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
    at_once: bool = False
    only_before_validation: bool = False
    one_at_a_time: bool = True
    apply: Callable[..., None] | None = None


_kinds: dict[str, RequestKind] = {}


def register(*kinds: RequestKind) -> None:
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(request: Any) -> RequestKind:
    """The kind of a request, or of a code. KeyError for one that nobody registered."""
    return _kinds[getattr(request, "kind", request)]


def all_kinds() -> list[RequestKind]:
    return list(_kinds.values())


register(
    RequestKind(
        "additional_document",
        "Additional document",
        "Send us a document",
        DOCUMENTS,
        "review_documents",
        "Choose the document on your phone or computer and send it. You can send several files.",
        one_at_a_time=False,
    ),
    RequestKind(
        "replacement_document",
        "Replacement document",
        "Send us a better version of a document",
        DOCUMENTS,
        "review_documents",
        "Send a new version of this document that puts right what is described above.",
        one_at_a_time=False,
    ),
    RequestKind(
        "red_line_boundary_change",
        "Red line boundary change",
        "Send us a corrected location plan",
        DOCUMENTS,
        "check_red_line",
        "Send a location plan on which the site is outlined correctly in red.",
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
    ),
    RequestKind(
        "fee_change",
        "Fee change",
        "Put the fee right",
        TEXT,
        "check_fee",
        "Do what is asked above, then tell us here what you did and when. You can send evidence with it.",
        only_before_validation=True,
    ),
    RequestKind(
        "other_change",
        "Other change",
        "Something else we need",
        TEXT,
        "requests",
        "Tell us here what you have done or what you want to say.",
        only_before_validation=True,
        one_at_a_time=False,
    ),
)
