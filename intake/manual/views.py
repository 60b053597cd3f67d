"""Manual entry: what has come in, a page for each part, check and create. Everything is saved page by page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import DomainError
from documents.uploads import MANY, takes_files
from intake.manual import selectors, services
from intake.manual.creating import create_case
from intake.manual.forms import TypeForm
from intake.manual.models import ManualDraft
from intake.manual.pages import lacking, page_after, page_of, pages_of, to_follow
from intake.manual.presenters import DraftRow, file_rows, sections_of, steps_of
from intake.manual.questions import PageQuestions, questions_of, said_of_files
from intake.manual.types import name_of


class Start(View):
    """What has come in: the type, which begins a draft or changes one's."""

    permission = Permission.REGISTER

    def get(self, request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
        draft = draft_to_edit(request, public_id) if public_id else None
        return self.page(request, TypeForm(authority=request.authority, initial=draft.answers if draft else {}), draft)

    def post(self, request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
        draft = draft_to_edit(request, public_id) if public_id else None
        form = TypeForm(request.POST, authority=request.authority)
        if not form.is_valid():
            return self.page(request, form, draft)
        chosen, now = form.cleaned_data["type"], timezone.now()
        if draft is None:
            draft = services.begin(authority=request.authority, type=chosen, by=request.user, now=now)
            return redirect("intake:manual_page", public_id=draft.public_id, page=pages_of(draft)[0].key)
        services.change_type(draft=draft, type=chosen, by=request.user, now=now)
        return redirect("intake:manual_check", public_id=draft.public_id)

    def page(self, request: HttpRequest, form: TypeForm, draft: ManualDraft | None) -> HttpResponse:
        return render(request, "intake/manual/type.jinja", {"form": form, "draft": draft}, status=422 if form.errors else 200)


@takes_files(MANY)
class Question(View):
    """One page of a draft. GET ?q= looks an address up."""

    permission = Permission.REGISTER

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.draft = draft_to_edit(request, kwargs["public_id"])
        found = page_of(self.draft, kwargs["page"])
        if found is None:
            raise Http404("There is no such page for this type.")
        self.asked: PageQuestions = questions_of(found)(request, self.draft, found)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.asked.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.asked.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        try:
            stays = self.asked.save(form, now=self.now)
        except DomainError as refusal:
            form.refuse(refusal)
            return self.page(form)
        return redirect("intake:manual_page", **kwargs) if stays else self.onwards()

    def onwards(self) -> HttpResponse:
        """The next page; the check, where that was the last or the officer came from there."""
        following = page_after(self.draft, self.asked.page)
        if following is None or self.request.POST.get("action") == "check":
            return redirect("intake:manual_check", public_id=self.draft.public_id)
        return redirect("intake:manual_page", public_id=self.draft.public_id, page=following.key)

    def page(self, form: Any) -> HttpResponse:
        context = {
            "form": form,
            "draft": self.draft,
            "page": self.asked.page,
            "steps": steps_of(self.draft, self.asked.page),
            "type_name": name_of(self.draft.answers["type"]),
            **self.asked.context(form),
        }
        return render(self.request, self.asked.page.template, context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.REGISTER)
def check(request: Any, public_id: UUID) -> HttpResponse:
    """Check the answers: each with a way back, and what is missing."""
    return _check_page(request, draft_to_edit(request, public_id))


def _check_page(request: Any, draft: ManualDraft, refused: str = "") -> HttpResponse:
    context = {
        "draft": draft,
        "row": DraftRow(draft),
        "sections": sections_of(draft),
        "lacking": [(page.key, words) for page, words in lacking(draft)],
        "red_line": selectors.red_line_of(draft),
        "files": file_rows(draft),
        "to_follow": to_follow(draft, draft.files.count()),
        "refused": refused,
    }
    return render(request, "intake/manual/check.jinja", context, status=422 if refused else 200)


@require_POST
@requires(Permission.REGISTER)
def create(request: Any, public_id: UUID) -> HttpResponse:
    """Make the case; where it was made already, lead there."""
    draft = _draft(request, public_id)
    try:
        version = request.POST.get("version", "")
        case = create_case(
            draft=draft, version=int(version[:9]) if version.isascii() and version.isdigit() else None, by=request.user, now=timezone.now()
        )
    except DomainError as refusal:
        return _check_page(request, _draft(request, public_id), refused=refusal.message)
    if draft.case_id is None:
        messages.success(request, f"Case {case.reference} has been created.")
    return redirect("casework:case", reference=case.reference)


@require_POST
@requires(Permission.REGISTER)
def remove_file(request: Any, public_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file off the draft; what was said of the others is kept."""
    draft, now = draft_to_edit(request, public_id), timezone.now()
    try:
        services.tag_files(draft=draft, said=said_of_files(draft, request.POST), by=request.user, now=now)
        if name := services.remove_file(draft=draft, public_id=file_id, by=request.user, now=now):
            messages.success(request, f"{name} has been removed.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("intake:manual_page", public_id=public_id, page="files")


class ThrowAway(View):
    """Delete a draft, once asked again."""

    permission = Permission.REGISTER

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return render(request, "intake/manual/throw_away.jinja", {"row": DraftRow(draft_to_edit(request, public_id))})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            services.throw_away(draft=draft_to_edit(request, public_id))
            messages.success(request, "The draft has been deleted.")
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("/queue/?show=drafts")


def _draft(request: Any, public_id: UUID) -> ManualDraft:
    try:
        return selectors.draft_of(request.authority, public_id)
    except ManualDraft.DoesNotExist:
        raise Http404("There is no such draft at this council. It may have been deleted.") from None


def draft_to_edit(request: Any, public_id: UUID) -> ManualDraft:
    """A draft that is no case yet; 404 for one that is (its case is found by search)."""
    draft = _draft(request, public_id)
    if draft.case is not None:
        raise Http404(f"This draft has become case {draft.case.reference}.")
    return draft
