"""The pages of manual entry in their order, and what a draft still lacks."""

from dataclasses import dataclass
from typing import Any

from intake.manual import forms
from intake.manual.types import BREACH


@dataclass(frozen=True)
class Page:
    """One page: the key in `answers` and in its address, its title, its form; `wanted`: what follows later if it is left out."""

    key: str
    title: str
    form_class: type[Any]
    template: str
    wanted: str = ""


RECEIPT = Page("receipt", "The application", forms.ReceiptForm, "intake/manual/receipt.jinja")
REPORT = Page("receipt", "The report", forms.BreachForm, "intake/manual/receipt.jinja")
SITE = Page("site", "Site", forms.SiteForm, "intake/manual/site.jinja")
RED_LINE = Page("red_line", "Red line", forms.RedLineForm, "intake/manual/red_line.jinja", "the red line")
PEOPLE = Page("people", "Applicant and agent", forms.PeopleForm, "intake/manual/people.jinja")
REPORTER = Page("people", "Who reports it", forms.ReporterForm, "intake/manual/people.jinja")
DEVELOPMENT = Page("development", "Development", forms.DevelopmentForm, "intake/manual/development.jinja")
CERTIFICATE = Page("certificate", "Certificate", forms.CertificateForm, "intake/manual/certificate.jinja", "the ownership certificate")
FEE = Page("fee", "Fee", forms.FeeForm, "intake/manual/fee.jinja", "the fee")
FILES = Page("files", "Files", forms.FilesForm, "intake/manual/files.jinja", "files")

APPLICATION = (RECEIPT, SITE, RED_LINE, PEOPLE, DEVELOPMENT, CERTIFICATE, FEE, FILES)
ADVICE = (RECEIPT, SITE, RED_LINE, PEOPLE, DEVELOPMENT, FEE, FILES)
BREACH_REPORT = (REPORT, SITE, RED_LINE, REPORTER, FILES)


def pages_of(draft: Any) -> tuple[Page, ...]:
    """The pages that a draft of this type has."""
    code = draft.answers.get("type", "")
    if code == BREACH:
        return BREACH_REPORT
    return ADVICE if code.startswith("preApp") else APPLICATION


def page_of(draft: Any, key: str) -> Page | None:
    return next((page for page in pages_of(draft) if page.key == key), None)


def page_after(draft: Any, page: Page) -> Page | None:
    pages = pages_of(draft)
    following = pages[pages.index(page) + 1 :]
    return following[0] if following else None


def lacking(draft: Any) -> list[tuple[Page, str]]:
    """What no case can do without and is not there yet: the page, and what to do on it."""
    answers = draft.answers
    receipt, site, people = (answers.get(key, {}) for key in ("receipt", "site", "people"))
    needed = [
        (page_of(draft, "receipt"), receipt.get("received_on"), "Enter the day on which it was received"),
        (page_of(draft, "receipt"), receipt.get("description"), "Enter the description"),
        (SITE, site or answers.get("red_line"), "Enter the address of the site, or draw the red line"),
    ]
    if answers.get("type") != BREACH:
        needed.append((PEOPLE, people.get("last_name") or people.get("company"), "Enter the name of the applicant"))
    return [(page, words) for page, there, words in needed if page is not None and not there]


def to_follow(draft: Any, files: int) -> list[str]:
    """What may follow later and is not there: the case says so too."""
    answers = draft.answers
    there = {"files": files, "fee": answers.get("fee", {}).get("paid"), "certificate": answers.get("certificate", {}).get("certificate")}
    there["red_line"] = answers.get("red_line")
    return [page.wanted for page in pages_of(draft) if page.wanted and not there.get(page.key)]
