"""Reading publicity and comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Value

import statute
from applications.facts import facts_for
from applications.lifecycle import RUNNING
from consultation.models import Comment, Consultation, Neighbour, PressNotice, PrintRun, SiteNotice
from core.filters import show_date
from places import selectors as places
from places.models import Address
from places.uprns import bare
from statute import Answer, Reason, StatuteError

AT_MOST = 1000  # addresses near a site that are offered
FOUND_AT_MOST = 50  # addresses that are shown when one is looked up
NEVER: Answer[date | None] = Answer(None, ())


def addresses_near(case: Any, metres: float) -> list[Address]:
    """The gazetteer's current addresses within so many metres of the red line, nearest first, the site's own left out."""
    site = case.boundary or case.point
    if site is None:
        return []
    own = bare(case.uprn)
    return [address for address in places.addresses_near(site, metres, AT_MOST + 1) if address.uprn != own][:AT_MOST]


def addresses_found(case: Any, text: str) -> list[Address]:
    """The gazetteer's answer to what an officer typed, the site's own left out."""
    own = bare(case.uprn)
    return [address for address in places.find_addresses(text, FOUND_AT_MOST) if address.uprn != own]


def addresses_of(case: Any, uprns: Sequence[str]) -> list[Address]:
    """The gazetteer's addresses with these UPRNs."""
    return list(Address.objects.filter(authority_id=case.authority_id, uprn__in=uprns)) if uprns else []


def neighbours_of(case: Any) -> list[Neighbour]:
    """The neighbours who are to be told, by address."""
    return list(Neighbour.objects.filter(case=case, chosen=True, removed_at=None).order_by("address"))


def print_runs_of(case: Any) -> list[PrintRun]:
    """The batches of letters, newest first, each with `made_count`: how many of its letters are there."""
    made = Count("letters", filter=~Q(letters__key=""))
    return list(PrintRun.objects.filter(case=case).annotate(made_count=made).select_related("document", "asked_by").order_by("-pk"))


def site_notices_of(case: Any) -> list[SiteNotice]:
    """The notices that were displayed or are to be, newest first; cancelled ones are in the history alone."""
    rows = SiteNotice.objects.filter(case=case, cancelled_at=None)
    return list(rows.select_related("document", "recorded_by").order_by("-pk"))


def press_notices_of(case: Any) -> list[PressNotice]:
    return list(PressNotice.objects.filter(case=case).select_related("recorded_by"))


def display_party(case: Any) -> Any:
    """The agent or, failing an email address, the applicant, who is asked to display a notice; None where neither has one."""
    return case.parties.exclude(email="").order_by("role").first()


def comments_of(case: Any) -> list[Comment]:
    return list(Comment.objects.filter(case=case).select_related("moderated_by"))


def period_ends(application: Any, facts: Any) -> dict[str, Answer[date]]:
    """The last day of each period that has begun: of letters from posting, of site notices from display, in the press."""
    posted = PrintRun.objects.filter(case_id=application.pk, posted_on__isnull=False).order_by().values_list(Value("letter"), "posted_on")
    displayed = SiteNotice.objects.filter(case_id=application.pk, displayed_on__isnull=False).order_by()
    published = PressNotice.objects.filter(case_id=application.pk).order_by()
    begun = posted.union(
        displayed.values_list(Value("site_notice"), "displayed_on"), published.values_list(Value("press_notice"), "published_on")
    )
    ends: dict[str, Answer[date]] = {}
    for kind, day in begun:
        end = statute.publicity_end(facts, kind=kind, started_on=day)
        ends[kind] = max(ends.get(kind, end), end, key=lambda answer: answer.value)
    return ends


def publicity_end_on(application: Any, facts: Any) -> date | None:
    """The last day for comments, as stored: the consultation is never shortened."""
    row = Consultation.objects.filter(case_id=application.pk).first()
    return row.ends_on if row else None


def earliest_decision_on(application: Any, facts: Any) -> date | None:
    """The first day on which the law allows a decision, as far as what is recorded tells; None where nothing stands in the way."""
    return publicity_dates(application, facts).earliest_decision.value


@dataclass(frozen=True)
class PublicityDates:
    """The last day for comments and the first day for a decision, with their reasons; None where nothing has begun."""

    last_comments: Answer[date | None]
    earliest_decision: Answer[date | None]


def publicity_dates(application: Any, facts: Any) -> PublicityDates:
    """Worked out from what is recorded as posted, displayed or published.

    The consultation is never shortened: what people were told stands. Where something else has still to be done (a notice in a
    newspaper), people have at least the time that has begun.
    """
    try:
        begun = period_ends(application, facts)
    except StatuteError:
        begun = {}
    if not begun:
        return PublicityDates(NEVER, NEVER)
    last = max(begun, key=lambda kind: begun[kind].value)
    end = _not_shortened(application, begun[last])
    try:
        earliest = statute.earliest_decision(facts, ends={kind: answer.value for kind, answer in begun.items()} | {last: end.value})
    except StatuteError:
        earliest = NEVER
    return PublicityDates(Answer(end.value, end.because), Answer(earliest.value or end.value + timedelta(days=1), earliest.because))


def _not_shortened(application: Any, end: Answer[date]) -> Answer[date]:
    """The end of the last period, or the later day that people have been told."""
    told = publicity_end_on(application, None)
    if told is None or told <= end.value:
        return end
    return Answer(told, (*end.because, Reason(f"People have been told that they can comment until {show_date(told)}: it is not shortened")))


def duties_of(application: Any) -> Any:
    """What the law asks for: Answer[PublicityDuties], or None where the engine cannot say."""
    try:
        return statute.publicity_duties(facts_for(application))
    except StatuteError:
        return None


@dataclass(frozen=True)
class Missing:
    """A way of telling people that the law asks for and nobody has begun: in words, and the URL name of its page."""

    words: str
    url_name: str


def missing_publicity(application: Any) -> Sequence[Missing]:
    """What the law asks for by way of notices and letters, and nobody has recorded as displayed, posted or published."""
    answer = duties_of(application)
    if answer is None or not answer.value.any:
        return []
    duties = answer.value
    posted = PrintRun.objects.filter(case_id=application.pk, posted_on__isnull=False)
    displayed = SiteNotice.objects.filter(case_id=application.pk, displayed_on__isnull=False)
    missing = []
    if duties.site_notice.required and not displayed.exists():
        missing.append(Missing("a site notice", "consultation:site_notice"))
    if duties.neighbour_letters.required and not posted.exists():
        missing.append(Missing("letters to neighbours", "consultation:letters"))
    if (duties.site_notice.either or duties.neighbour_letters.either) and not (posted.exists() or displayed.exists()):
        missing.append(Missing("letters to neighbours or a site notice", "consultation:letters"))
    if duties.press.required and not PressNotice.objects.filter(case_id=application.pk).exists():
        missing.append(Missing("a notice in a newspaper", "consultation:press_notice"))
    return missing


def reply_by(application: Any, *, letter_date: date) -> Any:
    """The last day for replies to letters of this date: Answer[date], or None where the engine cannot say."""
    try:
        return statute.reply_by(facts_for(application), letter_date=letter_date)
    except StatuteError:
        return None


def comment_by(application: Any, *, display_on: date) -> Any:
    """The last day for comments on a notice displayed on this day: Answer[date], or None where the engine cannot say."""
    try:
        return statute.publicity_end(facts_for(application), kind="site_notice", started_on=display_on)
    except StatuteError:
        return None


def comment_counts(case: Any) -> list[tuple[str, str, int]]:
    """How many comments there are: (state, sentiment, count), in one query."""
    rows = Comment.objects.filter(case=case).order_by().values_list("state", "sentiment").annotate(Count("pk"))
    return [(state, sentiment, count) for state, sentiment, count in rows]


def runs_to_post(authority: Any) -> list[PrintRun]:
    """The council's batches of letters that nobody has recorded as posted, oldest first; those of cases that have ended are left out."""
    rows = PrintRun.objects.filter(authority=authority, posted_on=None, case__application__status__in=RUNNING)
    return list(rows.select_related("case", "document", "asked_by").order_by("letter_date", "pk")[:AT_MOST])


def notices_to_display(authority: Any) -> list[SiteNotice]:
    """The council's site notices whose display nobody has recorded, oldest first; those of cases that have ended are left out."""
    rows = SiteNotice.objects.filter(authority=authority, displayed_on=None, cancelled_at=None, case__application__status__in=RUNNING)
    return list(rows.select_related("case", "document", "asked_by").order_by("asked_at", "pk")[:AT_MOST])
