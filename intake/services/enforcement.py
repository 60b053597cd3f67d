"""Open the case that a report of a breach asks for: what is alleged, who says so, and the files that came with it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.policy import policy
from applications.models import BreachReport, Case, Party
from applications.projection import refresh_breach_search
from applications.references import next_reference
from applications.surroundings import look_up_site
from audit.services import record
from intake import events, mapping, readers
from intake.differences import differences
from intake.models import FetchedFile, Submission
from intake.services.creating import send_for_files, sender
from intake.shape import BreachReport as ReportedBreach
from intake.shape import Fault, SubmittedApplication

MOST_PLACES = 12


@transaction.atomic
def create_enforcement_case(
    *, submission: Submission, said: SubmittedApplication, notes: tuple[Fault, ...] = (), by: Any, now: datetime
) -> Case:
    """Open the case of a reported breach and send for its files. A report that was sent before keeps its one case: its officer is told."""
    earlier = _earlier(submission)
    if earlier is not None and earlier.case is not None:
        _came_again(earlier.case, earlier, submission, said, by, now)
        return earlier.case
    authority = submission.authority
    reference = next_reference(authority, suffix=policy(authority, "breach_suffix"), received_at=submission.received_at)
    fields = {**mapping.case_fields(said), "kind": Case.Kind.ENFORCEMENT}
    case = Case.objects.create(authority=authority, issued_by=authority, reference=reference, created_at=now, **fields)
    report = BreachReport.objects.create(authority=authority, case=case, **_report_fields(submission, said, notes))
    if said.complainant:
        mapping.party(case, Party.Role.COMPLAINANT, said.complainant).save()
    case.constraints.bulk_create(mapping.constraints(case, said.designations, sender(submission)))
    record(events.BREACH_REPORTED, case=case, by=by, now=now, source=sender(submission))
    send_for_files(submission, case, said.files, now)
    look_up_site(case=case, now=now)
    refresh_breach_search(report)
    return case


def _report_fields(submission: Submission, said: SubmittedApplication, notes: tuple[Fault, ...]) -> dict[str, Any]:
    breach = said.breach or ReportedBreach()
    return {
        "allegation": breach.description,
        "kinds": [{"value": kind.value, "description": kind.description} for kind in breach.kinds],
        "began_on": breach.began_on,
        "completed_on": breach.completed_on,
        "facts": [answer.as_dict() for answer in said.answers],
        "title_boundary": said.site.title_boundary,
        "received_at": submission.received_at,
        "received_on": timezone.localdate(submission.received_at),
        "attention": "\n".join(note.message for note in notes),
    }


def _earlier(submission: Submission) -> Submission | None:
    """The same report as it was sent before."""
    same = Submission.objects.filter(authority_id=submission.authority_id, source=submission.source, source_id=submission.source_id)
    return same.exclude(pk=submission.pk).exclude(case=None).select_related("case").order_by("-revision").first()


def _came_again(case: Case, earlier: Submission, submission: Submission, said: SubmittedApplication, by: Any, now: datetime) -> None:
    """Other content under the same id: kept beside the case, which stays as it is but for new files; the officer is told what differs."""
    before = readers.read(earlier).application
    places = list(dict.fromkeys(f"{row.part}: {row.label}"[:100] for row in differences(before, said))) if before else []
    told = "; ".join(places[:MOST_PLACES]) or "nothing that is read"
    report = BreachReport.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if report is not None:
        line = f"{sender(submission)} sent other content on {timezone.localtime(now):%-d %B %Y}. The case shows what came first."
        report.attention = "\n".join(part for part in (report.attention, f"{line} Different: {told}.") if part)
        report.save(update_fields=["attention"])
    record(events.SUBMISSION_CHANGED, case=case, by=by, now=now, source=sender(submission), places=told, version=submission.revision)
    known = set(FetchedFile.objects.filter(case=case).values_list("url", flat=True))
    send_for_files(submission, case, tuple(file for file in said.files if file.url not in known), now)
