"""The tasks of publicity."""

from datetime import date

from accounts.permissions import Permission
from applications import projection, snapshot
from applications.lifecycle import BEFORE_VALIDATION, RUNNING
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task, TaskStatus
from consultation import selectors
from consultation.models import PrintRun

snapshot.register("consultation", lambda application: selectors.Consultation.objects.filter(case_id=application.pk).first())
snapshot.register("neighbours", lambda application: selectors.neighbours_of(application.case))
snapshot.register("print_runs", lambda application: selectors.print_runs_of(application.case))
snapshot.register("site_notices", lambda application: selectors.site_notices_of(application.case))
snapshot.register("duties", selectors.duties_of)
snapshot.register("press_notices", lambda application: selectors.press_notices_of(application.case))
snapshot.register("comments", lambda application: selectors.comments_of(application.case))
projection.register_counter("unread_comments", lambda application: application.case.comments.filter(state="received").count())
projection.register_date("publicity_end_on", selectors.publicity_end_on)
projection.register_date("earliest_decision_on", selectors.earliest_decision_on)


def _waits(case: CaseSnapshot) -> bool:
    """Nobody is told before the application is valid and anybody can read it."""
    return case.status in BEFORE_VALIDATION or case.application.published_at is None


def make_public_status(case: CaseSnapshot) -> TaskStatus:
    if case.application.published_at is not None:
        return TaskStatus.COMPLETED
    return TaskStatus.CANNOT_START_YET if case.status in BEFORE_VALIDATION else TaskStatus.NOT_STARTED


def make_public_line(case: CaseSnapshot) -> str:
    at = case.application.published_at
    return f"Public since {at:%-d %B %Y}" if at else ""


def neighbours_status(case: CaseSnapshot) -> TaskStatus:
    if case.status in BEFORE_VALIDATION:
        return TaskStatus.CANNOT_START_YET
    row = case["consultation"]
    if row and row.neighbours_chosen_at:
        return TaskStatus.COMPLETED
    return TaskStatus.NOT_NEEDED if _notice_is_enough(case) else TaskStatus.NOT_STARTED


def _notice_is_enough(case: CaseSnapshot) -> bool:
    """A notice hangs at the site, or the case has ended, and the law does not ask for letters as well."""
    required = bool(case["duties"] and case["duties"].value.neighbour_letters.required)
    return not required and (any(notice.displayed_on for notice in case["site_notices"]) or case.status not in RUNNING)


def neighbours_line(case: CaseSnapshot) -> str:
    count = len(case["neighbours"])
    return f"{count} address{'es' if count != 1 else ''} to write to" if count else ""


def letters_status(case: CaseSnapshot) -> TaskStatus:
    if _waits(case):
        return TaskStatus.CANNOT_START_YET
    runs = case["print_runs"]
    if not runs:
        if _notice_is_enough(case):
            return TaskStatus.NOT_NEEDED
        return TaskStatus.NOT_STARTED if case["neighbours"] else TaskStatus.CANNOT_START_YET
    if _unposted(case):
        return TaskStatus.ACTION_REQUIRED
    if any(run.state == "making" for run in runs):
        return TaskStatus.WAITING
    return TaskStatus.IN_PROGRESS if any(run.posted_on is None for run in runs) else TaskStatus.COMPLETED


def _unposted(case: CaseSnapshot) -> list[PrintRun]:
    """Batches whose letters bear a day that has passed, and of which nobody has said that they were posted."""
    if case.status not in RUNNING:
        return []
    return [run for run in case["print_runs"] if run.state == "made" and run.posted_on is None and run.letter_date < case.on]


def letters_line(case: CaseSnapshot) -> str:
    runs = case["print_runs"]
    if not runs:
        return ""
    late = _unposted(case)
    if late:
        return f"{late[0].letters_wanted} letters of {late[0].letter_date:%-d %B %Y}: record when they were posted"
    run = runs[0]
    if run.posted_on:
        return f"{run.letters_wanted} posted on {run.posted_on:%-d %B %Y}, reply by {run.reply_by_on:%-d %B %Y}"
    return f"{run.letters_wanted} letters, {'ready to print' if run.state == 'made' else 'being made'}"


def site_notice_status(case: CaseSnapshot) -> TaskStatus:
    if _waits(case):
        return TaskStatus.CANNOT_START_YET
    notices = case["site_notices"]
    if notices:
        return TaskStatus.IN_PROGRESS if any(notice.displayed_on is None for notice in notices) else TaskStatus.COMPLETED
    duties = case["duties"].value if case["duties"] else None
    told = any(run.posted_on for run in case["print_runs"]) or case.status not in RUNNING
    if duties and not duties.site_notice.required and (told or duties.site_notice.none):
        return TaskStatus.NOT_NEEDED
    return TaskStatus.NOT_STARTED


def site_notice_line(case: CaseSnapshot) -> str:
    notices = case["site_notices"]
    if not notices:
        return ""
    notice = notices[0]
    if notice.displayed_on:
        return f"Displayed on {notice.displayed_on:%-d %B %Y}"
    return f"Comment by {notice.comment_by_on:%-d %B %Y}; record when it is up"


def press_notice_status(case: CaseSnapshot) -> TaskStatus:
    if _waits(case):
        return TaskStatus.CANNOT_START_YET
    if case["press_notices"]:
        return TaskStatus.COMPLETED
    duties = case["duties"].value if case["duties"] else None
    if duties is None or not duties.press.required or case.status not in RUNNING:
        return TaskStatus.NOT_NEEDED
    return TaskStatus.NOT_STARTED


def press_notice_line(case: CaseSnapshot) -> str:
    notices = case["press_notices"]
    return f"{notices[0].newspaper}, {notices[0].published_on:%-d %B %Y}" if notices else ""


def comments_status(case: CaseSnapshot) -> TaskStatus:
    if _waits(case):
        return TaskStatus.CANNOT_START_YET
    if any(comment.state == "received" for comment in case["comments"]):
        return TaskStatus.ACTION_REQUIRED if case.status in RUNNING else TaskStatus.IN_PROGRESS
    row = case["consultation"]
    over = row is not None and row.ends_on is not None and row.ends_on < case.on
    if over or case.status not in RUNNING:
        return TaskStatus.COMPLETED
    return TaskStatus.WAITING


def comments_line(case: CaseSnapshot) -> str:
    comments = case["comments"]
    if not comments:
        return "None yet"
    counts = [
        (word, sum(1 for comment in comments if comment.sentiment == key))
        for key, word in (("objection", "object"), ("supportive", "support"), ("neutral", "neutral"))
    ]
    return f"{len(comments)} received: " + ", ".join(f"{count} {word}" for word, count in counts if count)


def consultation_end(case: CaseSnapshot) -> date | None:
    row = case["consultation"]
    return row.ends_on if row else None


MAKE_PUBLIC = Task("make_public", "Make public", "consultation:make_public", Permission.PUBLICISE, make_public_status, make_public_line)
NEIGHBOURS = Task("neighbours", "Choose neighbours", "consultation:neighbours", Permission.PUBLICISE, neighbours_status, neighbours_line)
NEIGHBOUR_LETTERS = Task(
    "neighbour_letters", "Neighbour letters", "consultation:letters", Permission.PUBLICISE, letters_status, letters_line
)
SITE_NOTICE = Task("site_notice", "Site notice", "consultation:site_notice", Permission.PUBLICISE, site_notice_status, site_notice_line)
PRESS_NOTICE = Task(
    "press_notice", "Press notice", "consultation:press_notice", Permission.PUBLICISE, press_notice_status, press_notice_line
)
COMMENTS = Task(
    "comments", "Comments", "consultation:comments", Permission.MODERATE_COMMENTS, comments_status, comments_line, consultation_end
)
