"""The one table of states. Guards need the stages' facts, so they live with the stages (`blocks_to_<verb>`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.models import PlanningApplication, StatusChange
from audit.actors import actor_of, user_of
from core.errors import DomainError

# Groups, and why they are groups.
RUNNING = ("not_started", "invalidated", "in_assessment", "awaiting_determination", "in_committee", "to_be_reviewed")  # somebody must act
BEFORE_VALIDATION = ("not_started", "invalidated")  # the clock does not run
UNDER_ASSESSMENT = ("in_assessment", "to_be_reviewed")  # the case officer may write
WITH_REVIEWER = ("awaiting_determination", "in_committee")  # the reviewer may act
ENDED = ("determined", "returned", "withdrawn", "closed")  # nothing may change but by an undo

VERBS: dict[str, tuple[tuple[str, ...], str]] = {
    "accept": (("pending",), "not_started"),
    "invalidate": (("not_started",), "invalidated"),
    "validate": (("not_started", "invalidated"), "in_assessment"),
    "submit_recommendation": (("in_assessment", "to_be_reviewed", "in_committee"), "awaiting_determination"),
    "take_back_recommendation": (("awaiting_determination",), "in_assessment"),
    "return_recommendation": (("awaiting_determination", "in_committee"), "to_be_reviewed"),
    "send_to_committee": (("awaiting_determination",), "in_committee"),
    "determine": (("awaiting_determination", "in_committee"), "determined"),
    "return": (RUNNING, "returned"),
    "withdraw": (RUNNING, "withdrawn"),
    "close": (RUNNING, "closed"),
    "unvalidate": (UNDER_ASSESSMENT, "not_started"),
    "reopen": (("returned", "withdrawn", "closed"), "not_started"),
}

# A verb that undoes others leads back to where the application stood before the last of them: {verb: (what it undoes, where that may be)}.
# Where no row of the past tells, it leads to what the table above says.
UNDOES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "unvalidate": (("validate",), BEFORE_VALIDATION),
    "reopen": (("return", "withdraw", "close"), RUNNING),
}


@dataclass(frozen=True)
class Block:
    """One thing that stands in the way of a verb: why, and the URL name of the page where it can be mended ("" if nowhere).

    `hard`: nobody can decide in spite of it, for the law or the database makes it impossible.
    """

    reason: str
    url_name: str = ""
    hard: bool = False


class NotAllowedNow(DomainError):
    """The application is not in a state from which this can be done."""


class Blocked(DomainError):
    """Something must be done first; `blocks` lists all of it."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__(" ".join(block.reason for block in blocks))
        self.blocks = blocks


def can(application: PlanningApplication, verb: str) -> bool:
    return application.status in VERBS[verb][0]


def guard(application: PlanningApplication, verb: str) -> None:
    """NotAllowedNow unless `verb` can be done from where the application stands."""
    if not can(application, verb):
        label = PlanningApplication.Status(application.status).label.lower()
        raise NotAllowedNow(f"This cannot be done now: the application is {label}. Open the case again to see where it stands.")


def leads_to(application: PlanningApplication, verb: str) -> str:
    """The status that `verb` would give the application now."""
    default = VERBS[verb][1]
    if verb not in UNDOES:
        return default
    undone, possible = UNDOES[verb]
    before = application.status_changes.filter(verb__in=undone).order_by("-pk").values_list("from_status", flat=True).first()
    if before in possible:
        return str(before)
    return "in_assessment" if verb == "reopen" and application.validated_at is not None else default


def move(application: PlanningApplication, verb: str, *, by: Any, now: datetime, reason: str = "") -> StatusChange:
    """Assign the status that `verb` leads to and write the row that says who and when. The caller has locked the application."""
    guard(application, verb)
    before, after = application.status, leads_to(application, verb)
    application.status = after
    application.save(update_fields=["status"])
    return StatusChange.objects.create(
        authority_id=application.authority_id,
        application=application,
        verb=verb,
        from_status=before,
        to_status=after,
        at=now,
        by=user_of(by),
        by_name=actor_of(by).name,
        reason=reason,
    )


def lock(application: PlanningApplication) -> PlanningApplication:
    """The application, read again under a lock until the transaction ends: first line of every verb."""
    return (
        PlanningApplication.objects.select_for_update(of=("self",)).select_related("case", "type", "case__authority").get(pk=application.pk)
    )


def refuse_ended(application: PlanningApplication) -> None:
    """NotAllowedNow for an application that has come to its end."""
    if application.status in ENDED:
        raise NotAllowedNow(f"This application is {application.get_status_display().lower()}: it cannot be changed.")
