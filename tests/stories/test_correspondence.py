"""What comes by phone, post and email, and what goes by post: an officer records it, support prints it."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.models import LetterRun
from core.tenancy import acting_for
from tests.documents.mails import an_eml
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.file_host import drawing
from tests.stories.actors import Officer
from tests.stories.town import Town


@pytest.mark.story
def test_somebody_without_email_is_answered_by_post(town: Town, visit: Any) -> None:
    begun = timezone.now() - timedelta(days=12)
    application = PlanningApplicationFactory.create(authority=town.council, officer=town.person("case_officer"), received_at=begun)
    case, reference = application.case, application.reference
    case.parties.all().delete()
    PartyFactory.create(
        case=case,
        role="applicant",
        first_name="Ada",
        last_name="Post",
        email="",
        address_lines="14 Long Row",
        town="Anytown",
        postcode="AN1 4AB",
    )
    asked = ValidationRequestFactory.create(
        case=case,
        sent=True,
        kind="other_change",
        created_by=town.person("case_officer"),
        reason="How wide is the gate?",
        payload={},
        sent_at=begun,
        due_on=timezone.localdate() + timedelta(days=9),
    )
    officer: Officer = visit(Officer, "case_officer")
    day = f"{timezone.localdate() - timedelta(days=1):%d %m %Y}"

    officer.opens(reference, "correspondence/")
    officer.presses("Record something that came in")
    officer.page_is_fine()
    officer.follows(f"Record the answer to request {asked.number}")
    officer.chooses("Phone call")
    officer.chooses("Ada Post", exact=False)
    officer.fills_date("When did it come?", day)
    officer.fills("What they said", "It is 2.4 metres wide.")
    officer.page_is_fine()
    officer.presses("Record the answer")
    officer.sees("Recorded as the answer to request")

    officer.presses("Record something that came in")
    officer.chooses("Email")
    officer.chooses("A neighbour")
    officer.fills("Their name", "Nia Neighbour")
    officer.fills_date("When did it come?", day)
    officer.fills("What is it about, in one line?", "Bats in the roof")
    mail = {"name": "bats.eml", "mimeType": "message/rfc822", "buffer": an_eml(("roof.png", drawing("Roof", "PNG")))}
    officer.page.get_by_label("The letter or email itself").set_input_files(mail)
    officer.presses("Record it")
    officer.sees("It is kept with the case’s correspondence")
    officer.follows("Open it")
    officer.sees("roof.png")
    officer.page_is_fine()

    officer.opens(reference, "correspondence/write/?template=site-visit")
    officer.chooses("Letter, in the next print run")
    text = officer.page.get_by_label("Message", exact=True)
    text.fill(text.input_value().replace("[day]", "Tuesday").replace("[time]", "10am"))
    officer.page_is_fine()
    officer.presses("Look at it before it goes")
    officer.sees("Dear Ada Post,")
    officer.page_is_fine()
    officer.presses("Put it into the next print run")
    officer.sees("waits to be printed")

    prints_and_posts(visit(Officer, "support"))
    officer.opens(reference, "correspondence/")
    officer.sees("It did not arrive: post it again")
    officer.page_is_fine()
    with acting_for(town.council):
        asked.refresh_from_db()
        assert timezone.localdate(asked.answered_at) == timezone.localdate() - timedelta(days=1)
        assert set(case.messages.filter(channel="letter").values_list("state", flat=True)) == {"sending"}


def prints_and_posts(support: Officer) -> None:
    support.page.goto(f"{support.town.officers}/print/")
    support.sees("14 Long Row")
    support.page_is_fine()
    support.presses("Print 2 letters")
    support.sees("Open the PDF for the printer")
    support.page_is_fine()
    with acting_for(support.town.council), default_storage.open(LetterRun.objects.get().key) as file:
        content = file.read()
    with pypdfium2.PdfDocument(content) as pdf:
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
        assert len(pdf) == 4 and "AN1 4AB" in words and "It reached us by phone" in words
    support.presses("Record the posting")
    support.sees("Posting recorded: 2 letters")
