"""The tasks of validation, each with its status, one line of what it holds and the day by which it should be done."""

from collections.abc import Callable
from datetime import date

from accounts.permissions import Permission
from accounts.policy import policy
from applications.law import closures_of
from applications.lifecycle import BEFORE_VALIDATION
from applications.models import ApplicationType
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task, TaskStatus, always
from core.filters import plural, show_date
from statute.calendar import add_working_days
from validation.disputes import waiting
from validation.kinds import kind_of
from validation.models import ValidationCheck, ValidationRequest
from validation.questions import checks_of, in_words, needs_certificate, under_a_rule_of_its_own
from validation.selectors import is_live, is_overtaken, is_unseen, unread_messages

Check, State = ValidationCheck.Check, ValidationRequest.State
NEVER_ASKED = "Not recorded: the application was valid without it"


def _before(snapshot: CaseSnapshot) -> bool:
    return snapshot.status in BEFORE_VALIDATION


def _due(snapshot: CaseSnapshot) -> date | None:
    """The council's own target for looking at a new application."""
    if not _before(snapshot):
        return None
    council = snapshot.case.authority
    target = policy(council, "target_working_days_to_validate")
    return add_working_days(snapshot.application.received_on, target, closures_of(council))


def _asked_by(snapshot: CaseSnapshot, task: str) -> list[ValidationRequest]:
    return [request for request in snapshot["requests"] if kind_of(request).task == task and request.state != State.CANCELLED]


def check_status(task: str, name: str) -> Callable[[CaseSnapshot], TaskStatus]:
    """The status of a yes-or-no question: an answer of the applicant comes first, then what the officer said."""

    def status(snapshot: CaseSnapshot) -> TaskStatus:
        check, requests = snapshot["checks"].get(name), _asked_by(snapshot, task)
        if any(is_unseen(request) for request in requests):
            return TaskStatus.ACTION_REQUIRED
        if check is None:
            return TaskStatus.NOT_STARTED if _before(snapshot) else TaskStatus.NOT_NEEDED
        if check.ok is None:
            return TaskStatus.IN_PROGRESS if _before(snapshot) else TaskStatus.NOT_NEEDED
        if check.ok:
            return TaskStatus.COMPLETED
        if any(is_live(request) for request in requests):
            return TaskStatus.WAITING
        return TaskStatus.ACTION_REQUIRED if _before(snapshot) else TaskStatus.COMPLETED

    return status


def check_line(task: str, name: str, yes: str) -> Callable[[CaseSnapshot], str]:
    def line(snapshot: CaseSnapshot) -> str:
        check, requests = snapshot["checks"].get(name), _asked_by(snapshot, task)
        if any(is_unseen(request) for request in requests):
            return "The applicant has answered: look at it and check again"
        live = next((request for request in requests if is_live(request)), None)
        if live is not None:
            return _live_line(live)
        if check is None:
            return "" if _before(snapshot) else NEVER_ASKED
        if check.ok is None:
            return check.note or f"Begun by {check.by.name}"
        said = in_words(check) or (yes if check.ok else "No")
        return f"{said}, {check.by.name}, {show_date(check.at)}"

    return line


def _live_line(request: ValidationRequest) -> str:
    if request.state == State.PENDING:
        return "No: the request goes out when the application is marked invalid"
    return f"Asked the applicant, to be answered by {show_date(request.due_on)}"


def documents_status(snapshot: CaseSnapshot) -> TaskStatus:
    status = check_status("review_documents", Check.DOCUMENTS)(snapshot)
    if not _before(snapshot) or status in (TaskStatus.NOT_STARTED, TaskStatus.ACTION_REQUIRED):
        return status
    if status is TaskStatus.COMPLETED and None in snapshot["document_checks"]:
        return TaskStatus.ACTION_REQUIRED
    return TaskStatus.WAITING if any(is_live(r) for r in _asked_by(snapshot, "review_documents")) else status


def documents_line(snapshot: CaseSnapshot) -> str:
    found = snapshot["document_checks"]
    live = sum(is_live(request) for request in _asked_by(snapshot, "review_documents"))
    parts = [f"{len(found)} {plural(len(found), 'document')}"]
    parts += [f"{found.count(None)} to look at"] if None in found and _before(snapshot) else []
    parts += [f"{found.count(False)} not fit"] if False in found else []
    parts += [f"{live} asked for"] if live else []
    return ", ".join(parts)


def constraints_status(snapshot: CaseSnapshot) -> TaskStatus:
    check = snapshot["checks"].get(Check.CONSTRAINTS)
    overtaken = check is not None and is_overtaken(check) and _before(snapshot)
    return TaskStatus.ACTION_REQUIRED if overtaken else check_status("check_constraints", Check.CONSTRAINTS)(snapshot)


def constraints_line(snapshot: CaseSnapshot) -> str:
    check = snapshot["checks"].get(Check.CONSTRAINTS)
    if check is not None and is_overtaken(check) and _before(snapshot):
        return "Changed since it was checked: look again"
    if check is None and not _before(snapshot):
        return NEVER_ASKED
    return "" if check is None else f"{'Checked' if check.ok else 'Begun'} by {check.by.name}, {show_date(check.at)}"


def requests_status(snapshot: CaseSnapshot) -> TaskStatus:
    requests = [request for request in snapshot["requests"] if request.state != State.CANCELLED]
    if snapshot["messages"] or any(is_unseen(request) or unread_messages(request) for request in requests):
        return TaskStatus.ACTION_REQUIRED
    if any(is_live(request) for request in requests):
        return TaskStatus.WAITING
    return TaskStatus.COMPLETED if requests else TaskStatus.NOT_NEEDED


def requests_line(snapshot: CaseSnapshot) -> str:
    requests = snapshot["requests"]
    unseen = sum(is_unseen(request) for request in requests)
    written = snapshot["messages"] + sum(unread_messages(request) for request in requests)
    counts = [
        (written, f"{written} unread {plural(written, 'message')}"),
        (unseen, f"{unseen} unread {plural(unseen, 'answer')}"),
        *((n := sum(r.state == state for r in requests), f"{n} {words}") for state, words in _COUNTED),
    ]
    return ", ".join(words for count, words in counts if count) or "Nothing has been asked"


_COUNTED = [
    (State.PENDING, "ready to send"),
    (State.OPEN, "waiting for the applicant"),
    (State.CLOSED, "answered"),
    (State.CANCELLED, "cancelled"),
]


def requests_due(snapshot: CaseSnapshot) -> date | None:
    return min((r.due_on for r in snapshot["requests"] if r.state == State.OPEN and r.due_on), default=None)


def decision_status(snapshot: CaseSnapshot) -> TaskStatus:
    if not _before(snapshot):
        return TaskStatus.COMPLETED if snapshot.application.validated_at else TaskStatus.NOT_NEEDED
    requests = snapshot["requests"]
    if snapshot.status == "invalidated":
        waiting = any(is_live(request) and kind_of(request).holds_up for request in requests)
        return TaskStatus.WAITING if waiting else _when_checked(snapshot)
    if any(request.state == State.PENDING for request in requests):
        return TaskStatus.NOT_STARTED
    return _when_checked(snapshot)


def _when_checked(snapshot: CaseSnapshot) -> TaskStatus:
    checks = snapshot["checks"]
    done = all(name in checks and checks[name].ok is not None for name in checks_of(snapshot))
    return TaskStatus.NOT_STARTED if done and not any(is_unseen(r) for r in snapshot["requests"]) else TaskStatus.CANNOT_START_YET


def decision_line(snapshot: CaseSnapshot) -> str:
    application = snapshot.application
    if application.valid_from_on:
        return f"Valid from {show_date(application.valid_from_on)}"
    if snapshot.status == "invalidated":
        return "Marked invalid"
    pending = sum(request.state == State.PENDING for request in snapshot["requests"])
    return f"{pending} {plural(pending, 'request')} to send" if pending else ""


def _task(key: str, title: str, status: Callable, line: Callable, due: Callable = _due, applies: Callable = always) -> Task:
    return Task(key, title, f"validation:{key}", Permission.VALIDATE, status, line, due, applies)


def _question(key: str, title: str, check: str, yes: str, applies: Callable = always) -> Task:
    return _task(key, title, check_status(key, check), check_line(key, check, yes), applies=applies)


def _of_type(holds: Callable[[ApplicationType], bool]) -> Callable[[CaseSnapshot], bool]:
    return lambda snapshot: holds(snapshot.application.type)


REVIEW_DOCUMENTS = _task("review_documents", "Review documents", documents_status, documents_line)
CHECK_RED_LINE = _task(
    "check_red_line",
    "Check red line",
    check_status("check_red_line", Check.RED_LINE),
    check_line("check_red_line", Check.RED_LINE, "Correct"),
)
CHECK_CONSTRAINTS = _task("check_constraints", "Check constraints", constraints_status, constraints_line)
CHECK_DESCRIPTION = _task(
    "check_description",
    "Check description",
    check_status("check_description", Check.DESCRIPTION),
    check_line("check_description", Check.DESCRIPTION, "Fits the proposal"),
)
CHECK_FEE = _task("check_fee", "Check fee", check_status("check_fee", Check.FEE), check_line("check_fee", Check.FEE, "Right"))
REQUIRED_DOCUMENTS = _question("required_documents", "Check and request documents", Check.REQUIRED_DOCUMENTS, "All there")
REPORTING = _question("reporting", "Add reporting details", Check.REPORTING, "Done")
CHECK_LEGISLATION = _question(
    "check_legislation", "Check legislative requirements", Check.LEGISLATION, "Checked", _of_type(under_a_rule_of_its_own)
)
CHECK_CIL = _question("check_cil", "Confirm Community Infrastructure Levy (CIL)", Check.CIL, "Done")
CHECK_EIA = _question("check_eia", "Check environmental impact assessment (EIA)", Check.EIA, "Done")
CHECK_CERTIFICATE = _question("check_certificate", "Check ownership certificate", Check.CERTIFICATE, "Right", _of_type(needs_certificate))
CHECK_SERVICES = _question("check_services", "Check requested services", Check.SERVICES, "Done")


def dispute_status(snapshot: CaseSnapshot) -> TaskStatus:
    return TaskStatus.ACTION_REQUIRED if waiting(snapshot) else TaskStatus.COMPLETED


def dispute_line(snapshot: CaseSnapshot) -> str:
    dispute = waiting(snapshot)
    if dispute is not None:
        return f"{dispute.given_by_name} says that something is not needed: answer by {show_date(dispute.answer_by_on)}"
    last = snapshot["disputes"][-1]
    return f"{last.get_outcome_display()}, {last.answered_by.name}, {show_date(last.answered_at)}"


def dispute_due(snapshot: CaseSnapshot) -> date | None:
    dispute = waiting(snapshot)
    return dispute.answer_by_on if dispute else None


ANSWER_DISPUTE = _task(
    "answer_dispute",
    "Answer the applicant’s notice (article 12)",
    dispute_status,
    dispute_line,
    dispute_due,
    lambda snapshot: snapshot.status == "invalidated" and bool(snapshot["disputes"]),
)
REQUESTS = _task("requests", "Ask the applicant", requests_status, requests_line, requests_due)
DECIDE_VALIDITY = _task("decide_validity", "Mark valid or invalid", decision_status, decision_line)


def plans_line(snapshot: CaseSnapshot) -> str:
    count = snapshot.application.unread_plans
    return f"{count} {plural(count, 'set')} of plans came that nobody asked for: accept {plural(count, 'it', 'them')}, or say why not"


AMENDED_PLANS = Task(
    "amended_plans",
    "Look at amended plans",
    "validation:plans",
    Permission.VALIDATE,
    lambda snapshot: TaskStatus.ACTION_REQUIRED,
    plans_line,
    applies=lambda snapshot: snapshot.application.unread_plans > 0,
)
