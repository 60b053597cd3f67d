"""Undo or correct: what a team leader may take back, each with its effect shown first."""

import hashlib
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from applications.corrections import standing
from applications.models import DateCorrection
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from casework import guards, services
from casework.forms_undo import DayForm, ReasonForm, TypeForm, WithdrawalForm
from casework.presenters.undoing import effects_of_day, effects_of_reopening, effects_of_type, effects_of_unvalidating, offers_of
from casework.selectors.retyping import types_for
from casework.selectors.withdrawals import asked_withdrawal, withdrawals_of
from core.errors import DomainError

What = DateCorrection.What
NAMES = {"received": What.RECEIVED, "valid-from": What.VALID_FROM}


@require_safe
@requires(Permission.UNDO)
def undo(request: Any, reference: str) -> HttpResponse:
    """All that can be undone or corrected on a case, and what each would change."""
    application = get_application(request, reference)
    context = {
        "case": CaseHeader.of(application),
        "application": application,
        "offers": offers_of(application),
        "corrections": [(slug, row) for slug, what in NAMES.items() if (row := standing(application.case, what))],
    }
    return render(request, "casework/undo.jinja", context)


class Undoing(CaseTaskView):
    """One thing to undo. Set `title`, `button`; write `blocks()` and `effects()`."""

    permission = Permission.UNDO
    form_class = ReasonForm
    template_name = "casework/undo_one.jinja"
    title: ClassVar[str]
    button: ClassVar[str]

    def blocks(self) -> list[Any]:
        raise NotImplementedError

    def effects(self) -> Any:
        raise NotImplementedError

    def can_edit(self) -> bool:
        return not self.blocks()

    def context(self) -> dict[str, Any]:
        blocks = self.blocks()
        return {"title": self.title, "button": self.button, "blocks": blocks, "effects": None if blocks else self.effects()}

    def lookup(self) -> Any:
        return {"application": self.application, "by": self.request.user, "now": self.now}


class UndoValidation(Undoing):
    """The application was not valid after all."""

    title = "Undo the validation"
    button = "Undo the validation"
    success_message = "The validation is undone. The applicant and the agent are told."

    def blocks(self) -> list[Any]:
        return guards.blocks_to_unvalidate(self.application)

    def effects(self) -> Any:
        return effects_of_unvalidating(self.application)

    def perform(self, form: Any) -> None:
        services.unvalidate(**self.lookup(), reason=form.cleaned_data["reason"])


class Reopen(Undoing):
    """Open an ended case again."""

    title = "Open the case again"
    button = "Open the case again"
    success_message = "The case is open again. The applicant and the agent are told."

    def blocks(self) -> list[Any]:
        return guards.blocks_to_reopen(self.application)

    def effects(self) -> Any:
        return effects_of_reopening(self.application)

    def perform(self, form: Any) -> None:
        services.reopen(**self.lookup(), reason=form.cleaned_data["reason"])


class LooksFirst(Undoing):
    """Shows what the entered value would change, and does it only once exactly that was on screen."""

    shown: Any = None

    def look(self, form: Any) -> Any:
        """The effect of what was entered; DomainError beside the field for what cannot be meant."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES, **self.form_kwargs())
        if request.POST.get("action") != "complete" or not form.is_valid():
            return super().post(request, **kwargs)
        try:
            self.shown = self.look(form)
        except DomainError as refusal:
            form.refuse(refusal)
            return self.page(form)
        if request.POST.get("seen") == self.fingerprint(form):
            return super().post(request, **kwargs)
        return self.page(form)

    def fingerprint(self, form: Any) -> str:
        """Of the value and all that it changes: another when anything of it is different from what was on screen."""
        values = {name: str(value) for name, value in form.cleaned_data.items() if name != "reason"}
        return hashlib.sha256(repr((values, self.shown)).encode()).hexdigest()

    def effects(self) -> Any:
        return self.shown

    def page(self, form: Any) -> HttpResponse:
        self.seen = self.fingerprint(form) if self.shown and not form.errors else ""
        return super().page(form)

    def context(self) -> dict[str, Any]:
        return super().context() | {"seen": self.seen, "button": self.button if self.seen else "Show what changes"}


class CorrectDate(LooksFirst):
    """Put the day of receipt, or the day from which it is valid, right."""

    form_class = DayForm
    template_name = "casework/undo_date.jinja"
    button = "Correct the date"
    success_message = "The date is corrected and everything that hangs on it is computed again. The applicant and the agent are told."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.what = _what(kwargs["what"])
        self.title = f"Correct the {'received' if self.what == What.RECEIVED else 'valid-from'} date"  # type: ignore[misc]

    def blocks(self) -> list[Any]:
        return guards.blocks_to_correct(self.application, self.what)

    def look(self, form: Any) -> Any:
        return effects_of_day(self.application, self.what, form.cleaned_data["day"], self.now)

    def perform(self, form: Any) -> None:
        services.correct_date(**self.lookup(), what=self.what, **form.cleaned_data)

    def context(self) -> dict[str, Any]:
        stands = getattr(self.application, self.what)
        return super().context() | {"stands": stands, "label": self.what.label, "correction": standing(self.case, self.what)}


class LiftCorrection(Undoing):
    """A person's date counts no more."""

    title = "Take back a corrected date"
    button = "Take it back"
    success_message = "The corrected date counts no more, and everything that hangs on it is computed again."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.what = _what(kwargs["what"])
        self.correction = standing(self.case, self.what)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.correction is None and request.method in ("GET", "HEAD", "POST") and request.membership.can(self.permission):
            messages.info(request, "No corrected date stands here: a colleague, or you a moment ago, may have taken it back already.")
            return redirect("casework:undo", reference=self.application.reference)
        return super().dispatch(request, *args, **kwargs)

    def blocks(self) -> list[Any]:
        return guards.blocks_to_correct(self.application, self.what)

    def effects(self) -> Any:
        day = guards.day_without(self.application, self.correction)
        return effects_of_day(self.application, self.what, day, self.now, lifting=self.correction)

    def perform(self, form: Any) -> None:
        services.lift_correction(**self.lookup(), what=self.what, reason=form.cleaned_data["reason"])


def _what(slug: str) -> What:
    if slug not in NAMES:
        raise Http404("There is no such date to correct.")
    return NAMES[slug]


class ChangeType(LooksFirst):
    """Correct the type of the application."""

    form_class = TypeForm
    template_name = "casework/undo_type.jinja"
    title = "Correct the type of application"
    button = "Correct the type"
    success_message = "The type is corrected and everything that hangs on it is computed again. The applicant and the agent are told."

    def form_kwargs(self) -> dict[str, Any]:
        return super().form_kwargs() | {"types": types_for(self.application)}

    def blocks(self) -> list[Any]:
        return guards.blocks_to_retype(self.application)

    def look(self, form: Any) -> Any:
        guards.refuse_type(self.application, form.cleaned_data["type"])
        return effects_of_type(self.application, form.cleaned_data["type"])

    def perform(self, form: Any) -> None:
        services.change_type(**self.lookup(), **form.cleaned_data)


class AnswerWithdrawal(CaseTaskView):
    """The applicant or the agent asked to withdraw: end the case, or say why not."""

    permission = Permission.CLOSE_CASES
    form_class = WithdrawalForm
    template_name = "casework/withdrawal.jinja"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.application.withdrawal_asked_at is None:
            messages.info(request, "Nobody is waiting for an answer about withdrawing this application.")
            return redirect(reverse("casework:case", kwargs={"reference": self.application.reference}))
        return super().get(request, **kwargs)

    def perform(self, form: Any) -> None:
        given = {"application": self.application, "by": self.request.user, "now": self.now}
        if form.cleaned_data["answer"] == "withdraw":
            services.accept_withdrawal(**given)
        else:
            services.decline_withdrawal(**given, reason=form.cleaned_data["reason"])

    def get_success_message(self) -> str:
        withdrawn = self.request.POST.get("answer") == "withdraw"
        return "The application is withdrawn." if withdrawn else "The answer is sent. The application goes on."

    def context(self) -> dict[str, Any]:
        return {
            "asked": asked_withdrawal(self.application),
            "earlier": [row for row in withdrawals_of(self.application) if row.answered_at],
        }
