"""Forms of the questions that are more than yes or no, and of those about money and land. They only validate; a draft may stay open."""

from decimal import Decimal
from typing import Any, ClassVar

from core import forms
from validation.forms import LONG, CheckForm
from validation.questions import SERVICES
from validation.requirements import ASK, NOT_NEEDED, STATES, Requirement


class QuestionForm(forms.Form):
    """`needs`: what must be answered when the task is closed, and the words where it is not."""

    says_optional = False
    needs: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, complete: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complete = complete

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.complete:
            for name, words in self.needs.items():
                if cleaned.get(name) in (None, "", []) and name not in self.errors:
                    self.add_error(name, words)
            self.clean_whole(cleaned)
        return cleaned

    def clean_whole(self, cleaned: dict[str, Any]) -> None:
        """What else must be there when the task is closed."""

    def answers(self) -> dict[str, Any]:
        """What is kept of it, as JSON takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


class FeeForm(CheckForm):
    fee = forms.MoneyField(label="What is the right fee?", hint="Left alone, it is what the law gives.", required=False)
    because = forms.TextField(label="Why is it not what the law gives?", required=False, max_length=LONG, rows=2)
    ok = forms.YesNoField(label="Has the right fee been paid?", required=False, reveal={"no": ["note", "suggestion"]})
    note = forms.TextField(
        label="What is wrong with the fee?", hint="The applicant will read this.", required=False, max_length=LONG, rows=3
    )
    suggestion = forms.TextField(label="What should the applicant do?", required=False, max_length=LONG, rows=3)
    field_order = ("fee", "because", "ok")
    missing_answer = "Select yes if the right fee has been paid"
    missing_note = "Say what is wrong with the fee"

    def __init__(self, *args: Any, by_law: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_law = by_law

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        fee = cleaned.get("fee")
        if self.complete and fee is not None and self.by_law is not None and fee != self.by_law and not cleaned.get("because"):
            self.add_error("because", f"Say why the fee is not £{self.by_law:,.2f}, which is what the law gives")
        return cleaned

    def payload(self) -> dict[str, Any]:
        return {"suggestion": self.cleaned_data["suggestion"]}

    def kept(self) -> dict[str, Any]:
        fee, because = self.cleaned_data["fee"], self.cleaned_data["because"]
        return {"fee": "" if fee is None else str(fee), "because": because}


class CertificateForm(CheckForm):
    ok = forms.YesNoField(
        label="Is the ownership certificate right?", yes="Yes, or none is needed", required=False, reveal={"no": ["note"]}
    )
    note = forms.TextField(
        label="What is wrong with the certificate?",
        hint="The applicant reads this and is asked for a new certificate.",
        required=False,
        max_length=LONG,
        rows=4,
    )
    missing_answer = "Select yes if the certificate is right"
    missing_note = "Say what is wrong with the certificate"


class ReportingForm(QuestionForm):
    needs: ClassVar = {"code": "Select a class of the returns", "owns": "Select yes if the council owns any of the land"}
    code = forms.ChoiceField(label="How is it counted in the government's returns?", required=False, small=True)
    owns = forms.YesNoField(label="Does the council own any of the land?", required=False, small=True, reveal={"yes": ["carries_out"]})
    carries_out = forms.YesNoField(label="Does the council carry out the works itself?", required=False, small=True)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, f"{code}: {words}") for code, words in choices]

    def clean_whole(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("owns") and cleaned.get("carries_out") is None:
            self.add_error("carries_out", "Select yes if the council carries out the works itself")

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        own = {True: "regulation_3", False: "regulation_4", None: ""}[given["carries_out"]] if given["owns"] else ""
        return {**given, "own_interest": own}


class LegislationForm(QuestionForm):
    note = forms.TextField(label="What you found", hint="For example, which rule it does not meet", rows=4, required=False, max_length=LONG)


class LevyForm(QuestionForm):
    needs: ClassVar = {"liable": "Select yes if the levy is due"}
    liable = forms.YesNoField(label="Is the development liable to the Community Infrastructure Levy?", required=False)
    why = forms.TextField(label="Note", hint="For example an exemption that is claimed", rows=3, required=False, max_length=LONG)


class StatementForm(QuestionForm):
    needs: ClassVar = {"needed": "Select yes if an environmental statement is needed"}
    needed = forms.YesNoField(
        label="Does the application need an environmental statement?", required=False, reveal={"yes": ["email", "address", "fee"]}
    )
    email = forms.EmailField(label="Email address for copies of the statement", required=False)
    address = forms.TextField(label="Where copies of the statement can be bought", rows=3, required=False, max_length=500)
    fee = forms.MoneyField(label="What a copy costs", required=False)
    why = forms.TextField(label="Why?", hint="Your reasons, for the file", rows=3, required=False, max_length=LONG)

    def clean_whole(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("needed"):
            return
        if cleaned.get("address") and cleaned.get("fee") is None and "fee" not in self.errors:
            self.add_error("fee", "Enter what a copy costs, or take the address away")
        if cleaned.get("fee") is not None and not cleaned.get("address"):
            self.add_error("address", "Enter where copies can be bought, or take the cost away")

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        fee: Decimal | None = given["fee"]
        kept = {"email": given["email"], "address": given["address"], "fee": "" if fee is None else str(fee)}
        return {"needed": given["needed"], "why": given["why"], **(kept if given["needed"] else {})}


class ServicesForm(QuestionForm):
    needs: ClassVar = {"services": "Select at least one service"}
    services = forms.MultipleChoiceField(
        label="Which services are asked for?", choices=list(SERVICES.items()), required=False, error_messages={"required": ""}
    )


class RequiredDocumentsForm(forms.Form):
    """One question for each requirement, made at run time: `state_<key>` and `why_<key>`."""

    says_optional = False

    def __init__(self, *args: Any, items: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"state_{item.key}"] = forms.ChoiceField(
                label=item.name, choices=list(STATES.items()), required=False, small=True, inline=True, hide_label=True, initial=item.state
            )
            self.fields[f"why_{item.key}"] = forms.CharField(
                label=f"Why, for {item.name}",
                hint="What the applicant should know, or why it is not needed",
                required=False,
                max_length=1000,
                initial=item.why,
            )

    def said(self) -> dict[str, tuple[str, str]]:
        """Of each requirement that something was said of: its answer and why."""
        answers = {item.key: (self.cleaned_data[f"state_{item.key}"], self.cleaned_data[f"why_{item.key}"]) for item in self.items}
        return {key: (state, why if state in (ASK, NOT_NEEDED) else "") for key, (state, why) in answers.items()}

    def rows(self) -> list[tuple[Requirement, Any, Any]]:
        """Of each requirement: what it is, its question and its reason."""
        return [(item, self[f"state_{item.key}"], self[f"why_{item.key}"]) for item in self.items]
