"""What each page of manual entry needs to be asked and to be saved. Most need nothing of their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.utils import timezone

from core.filters import money
from documents.tags import choices as tag_choices
from intake.boards import board_of
from intake.manual import selectors, services
from intake.manual.pages import CERTIFICATE, FEE, FILES, PEOPLE, RECEIPT, RED_LINE, REPORT, SITE, Page
from intake.manual.presenters import file_rows
from places.adapters import os_places


class PageQuestions:
    """One page: its form, how it is saved, and what its template needs."""

    def __init__(self, request: Any, draft: Any, page: Page) -> None:
        self.request, self.draft, self.page = request, draft, page

    def initial(self) -> dict[str, Any]:
        return dict(self.draft.answers.get(self.page.key, {}))

    def form(self, *data: Any) -> Any:
        return self.page.form_class(*data, initial=self.initial(), draft=self.draft, **self.arguments())

    def arguments(self) -> dict[str, Any]:
        return {}

    def context(self, form: Any) -> dict[str, Any]:
        return {}

    def save(self, form: Any, *, now: Any) -> bool:
        """Keep what was answered; whether the officer stays on the page."""
        services.save_page(
            draft=self.draft,
            page=self.page.key,
            answers=form.answers(),
            version=form.cleaned_data["version"],
            by=self.request.user,
            now=now,
        )
        return False


class Receipt(PageQuestions):
    def initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(), "how": "post", **super().initial()}


class Site(PageQuestions):
    """The address: looked up with ?q=, or the one that was chosen before."""

    def __init__(self, request: Any, draft: Any, page: Page) -> None:
        super().__init__(request, draft, page)
        self.looked_for = request.GET.get("q", "")[:200]
        self.found = selectors.addresses_like(draft.authority, self.looked_for)
        kept = super().initial()
        wanted = [request.POST.get("uprn", ""), kept.get("uprn", "") if not kept.get("typed") else ""]
        known = {address.uprn for address in self.found}
        for uprn in wanted:
            address = selectors.address_of(draft.authority, uprn)
            if address is not None and uprn not in known and (request.method == "POST" or not self.looked_for):
                self.found.insert(0, address)
                known.add(uprn)

    def initial(self) -> dict[str, Any]:
        kept = super().initial()
        if kept.get("typed"):
            return {**kept, "typed_uprn": kept.get("uprn", ""), "uprn": "typed"}
        if not kept and len(self.found) == 1:
            return {"uprn": self.found[0].uprn}
        return kept

    def arguments(self) -> dict[str, Any]:
        return {"found": self.found}

    def context(self, form: Any) -> dict[str, Any]:
        typed = form["uprn"].value() == "typed"
        return {
            "looked_for": self.looked_for,
            "found": self.found,
            "may_ask": os_places.is_for(self.draft.authority),
            "asks": bool(self.found or self.looked_for or typed or form.errors or "type" in self.request.GET),
            "at_most": selectors.FOUND_AT_MOST,
        }


class RedLine(PageQuestions):
    def initial(self) -> dict[str, Any]:
        return {"boundary": selectors.red_line_of(self.draft)}

    def arguments(self) -> dict[str, Any]:
        line = selectors.red_line_of(self.draft)
        place = selectors.point_of(self.draft) or (line.geometry if line else None)
        label = self.draft.answers.get("site", {}).get("address_lines") or "the site"
        return {"board": board_of(place, label)}

    def save(self, form: Any, *, now: Any) -> bool:
        line = form.cleaned_data["boundary"]
        for note in line.notes if line else ():
            messages.warning(self.request, note)
        return super().save(form, now=now)

    def context(self, form: Any) -> dict[str, Any]:
        return {"placed": selectors.point_of(self.draft) is not None}


class People(PageQuestions):
    """Who applies for works to a house mostly lives there."""

    def initial(self) -> dict[str, Any]:
        return super().initial() or {"same_as_site": "householder" in self.draft.answers["type"]}


class Certificate(PageQuestions):
    """Owners in rows: three, and three more when "Add owners" is pressed."""

    def initial(self) -> dict[str, Any]:
        kept = super().initial()
        for number, owner in enumerate(kept.pop("owners", [])):
            row = {
                f"owner_{number}": owner["name"],
                f"owner_address_{number}": owner.get("address"),
                f"owner_told_on_{number}": owner.get("told_on"),
            }
            kept |= row
        return kept

    def arguments(self) -> dict[str, Any]:
        owners = len(self.draft.answers.get("certificate", {}).get("owners", []))
        posted = sum(key.startswith("owner_address_") for key in self.request.POST)
        more = 3 if "more" in self.request.GET else 0
        return {"rows": min(max(owners + more, posted), 60)}

    def save(self, form: Any, *, now: Any) -> bool:
        super().save(form, now=now)
        return self.request.POST.get("action") == "more"


class Fee(PageQuestions):
    def initial(self) -> dict[str, Any]:
        received = self.draft.answers.get("receipt", {}).get("received_on")
        kept = super().initial()
        return {**kept, "paid_on": kept.get("paid_on") or received}

    def context(self, form: Any) -> dict[str, Any]:
        answer, why_not = selectors.fee_by_law(self.draft)
        if answer is not None:
            return {"due": money(answer.value), "because": answer.because, "why_not": ""}
        return {"due": "", "because": (), "why_not": why_not}


class Files(PageQuestions):
    """Files are kept as soon as they are chosen; what each is can be said at once or later."""

    def form(self, *data: Any) -> Any:
        return self.page.form_class(*data)

    def context(self, form: Any) -> dict[str, Any]:
        return {"files": file_rows(self.draft), "tags": [{"title": title, "tags": tags} for title, tags in tag_choices()]}

    def save(self, form: Any, *, now: Any) -> bool:
        by, uploads = self.request.user, form.cleaned_data["files"]
        services.tag_files(draft=self.draft, said=said_of_files(self.draft, self.request.POST), by=by, now=now)
        for why in services.add_files(draft=self.draft, files=uploads, by=by, now=now):
            messages.error(self.request, why)
        return bool(uploads)


def said_of_files(draft: Any, post: Any) -> dict[UUID, tuple[str, str]]:
    """Tag and number of each file on the page, as posted."""
    ids = [row.file.public_id for row in file_rows(draft)]
    return {one: (post.get(f"tag_{one}", ""), post.get(f"number_{one}", "").strip()) for one in ids if f"tag_{one}" in post}


OWN: dict[str, type[PageQuestions]] = {
    RECEIPT.key: Receipt,
    REPORT.key: Receipt,
    SITE.key: Site,
    RED_LINE.key: RedLine,
    PEOPLE.key: People,
    CERTIFICATE.key: Certificate,
    FEE.key: Fee,
    FILES.key: Files,
}


def questions_of(page: Page) -> type[PageQuestions]:
    return OWN.get(page.key, PageQuestions)
