"""The print room: letters are gathered, made, posted; none is lost, none printed twice unknowingly."""

import io
from datetime import date, timedelta

import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import hash_token
from applications.models import AccessLink
from applications.services import make_access_link
from audit.models import AuditEvent
from casework.jobs import sweep_letter_runs
from casework.letter import letter_pdf
from casework.letter_tasks import make_letter_run
from casework.models import LetterInRun, LetterRun
from casework.selectors.letters import waiting_letters
from casework.services import NothingToPrint, ask_for_letter_run, record_posting, write_instead
from core.errors import DomainError
from notifications.models import Message
from notifications.rendering import HIDDEN
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.notifications import MessageFactory

LINK = "https://planning.example/my/abc/"


@pytest.fixture
def case(authority):
    return PlanningApplicationFactory(authority=authority).case


@pytest.fixture
def letter(case):
    return MessageFactory(
        authority=case.authority,
        case=case,
        letter=True,
        to_name="Perry Person",
        subject="A link to your application",
        body=f"Dear Perry Person,\n\nSee it here:\n\n{LINK}\n",
        shown_body=f"Dear Perry Person,\n\nSee it here:\n\n{HIDDEN}\n",
        link=LINK,
    )


@pytest.fixture
def olu(db):
    return UserFactory(name="Olu Officer")


def made_run(authority, by, now, callbacks):
    with callbacks(execute=True):
        run = ask_for_letter_run(authority=authority, by=by, now=now)
    run.refresh_from_db()
    return run


def pdf_of(run):
    with default_storage.open(run.key) as file:
        return file.read()


def words_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_run_is_one_pdf_in_which_each_letter_begins_a_sheet(authority, letter, case, olu, now, django_capture_on_commit_callbacks):
    MessageFactory(authority=authority, case=case, letter=True, to_name="Second Person")
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    assert (run.state, run.pages) == ("made", 4)
    words = words_of(pdf_of(run))
    assert "Perry Person" in words and "Second Person" in words and case.reference in words and LINK in words.replace(" ", "")
    assert not any(default_storage.exists(key) for key in run.letters.values_list("key", flat=True))


def test_a_letter_is_in_one_run_only(authority, letter, olu, now, django_capture_on_commit_callbacks):
    made_run(authority, olu, now, django_capture_on_commit_callbacks)
    assert not waiting_letters(authority).exists()
    with pytest.raises(NothingToPrint):
        ask_for_letter_run(authority=authority, by=olu, now=now)


def test_making_again_makes_nothing_twice(authority, letter, olu, now, django_capture_on_commit_callbacks):
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    before = pdf_of(run)
    make_letter_run(authority.pk, run.pk)
    assert pdf_of(run) == before


def test_a_run_whose_worker_died_is_taken_up_again(authority, letter, olu):
    run = ask_for_letter_run(authority=authority, by=olu, now=timezone.now() - timedelta(hours=1))
    assert sweep_letter_runs() == 1
    run.refresh_from_db()
    assert run.state == LetterRun.State.MADE


def test_a_letter_that_cannot_be_made_keeps_no_other_back_and_waits(authority, letter, case, olu, now, django_capture_on_commit_callbacks):
    bad = MessageFactory(authority=authority, case=case, letter=True, enclosures=[999999999])
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    assert run.pages == 2
    assert "not in the case" in bad.runs.get().taken_out_because
    assert [message.pk for message in waiting_letters(authority)] == [bad.pk]


def test_a_letter_that_fails_for_no_known_reason_is_tried_and_then_left_out(authority, letter, case, olu, now, monkeypatch):
    bad = MessageFactory(authority=authority, case=case, letter=True, to_name="Bad Luck")

    def fails(message):
        if message.to_name == "Bad Luck":
            raise RuntimeError("The renderer fell over")
        return letter_pdf(message)

    monkeypatch.setattr("casework.letter_tasks.letter_pdf", fails)
    run = ask_for_letter_run(authority=authority, by=olu, now=now)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            make_letter_run(authority.pk, run.pk)
    assert bad.runs.get().taken_out_at is None, "the store may only be away"
    make_letter_run(authority.pk, run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.pages) == (LetterRun.State.MADE, 0, 2)
    assert "could not be made" in bad.runs.get().taken_out_because
    assert [message.pk for message in waiting_letters(authority)] == [bad.pk]


def test_an_enclosure_is_printed_behind_its_letter(authority, case, olu, now, django_capture_on_commit_callbacks):
    notice = DocumentFactory(case=case, name="decision-notice.pdf")
    letter = MessageFactory(authority=authority, case=case, letter=True, enclosures=[notice.pk])
    content = letter_pdf(letter)
    assert "Enclosed: decision-notice.pdf" in words_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) >= 3


def test_posting_forgets_the_links_and_the_pdf(authority, letter, olu, now, django_capture_on_commit_callbacks):
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    key = run.key
    with django_capture_on_commit_callbacks(execute=True):
        assert record_posting(run=run, posted_on=date(2026, 11, 24), by=olu, now=now) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.provider, letter.link) == ("sending", "post", "") and LINK not in letter.body
    assert not default_storage.exists(key)
    event = AuditEvent.objects.get(case=letter.case, type="letter_posted")
    assert (event.actor_name, event.data["to"], event.data["posted_on"]) == ("Olu Officer", "Perry Person", "2026-11-24")


def test_a_letter_that_did_not_print_waits_for_the_next_run(authority, letter, case, olu, now, django_capture_on_commit_callbacks):
    MessageFactory(authority=authority, case=case, letter=True)
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    place = letter.runs.get().position
    assert record_posting(run=run, posted_on=date(2026, 11, 24), spoilt=[place], by=olu, now=now) == 1
    letter.refresh_from_db()
    assert letter.state == Message.State.WAITING and LINK in letter.body
    assert [message.pk for message in waiting_letters(authority)] == [letter.pk]
    ask_for_letter_run(authority=authority, by=olu, now=now)
    assert LetterInRun.objects.filter(message=letter).count() == 2


@pytest.mark.parametrize(
    ("posted_on", "words"),
    [(date(2026, 11, 25), "today or in the past"), (date(2026, 11, 23), "before they were made")],
    ids=["in the future", "before it was made"],
)
def test_posting_on_an_impossible_day_is_refused(authority, letter, olu, now, django_capture_on_commit_callbacks, posted_on, words):
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    with pytest.raises(DomainError, match=words):
        record_posting(run=run, posted_on=posted_on, by=olu, now=now)


def test_posting_is_recorded_once(authority, letter, olu, now, django_capture_on_commit_callbacks):
    run = made_run(authority, olu, now, django_capture_on_commit_callbacks)
    record_posting(run=run, posted_on=date(2026, 11, 24), by=olu, now=now)
    with pytest.raises(DomainError, match="already recorded"):
        record_posting(run=run, posted_on=date(2026, 11, 24), by=olu, now=now)


def test_a_run_that_is_being_made_is_not_posted(authority, letter, olu, now):
    run = ask_for_letter_run(authority=authority, by=olu, now=now)
    with pytest.raises(DomainError, match="still being made"):
        record_posting(run=run, posted_on=date(2026, 11, 24), by=olu, now=now)


def bounced(case, **values):
    party = case.parties.get(role="applicant")
    party.address_lines, party.town, party.postcode = "1 Fir Road", "Croydon", "CR0 1AA"
    party.save()
    words = f"Dear {party.name},\n\nSee it here:\n\n{HIDDEN}\n"
    given = {"template": "validation.link", "to": party.email, "to_name": party.name, "body": words, "shown_body": words, "state": "failed"}
    return MessageFactory(authority=case.authority, case=case, **given | values)


def test_an_email_that_bounced_is_written_as_a_letter_with_a_new_link(case, olu, now):
    letter = write_instead(message=bounced(case), by=olu, now=now)
    assert (letter.channel, letter.state) == ("letter", "waiting") and letter.address.endswith("CR0 1AA")
    assert "We sent you this by email on 24 November 2026, but it did not reach you." in letter.body
    token = letter.link.rstrip("/").rpartition("/")[2]
    assert letter.link in letter.body and letter.link not in letter.shown_body
    assert AccessLink.objects.get(token_hash=hash_token(token)).party == case.parties.get(role="applicant")


def test_the_link_in_what_did_not_arrive_opens_nothing_any_more(case, olu, now):
    message, party = bounced(case, created_at=now - timedelta(days=1)), case.parties.get(role="applicant")

    def link(when):
        return make_access_link(case=case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=when)[0]

    old, newer = link(now - timedelta(days=1)), link(now - timedelta(hours=1))
    write_instead(message=message, by=olu, now=now)
    old.refresh_from_db()
    newer.refresh_from_db()
    assert old.revoked_at == now and newer.revoked_at is None, "of a letter that was written since, the link stays good"


def test_it_is_written_once(case, olu, now):
    message = bounced(case)
    write_instead(message=message, by=olu, now=now)
    with pytest.raises(DomainError, match="in its place already"):
        write_instead(message=message, by=olu, now=now)


def test_a_code_cannot_be_made_anew(case, olu, now):
    with pytest.raises(DomainError, match="forgotten"):
        write_instead(message=bounced(case, template="accounts.sign_in_code"), by=olu, now=now)


def test_an_email_that_arrived_is_not_written_again(case, olu, now):
    with pytest.raises(DomainError, match="did not arrive"):
        write_instead(message=bounced(case, state="delivered"), by=olu, now=now)


def test_without_a_postal_address_the_officer_is_told_so(case, olu, now):
    message = bounced(case)
    case.parties.update(address_lines="")
    with pytest.raises(DomainError, match="no postal address"):
        write_instead(message=message, by=olu, now=now)


def test_the_room_and_the_run_on_the_pages(authority, letter, officer_client, django_capture_on_commit_callbacks):
    client, _ = officer_client(authority, roles=["support"])
    assert "Print 1 letter" in client.get("/print/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        place = client.post("/print/letters/").headers["Location"]
    page = client.get(place).content.decode()
    assert "Open the PDF for the printer" in page and LINK not in page
    assert client.get(f"{place}progress/").status_code == 200
    pdf = client.get(f"{place}letters.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf["Cache-Control"] == "private, no-store"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    listed = b"".join(client.get(f"{place}letters.csv").streaming_content).decode()
    assert "Perry Person" in listed and LINK not in listed
    assert client.post(place, {"posted_on": "2099-01-01"}).status_code == 422
    assert client.post(place, {"posted_on": timezone.localdate().isoformat()}).status_code == 302
    assert client.get(f"{place}letters.pdf").status_code == 404
    assert "Posted on" in client.get(place).content.decode()


def test_a_second_press_finds_nothing_to_print(authority, letter, officer_client):
    client, _ = officer_client(authority, roles=["support"])
    client.post("/print/letters/")
    assert client.post("/print/letters/").headers["Location"] == "/print/"
    assert LetterRun.objects.count() == 1


def test_another_councils_run_is_not_found(authority, officer_client):
    from core.tenancy import acting_for
    from tests.factories.casework import LetterRunFactory

    other = LocalAuthorityFactory.create()
    with acting_for(other):
        run = LetterRunFactory(authority=other)
    client, _ = officer_client(authority, roles=["support"])
    for path in ("", "progress/", "letters.pdf", "letters.csv"):
        assert client.get(f"/print/letters/{run.public_id}/{path}").status_code == 404


def test_a_letter_is_read_as_it_looks_on_paper_but_for_its_link(authority, letter, officer_client):
    client, _ = officer_client(authority)
    path = f"/cases/{letter.case.reference}/letters/{letter.public_id}/"
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf" and "abc" not in words_of(answer.content)
    email = MessageFactory(authority=authority, case=letter.case)
    assert client.get(path.replace(str(letter.public_id), str(email.public_id))).status_code == 404


def test_a_letter_is_written_instead_from_the_page(case, officer_client):
    client, _ = officer_client(case.authority, roles=["support"])
    message = bounced(case)
    client.post(f"/cases/{case.reference}/messages/{message.public_id}/by-letter/")
    assert Message.objects.get(instead_of=message).channel == "letter"
