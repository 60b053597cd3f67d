"""One effect each: the letters of validation as papers of the case. Safe to run again: what is made is not made twice."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock
from applications.models import PlanningApplication
from audit.actors import System
from core.tasks import bops_task
from documents import pdf
from documents.letterhead import Letterhead, window_lines
from documents.models import Document
from documents.services import store_made_pdf
from notifications.models import Message

MAKER = System("BOPS")
TAG = "internal.validationLetter"


@bops_task
def keep_letter(authority_id: int, application_id: int, key: str, name: str) -> None:
    """Keep the newest message of a kind as a PDF of the case, once: what the people of the case were told, without the links in it."""
    with transaction.atomic():
        application = lock(PlanningApplication(pk=application_id))
        message = Message.objects.filter(case_id=application_id, template=key).order_by("-pk").first()
        if message is None:
            return
        file_name = f"{name}-{timezone.localdate(message.created_at):%Y-%m-%d}-{message.pk}.pdf"
        if Document.objects.filter(case_id=application_id, source=Document.Source.MADE, name=file_name).exists():
            return
        content = pdf.render("print/letter.jinja", letter_of(application, message), title=message.subject)
        store_made_pdf(
            case=application.case, content=content, name=file_name, tags=[TAG], visibility="private", by=MAKER, now=timezone.now()
        )


def letter_of(application: PlanningApplication, message: Message) -> dict[str, Any]:
    """A message as print/letter.jinja takes it."""
    case = application.case
    address = message.address.splitlines() or [message.to]
    return {
        "letterhead": Letterhead.of(case.authority),
        "lines": window_lines(message.to_name or "The applicant", address),
        "date": timezone.localdate(message.created_at),
        "reference": case.reference,
        "heading": message.subject,
        "paragraphs": [paragraph for paragraph in message.shown_body.split("\n\n") if paragraph.strip()],
        "qr": None,
        "enclosed": [],
    }
