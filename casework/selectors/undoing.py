"""What has happened that an undo does not take back: what went out, and what has to be looked at."""

from datetime import date

from django.utils import timezone

from applications.models import PlanningApplication, Refund
from consultation.models import Letter, PressNotice, SiteNotice
from core.filters import plural, show_date
from validation.models import ValidationRequest


def publicity_gone_out(application: PlanningApplication) -> list[str]:
    """What people were told of the application, a line each."""
    case, lines = application.case, []
    if application.published_at is not None:
        lines.append(f"Made public on {show_date(application.published_at)}")
    posted = Letter.objects.filter(print_run__case=case, print_run__posted_on__isnull=False)
    if count := posted.count():
        last = posted.order_by("-print_run__posted_on").values_list("print_run__posted_on", flat=True)[0]
        lines.append(f"{count} {plural(count, 'letter')} to neighbours, the last posted on {show_date(last)}")
    displayed = SiteNotice.objects.filter(case=case, displayed_on__isnull=False).order_by("displayed_on")
    lines += [f"Site notice displayed on {show_date(day)}" for day in displayed.values_list("displayed_on", flat=True)]
    printed = PressNotice.objects.filter(case=case).order_by("published_on").values_list("newspaper", "published_on")
    lines += [f"Notice in {newspaper}, {show_date(day)}" for newspaper, day in printed]
    if count := case.comments.count():
        lines.append(f"{count} {plural(count, 'comment')} received")
    return lines


def first_told_on(application: PlanningApplication) -> date | None:
    """The first day on which anybody outside could have read of the application; None while nobody could."""
    return timezone.localdate(application.published_at) if application.published_at else None


def refunds_of(application: PlanningApplication) -> list[str]:
    """Money that is to be paid back or was, a line each."""
    refunds = application.case.refunds.exclude(state=Refund.State.REFUSED)
    return [f"A refund of £{row.amount:,.2f} is {row.get_state_display().lower()}" for row in refunds]


def requests_cancelled_by_the_ending(application: PlanningApplication) -> int:
    """How many requests to the applicant were cancelled when the case ended."""
    ended = application.status_changes.filter(verb__in=("return", "withdraw", "close")).order_by("-pk").first()
    if ended is None:
        return 0
    return ValidationRequest.objects.filter(case=application.case, state="cancelled", cancelled_at=ended.at).count()
