"""Emails and Office files: kept as they came, shown as pages, their attachments documents of their own."""

from pathlib import Path
from typing import Any

import pytest

from applications.models import PlanningApplication
from documents import services, storage, taking_in
from documents.kinds import office_program
from documents.mail_reading import read, words_of_html
from documents.models import Document, DocumentPage
from tests.documents.conftest import pdf_words
from tests.documents.mails import a_docx, a_message, an_eml, an_ods, many_parts
from tests.documents.outlook import a_msg, an_inner
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf, a_picture

needs_office = pytest.mark.skipif(not office_program(), reason="LibreOffice is not installed here (scripts/packages.txt, [office]).")


@pytest.fixture
def case(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority).case


@pytest.fixture
def keep(case: Any, now: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Keep a file and let the workers do what they do."""
    officer = UserFactory.create()

    def keep(content: bytes, name: str) -> Document:
        with django_capture_on_commit_callbacks(execute=True):
            document = services.add_document(case=case, content=content, name=name, source="officer", by=officer, now=now)
        return Document.objects.get(pk=document.pk)

    return keep


def shown(document: Document) -> str:
    """The words of the PDF that was made of it."""
    with storage.open_rendition(document.current, storage.SHOWN) as file:
        return pdf_words(file.read())


class TestEmail:
    def test_is_kept_as_it_came_and_shown_as_text(self, keep: Any) -> None:
        content = an_eml(words="The roof will be of slate.", Subject="Roof of 12 Orchard Lane")
        email = keep(content, "roof.eml")
        words = shown(email)

        assert storage.read(email.current) == content
        assert (email.name, email.current.content_type, email.current.pages) == ("roof.eml", "message/rfc822", 1)
        assert "Ada Agent <ada@agent.example>" in words
        assert "Roof of 12 Orchard Lane" in words
        assert "The roof will be of slate." in words
        assert "slate" in DocumentPage.objects.get(version=email.current).text

    def test_its_attachments_become_documents_of_their_own(self, keep: Any, case: Any) -> None:
        email = keep(an_eml(("plan.pdf", a_pdf(2)), ("front.png", a_picture())), "plans.eml")
        plan, front = Document.objects.filter(attached_to=email).order_by("pk")

        assert (plan.name, plan.current.pages, plan.received_on, plan.source) == ("plan.pdf", 2, email.received_on, "officer")
        assert (front.name, front.visibility) == ("front.png", "private")
        assert "plan.pdf" in shown(email)

    def test_an_attachment_that_is_not_fit_is_named_with_the_reason_and_the_rest_is_kept(self, keep: Any, case: Any) -> None:
        email = keep(an_eml(("run.pdf", b"MZ\x90\x00" * 50), ("plan.pdf", a_pdf())), "plans.eml")

        assert [document.name for document in Document.objects.filter(attached_to=email)] == ["plan.pdf"]
        assert "run.pdf: not kept. “run.pdf” is not a PDF, PNG or JPEG file" in shown(email)

    def test_an_email_inside_is_taken_apart_and_one_inside_that_only_kept(self, keep: Any, case: Any) -> None:
        third = a_message(("deep.pdf", a_pdf(words="deep")), Subject="Third")
        second = a_message(("plan.pdf", a_pdf()), Subject="Second")
        second.add_attachment(third)
        first = a_message(Subject="First")
        first.add_attachment(second)
        keep(first.as_bytes(), "first.eml")

        assert sorted(Document.objects.filter(case=case).values_list("name", flat=True)) == [
            "Second.eml",
            "Third.eml",
            "first.eml",
            "plan.pdf",
        ]
        assert "deep.pdf" in shown(Document.objects.get(name="Third.eml"))

    def test_a_web_page_inside_is_read_and_never_shown(self, keep: Any) -> None:
        html = (
            "<html><head><style>p {}</style></head><body><p>Good <b>day</b></p><script>alert(1)</script><img src='http://x/'></body></html>"
        )
        words = shown(keep(an_eml(words="", html=html), "page.eml"))

        assert "Good day" in words
        assert "alert" not in words

    def test_done_twice_nothing_is_there_twice(self, keep: Any, case: Any, authority: Any) -> None:
        email = keep(an_eml(("plan.pdf", a_pdf())), "plans.eml")
        email.versions.update(previews_at=None)
        taking_in.take_in(authority.pk, email.current.pk)

        assert Document.objects.filter(attached_to=email).count() == 1

    def test_ten_thousand_parts_are_not_taken_out(self, keep: Any, case: Any) -> None:
        email = keep(many_parts(10_000), "many.eml")

        assert Document.objects.filter(case=case).count() == 1
        assert "not taken out" in shown(email)

    def test_a_web_page_with_the_ending_of_an_email_is_refused(self, keep: Any) -> None:
        from documents.checks import FileRefused

        with pytest.raises(FileRefused, match="is not a PDF, PNG or JPEG"):
            keep(b"<html><script>alert(1)</script>From: a\nDate: b</html>", "mail.eml")


def test_an_outlook_message_is_taken_apart(tmp_path: Path) -> None:
    """A file among its attachments, small or large, and another message, which is only named."""
    attached = [("plan.pdf", a_pdf()), ("survey.csv", b"x," * 9000), ("Earlier", an_inner("Earlier", "Hello"))]
    letter = tmp_path / "plans.msg"
    letter.write_bytes(a_msg("Plans\u202e", "", html="<p>See <b>attached</b></p><script>x</script>", attachments=attached))
    found = read(str(letter), "msg", str(tmp_path))

    assert found["head"] == [
        ["From", '"Ada Agent" <ada@agent.example>'],
        ["To", "Planning <planning@council.example>"],
        ["Date", "2 November 2026, 09:30"],
        ["Subject", "Plans"],
    ]
    assert (found["words"], found["left_out"]) == ("See attached", ["Earlier"])
    assert [(tmp_path / one["file"]).read_bytes() for one in found["attachments"]] == [a_pdf(), b"x," * 9000]


def test_an_outlook_message_is_kept_with_its_attachments_beside_it(keep: Any) -> None:
    message = keep(a_msg(attachments=[("A-101 plan.pdf", a_pdf()), ("note.txt", b"hello")]), "plans.msg")
    plan = Document.objects.get(attached_to=message)
    words = shown(message)

    assert message.current.content_type == "application/vnd.ms-outlook"
    assert (plan.name, storage.read(plan.current), plan.visibility) == ("A-101 plan.pdf", a_pdf(), "private")
    assert all(
        part in words
        for part in ("Ada Agent", "2 November 2026", "Please find the plans attached.", "A-101 plan.pdf", "note.txt: not kept")
    )


def test_half_an_outlook_message_is_damaged(tmp_path: Path) -> None:
    half = tmp_path / "half.msg"
    half.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    assert read(str(half), "msg", str(tmp_path))["fault"] == "damaged"


def test_words_of_a_web_page() -> None:
    assert words_of_html("<p>One<br>two</p><div>three &amp; four</div><script>x</script>") == "One\ntwo\n\nthree & four"


@needs_office
class TestOffice:
    def test_a_word_file_is_kept_and_shown_as_a_pdf(self, keep: Any) -> None:
        content = a_docx("The extension is 3.2 metres deep.")
        document = keep(content, "statement.docx")

        assert storage.read(document.current) == content
        assert (document.current.pages, document.current.preview_error) == (1, "")
        assert "3.2 metres deep" in shown(document)
        assert "metres" in DocumentPage.objects.get(version=document.current).text

    def test_a_spreadsheet_too(self, keep: Any) -> None:
        assert "Floor areas" in shown(keep(an_ods(), "areas.ods"))

    def test_nothing_inside_reaches_the_network(self, keep: Any) -> None:
        """A picture that is to be fetched from another computer: the file is refused before anything is opened."""
        from documents.checks import FileRefused
        from tests.documents.mails import relations

        with pytest.raises(FileRefused, match="fetches something from another computer"):
            keep(a_docx(**{"word___rels__document.xml.rels": relations("image", "http://127.0.0.1:1/a.png")}), "a.docx")

    def test_one_that_cannot_be_shown_is_kept_and_says_so(self, keep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        from documents.office import NotShown

        def fails(*_: Any) -> bytes:
            raise NotShown("time")

        monkeypatch.setattr("documents.taking_in.as_pdf", fails)
        document = keep(a_docx(), "statement.docx")

        assert "took too long" in document.current.preview_error


def test_without_libreoffice_the_answer_is_to_save_as_pdf(keep: Any, settings: Any) -> None:
    from documents.checks import FileRefused

    settings.LIBREOFFICE = ""
    with pytest.raises(FileRefused, match=r"is a Word file, which we cannot show here\. Save it as a PDF"):
        keep(a_docx(), "statement.docx")
    assert not PlanningApplication.objects.exclude(attention="").exists()
