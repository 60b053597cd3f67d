"""Letters, site notices and decision notices: what they say, and that everybody can read them."""

import io
import logging
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pikepdf
import pytest

from documents import pdf
from documents.letterhead import Letterhead, window_lines
from documents.qr import qr_code
from tests.documents import papers
from tests.documents.conftest import pdf_words

LETTER = "print/neighbour_letter.jinja"
SITE_NOTICE = "print/site_notice.jinja"
DECISION = "print/decision_notice.jinja"
EMAIL = {
    "heading": "Drawings for the rear extension",
    "reference": papers.REFERENCE,
    "attachments": ["plan.pdf, 12 kB, kept as a document of its own"],
    "found": {
        "head": [("From", "agent@example.org"), ("Sent", "23 November 2026")],
        "words": "Dear officer,\n\nhere they are.",
        "cut": True,
    },
}
MESSAGE = {
    "letterhead": papers.LETTERHEAD,
    "lines": ["Ada Applicant", "14 Orchard Lane", "Marlbury", "MB3 7TT"],
    "date": date(2026, 11, 24),
    "reference": papers.REFERENCE,
    "heading": "Your application is not valid yet",
    "paragraphs": ["We need the following from you.", "1. A site plan\nThe one you sent shows no scale."],
    "qr": qr_code("https://planning.example/my/one-time/"),
    "enclosed": ["Site plan.pdf"],
}


@pytest.fixture(autouse=True)
def no_complaints(caplog: pytest.LogCaptureFixture) -> Any:
    """WeasyPrint logs what it cannot draw (a missing picture, a style it does not know): for us that is a failure."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


def words_of(template: str, context: dict[str, Any]) -> str:
    return pdf_words(pdf.render(template, context, title="A paper"))


@pytest.mark.slow
def test_every_paper_and_a_print_run_of_them_passes_pdf_ua(pdf_ua_faults: Callable[..., list[str]]) -> None:
    made = {
        "letter": pdf.render(LETTER, papers.NEIGHBOUR_LETTER, title="Letter"),
        "class-a": pdf.render(LETTER, papers.CLASS_A_LETTER, title="Letter about a larger extension"),
        "site-notice": pdf.render(SITE_NOTICE, papers.SITE_NOTICE, title="Site notice"),
        "email": pdf.render("print/email.jinja", EMAIL, title="An email"),
        "message": pdf.render("print/letter.jinja", MESSAGE, title="A message by post"),
        "draft": pdf.render(DECISION, papers.decision("granted", draft=True, decided_on=None), title="Draft"),
    }
    made |= {outcome: pdf.render(DECISION, papers.decision(outcome), title=outcome) for outcome in papers.DECISIONS}
    made["merged"] = pdf.merge(list(made.values()), title="Print run 7")

    assert pdf_ua_faults(made) == []


def test_no_paper_is_left_out_of_that() -> None:
    """A template that is a paper of its own stands among those that veraPDF looks at, and no stage makes a PDF in another way."""
    root = Path(__file__).parents[2]
    papers_of_their_own = {
        f"print/{path.name}" for path in (root / "templates/print").glob("*.jinja") if 'extends "print/page.jinja"' in path.read_text()
    }
    assert papers_of_their_own == {LETTER, SITE_NOTICE, DECISION, "print/email.jinja", "print/letter.jinja"}
    assert {outcome.name for outcome in (root / "templates/print").glob("*.css")} == {"print.css"}

    apps = [path.parent for path in root.glob("*/__init__.py") if path.parent.name != "tests"]
    makers = {path.relative_to(root).as_posix() for app in apps for path in app.rglob("*.py") if "weasyprint import" in path.read_text()}
    assert makers == {"documents/pdf.py"}


def test_a_letter_says_what_where_by_when_and_how() -> None:
    words = words_of(LETTER, papers.NEIGHBOUR_LETTER)

    for expected in [
        "The Occupier 14 Orchard Lane Marlbury MB3 7TT",
        "Town and Country Planning Act 1990",
        "Comment by 14 December 2026",
        papers.SITE,
        "timber garage",
        "26-00417-HAPP",
        "01632 960 120",
        "Imogen Achebe",
        "noise, traffic, parking and access",
        "We cannot take into account",
        "We publish comments on our website",
        "Page 1 of 2",
        "Page 2 of 2",
    ]:
        assert expected in words
    assert "https://planning.marlbury.example/applications/26-00417-HAPP/comment/" in words.replace("/ comment", "/comment")
    assert "rear wall" not in words


def test_a_class_a_letter_states_the_measures_the_dates_and_that_only_amenity_counts() -> None:
    words = words_of(LETTER, papers.CLASS_A_LETTER)

    for expected in [
        "Reply by 14 December 2026",
        "Beyond the rear wall 5.5 metres",
        "Greatest height 3.9 metres",
        "Height at the eaves 3 metres",
        "Received by us on 20 November 2026",
        "42 days end on 1 January 2027",
        "Amenity is the only thing we may weigh",
    ]:
        assert expected in words


@pytest.mark.parametrize("figure", ["projection", "max_height", "eaves_height", "received_on", "ends_on", "period"])
def test_a_class_a_letter_without_one_of_its_figures_is_not_made(figure: str) -> None:
    known = {name: value for name, value in papers.CLASS_A_LETTER["prior_approval"].items() if name != figure}

    with pytest.raises(jinja2.UndefinedError, match=figure):
        pdf.render(LETTER, papers.CLASS_A_LETTER | {"prior_approval": known}, title="Letter")


def test_a_letter_sent_again_says_why() -> None:
    words = words_of(LETTER, papers.NEIGHBOUR_LETTER | {"changed_because": "The garage has been moved."})

    assert "We are writing again because: The garage has been moved." in words


@pytest.mark.parametrize(("envelope", "top"), [("", 54.5), ("notify", 40.0)])
def test_the_address_stands_in_the_window_of_the_envelope(envelope: str, top: float) -> None:
    """Measured in the PDF itself, with the longest address that we print."""
    import pypdfium2

    lines = window_lines(
        "The Occupier", "Flat 21, Block C, The Old Maltings, 114 Very Long Harbour Street, Upper Marlbury, Marlbury, MB3 7TT"
    )
    content = pdf.render(LETTER, papers.NEIGHBOUR_LETTER | {"lines": lines, "envelope": envelope}, title="Letter")
    page = pypdfium2.PdfDocument(content)[0]
    text = page.get_textpage()
    start = text.get_text_range().index("The Occupier")
    end = text.get_text_range().index("MB3 7TT", start) + len("MB3 7TT")
    boxes = [text.get_charbox(index) for index in range(start, end) if text.get_text_range(index, 1).strip()]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    first, last = max(box[3] for box in boxes), min(box[1] for box in boxes)
    millimetre = 72 / 25.4

    assert len(lines) == 6
    assert 24 <= left / millimetre <= right / millimetre <= 101
    assert top <= (page.get_height() - first) / millimetre < (page.get_height() - last) / millimetre <= top + 27


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("1 High Street, Anytown, AN1 1AA", ["The Occupier", "1 High Street", "Anytown", "AN1 1AA"]),
        (["Flat 1", "2 Mill Road", "", "Anytown", "AN1 1AA"], ["The Occupier", "Flat 1", "2 Mill Road", "Anytown", "AN1 1AA"]),
        ("A, B, C, D, E, F, AN1 1AA", ["The Occupier", "A, B", "C, D", "E", "F", "AN1 1AA"]),
    ],
)
def test_addresses_fit_six_lines_and_keep_the_postcode_alone(address: Any, lines: list[str]) -> None:
    assert window_lines("The Occupier", address) == lines


def test_a_site_notice_says_where_what_and_by_when_on_one_page() -> None:
    content = pdf.render(SITE_NOTICE, papers.SITE_NOTICE, title="Site notice")
    words = pdf_words(content)

    assert pdf.page_count(content) == 1
    for expected in [
        "Planning application",
        "Comment by 14 December 2026",
        papers.SITE,
        "timber garage",
        "26-00417-HAPP",
        "Put up on (date)",
    ]:
        assert expected in words


def test_a_long_site_notice_stays_on_one_page() -> None:
    context = papers.SITE_NOTICE | {"proposal": papers.PROPOSAL * 7, "site_address": papers.SITE * 4, "posted_on": date(2026, 11, 23)}
    content = pdf.render(SITE_NOTICE, context, title="Site notice")

    assert pdf.page_count(content) == 1
    assert "Put up on 23 November 2026" in pdf_words(content)


def test_a_site_notice_is_read_from_two_metres() -> None:
    """Heading 28 pt, date 20 pt bold."""
    import pypdfium2

    text = pypdfium2.PdfDocument(pdf.render(SITE_NOTICE, papers.SITE_NOTICE, title="Site notice"))[0].get_textpage()
    whole = text.get_text_range()

    def height(words: str) -> float:
        box = text.get_charbox(whole.index(words), loose=True)
        return box[3] - box[1]

    assert height("Planning application") == pytest.approx(28 * 1.117, abs=1.2)
    assert height("Comment by") == pytest.approx(20 * 1.117, abs=1)


DECISION_WORDS = {
    "granted": [
        "grants planning permission",
        "subject to the conditions below",
        "3. Tree protection",
        "Why this must be settled before work starts",
    ],
    "refused": ["refuses planning permission", "Reason 1", "Reason 2", "Policies: Marlbury Local Plan 2031: DM7; DM9"],
    "split": ["grants planning permission for one part", "The replacement of the garage.", "Reasons for refusal", "1. Time limit"],
    "lawful": [
        "certifies that on 2 October 2026",
        "would have been lawful within the meaning of section 192",
        "First Schedule",
        "Second Schedule",
    ],
    "not_lawful": ["refuses a certificate", "would pass the limit", "First Schedule"],
    "pa_not_required": ["Prior approval is not required for the larger rear extension", "Terms set by the Order"],
    "pa_granted": ["Prior approval is required for", "gives it", "amenity of adjoining properties"],
    "pa_refused": ["Prior approval is required for", "refuses it", "Reason for refusal"],
    "not_permitted_development": ["is not permitted development", "Planning permission is needed"],
}


@pytest.mark.parametrize("outcome", papers.DECISIONS)
def test_a_decision_notice_says_its_own_outcome(outcome: str) -> None:
    context = papers.decision(outcome)
    words = words_of(DECISION, context)

    assert context["heading"] in words
    for expected in [
        *DECISION_WORDS[outcome],
        context["reference"],
        "Received 2 October 2026",
        "QL-103 C Proposed elevations 2 November 2026",
    ]:
        assert expected in words
    assert "Dr Ruth Fennimore Head of Planning For Marlbury Borough Council 23 November 2026" in words
    assert ("Your right to appeal" in words) is bool(context["appeal_notes"])
    assert "Draft" not in words


@pytest.mark.parametrize(("outcome", "numbered"), [("refused", True), ("split", True), ("lawful", False), ("pa_not_required", False)])
def test_only_the_reasons_of_a_refusal_are_numbered(outcome: str, numbered: bool) -> None:
    reasons = [{"text": "The first.", "policies": []}, {"text": "The second.", "policies": []}]
    words = words_of(DECISION, papers.decision(outcome, reasons=reasons))

    assert "The second." in words
    assert ("Reason 2" in words) is numbered


@pytest.mark.parametrize("lines", range(0, 36, 3))
def test_a_signature_never_stands_alone_on_a_page(lines: int) -> None:
    """Whatever the length of the notice, something that is decided stands on the page that is signed."""
    statements = [{"heading": "Statement", "paragraphs": ["Words of the statement."] * lines}]
    content = pdf.render(DECISION, papers.decision("granted", statements=statements, appeal_notes=[], proactive=""))
    pages = [
        page for page in subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True).stdout.decode().split("\f") if page
    ]
    signed = next(page for page in pages if "For Marlbury Borough Council" in page)

    assert not signed.strip().startswith("Dr Ruth Fennimore")


@pytest.mark.parametrize("outcome", ["refused", "not_lawful", "pa_refused", "not_permitted_development"])
def test_a_refusal_prints_no_conditions(outcome: str) -> None:
    conditions = papers.decision("granted")["conditions"]

    assert "Tree protection" not in words_of(DECISION, papers.decision(outcome, conditions=conditions))


def test_a_draft_says_so_in_words_on_its_first_page() -> None:
    words = words_of(DECISION, papers.decision("granted", draft=True, decided_on=None))

    assert "Draft. This is not a decision and has not been issued." in words
    assert "Date of decision Not decided yet" in words


def test_an_unknown_outcome_has_no_notice() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        pdf.render(DECISION, papers.decision("granted") | {"outcome": "perhaps"}, title="Notice")


def test_what_people_type_is_text_and_nothing_is_fetched() -> None:
    nasty = '<img src="file:///etc/passwd"><script>alert(1)</script> & <b>bold</b>'
    words = words_of(SITE_NOTICE, papers.SITE_NOTICE | {"proposal": nasty})

    assert '<img src="file:///etc/passwd"><script>alert(1)</script> & <b>bold</b>' in words


def test_a_paper_takes_its_letterhead_from_the_council() -> None:
    class Council:
        council_name = "Wrexley District Council"
        postal_address = "The Moot Hall\r\n\n Wrexley \nWX1 1AA"
        email, phone, public_host = "planning@wrexley.example", "01632 960 900", "planning.wrexley.example"

    context = {name: value for name, value in papers.SITE_NOTICE.items() if name != "letterhead"}

    assert Letterhead.of(Council()).address == ("The Moot Hall", "Wrexley", "WX1 1AA")
    assert "Wrexley District Council, The Moot Hall, Wrexley, WX1 1AA" in pdf_words(pdf.render(SITE_NOTICE, context, authority=Council()))


def test_a_print_run_keeps_order_and_gives_each_letter_its_own_sheet() -> None:
    notice = pdf.render(SITE_NOTICE, papers.SITE_NOTICE, title="One page")
    letter = pdf.render(LETTER, papers.NEIGHBOUR_LETTER, title="Two pages")
    merged = pdf.merge([notice, letter, notice], title="Print run 7")

    assert pdf.page_count(merged) == 1 + 1 + 2 + 1 + 1
    assert pdf.page_count(pdf.merge([notice, letter, notice], duplex=False)) == 4
    with pikepdf.open(io.BytesIO(merged)) as run:
        assert run.open_metadata()["dc:title"] == "Print run 7"
        assert run.Root.StructTreeRoot.K[0].S == "/Document"
        assert [str(part.S) for part in run.Root.StructTreeRoot.K[0].K] == ["/Part"] * 3


def test_an_untagged_file_in_a_print_run_is_kept_but_nothing_is_claimed() -> None:
    plain = pikepdf.new()
    plain.add_blank_page()
    buffer = io.BytesIO()
    plain.save(buffer)
    merged = pdf.merge([buffer.getvalue(), pdf.render(SITE_NOTICE, papers.SITE_NOTICE, title="Notice")], duplex=False)

    with pikepdf.open(io.BytesIO(merged)) as run:
        assert len(run.pages) == 2
        assert "/MarkInfo" not in run.Root


def test_an_empty_print_run_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to merge"):
        pdf.merge([])


def test_a_qr_code_has_words_for_those_who_cannot_see_it() -> None:
    code = qr_code("https://planning.marlbury.example/applications/26-00417-HAPP/")

    assert code.alt == "QR code that opens https://planning.marlbury.example/applications/26-00417-HAPP/"
    assert code.src.startswith("data:image/svg+xml")
