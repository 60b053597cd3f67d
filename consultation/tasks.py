"""One effect each: letters and notices as PDF. Safe to run again: what is made is not made twice."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from applications.projection import refresh
from audit.actors import System
from audit.services import record
from consultation import events
from consultation.letter import render_letter
from consultation.models import Letter, PrintRun, SiteNotice
from consultation.notice import render_site_notice
from consultation.selectors import display_party
from core.hosts import url_for
from core.tasks import bops_task
from documents import pdf
from documents.services import store_made_pdf
from notifications.services import send_email

CHUNK = 100
RETRY_MINUTES = 5
MAKER = System("BOPS")
ANYWHERE = "where people passing the site can read it without going onto the land"


@bops_task
def make_letters(authority_id: int, run_id: int) -> None:
    """Make up to a chunk of a batch's letters, then either come again or, when none is left, merge them for the printer.

    Each letter is committed on its own under a lock, so a killed worker's batch is finished by the next and no letter is made twice.
    """
    run = PrintRun.objects.get(pk=run_id)
    if run.state == PrintRun.State.MADE:
        return
    PrintRun.objects.filter(pk=run_id).update(attempts=run.attempts + 1, next_attempt_at=timezone.now() + timedelta(minutes=RETRY_MINUTES))
    for letter_id in Letter.objects.filter(print_run_id=run_id, key="").order_by("position").values_list("pk", flat=True)[:CHUNK]:
        _make_letter(run, letter_id)
    PrintRun.objects.filter(pk=run_id).update(attempts=0)
    if Letter.objects.filter(print_run_id=run_id, key="").exists():
        transaction.on_commit(lambda: make_letters.delay(authority_id, run_id))
        return
    _merge(run_id)


def _make_letter(run: PrintRun, letter_id: int) -> None:
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("neighbour")
            .filter(pk=letter_id, key="")
            .first()
        )
        if letter is None:
            return
        content = render_letter(run.content, address=letter.neighbour.address)
        key = f"{letter.authority_id}/print-runs/{run.public_id}/{letter.pk}.pdf"
        default_storage.delete(key)
        letter.key = default_storage.save(key, ContentFile(content))
        letter.made_at = timezone.now()
        letter.save(update_fields=["key", "made_at"])


@transaction.atomic
def _merge(run_id: int) -> None:
    """The last one through the door merges: under the batch's lock, once."""
    run = PrintRun.objects.select_for_update(of=("self",)).select_related("case", "asked_by").get(pk=run_id)
    keys = list(run.letters.order_by("position").values_list("key", flat=True))
    if run.state == PrintRun.State.MADE or "" in keys:
        return
    now = timezone.now()
    run.document = store_made_pdf(
        case=run.case,
        content=pdf.merge([_read(key) for key in keys]),
        name=f"neighbour-letters-{run.letter_date:%Y-%m-%d}.pdf",
        tags=["internal.neighbourLetters"],
        visibility="private",
        by=MAKER,
        now=now,
    )
    run.state, run.made_at, run.next_attempt_at = PrintRun.State.MADE, now, None
    run.save(update_fields=["document", "state", "made_at", "next_attempt_at"])
    record(events.LETTERS_MADE, case=run.case, by=MAKER, now=now, count=len(keys))
    refresh(run.case.application, now=now)


def _read(key: str) -> bytes:
    with default_storage.open(key) as file:
        content: bytes = file.read()
    return content


@bops_task
def make_site_notice(authority_id: int, notice_id: int) -> None:
    """Make the PDF of a site notice, once."""
    later = timezone.now() + timedelta(minutes=RETRY_MINUTES)
    SiteNotice.objects.filter(pk=notice_id, document=None).update(attempts=F("attempts") + 1, next_attempt_at=later)
    with transaction.atomic():
        notice = (
            SiteNotice.objects.select_for_update(of=("self",))
            .select_related("case", "case__authority", "case__application__type")
            .get(pk=notice_id)
        )
        if notice.document_id is not None or notice.cancelled_at is not None:
            return
        now = timezone.now()
        notice.document = store_made_pdf(
            case=notice.case,
            content=render_site_notice(notice),
            name=f"site-notice-{notice.comment_by_on:%Y-%m-%d}.pdf",
            tags=["internal.siteNotice"],
            visibility="public",
            by=MAKER,
            now=now,
        )
        notice.next_attempt_at = None
        notice.save(update_fields=["document", "next_attempt_at"])
        record(events.SITE_NOTICE_MADE, case=notice.case, by=MAKER, now=now)
        _ask_to_display(notice, now)
        refresh(notice.case.application, now=now)


def _ask_to_display(notice: SiteNotice, now: datetime) -> None:
    """Send the notice, now that it is there, to whoever is to put it up."""
    case, party = notice.case, display_party(notice.case)
    to = {"internal_team": notice.team_email, "applicant": party.email if party else ""}.get(notice.delivery)
    if not to or notice.document is None:
        return
    context = {
        "reference": case.reference,
        "address": case.address,
        "quantity": notice.quantity,
        "where": notice.where or ANYWHERE,
        "link": url_for(case.authority, "public", "documents:public_file", reference=case.reference, public_id=notice.document.public_id),
    }
    send_email(
        authority=case.authority, case=case, message="consultation.site_notice_to_display", to=to, context=context, by=MAKER, now=now
    )
