"""Forms of the two admins."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminEmailInputWidget, AdminIntegerFieldWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError

from accounts.models import ApiClient, LocalAuthority, Membership, User
from accounts.policy import POLICIES
from accounts.roles import ROLES
from accounts.tenant_admin import TenantForm

API_PERMISSIONS = [
    ("planning_application:read", "Read applications"),
    ("planning_application:write", "Send applications"),
]


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(role.code, f"{role.name}: {role.description}") for role in ROLES.values()], **kwargs)


class MembershipForm(TenantForm):
    roles = RolesField()

    class Meta:
        model = Membership
        fields = ["roles", "ended_at"]


class NewMemberForm(TenantForm):
    """A person is named by email address: no list of other councils' people to choose from."""

    email = forms.EmailField(widget=AdminEmailInputWidget)
    name = forms.CharField(max_length=200, widget=AdminTextInputWidget, help_text="Used when the person is new to BOPS.")
    roles = RolesField()

    class Meta:
        model = Membership
        fields = ["roles"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Membership.objects.filter(authority=self.authority, user__email__iexact=email, ended_at=None).exists():
            raise ValidationError("This person belongs to the council already.")
        return email


class ApiClientForm(TenantForm):
    permissions = forms.MultipleChoiceField(choices=API_PERMISSIONS, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiClient
        fields = ["name", "permissions", "file_hosts", "file_headers", "expires_at", "revoked_at"]


class DaysField(forms.CharField):
    """Dates, one a line; kept as a list of ISO dates in order."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            return sorted({date.fromisoformat(line).isoformat() for line in super().clean(value).split()})
        except ValueError as error:
            raise ValidationError("Write each date as year-month-day, such as 2026-12-29, on a line of its own.") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed("\n".join(initial or []), data)


def _policy_field(name: str) -> forms.Field:
    policy = POLICIES[name]
    if isinstance(policy.default, list):
        hint = "One a line, such as 2026-12-29."
        return DaysField(label=policy.description, required=False, widget=AdminTextareaWidget, help_text=hint)
    if isinstance(policy.default, int):
        hint = f"{policy.default} when left empty."
        return forms.IntegerField(label=policy.description, min_value=0, required=False, widget=AdminIntegerFieldWidget, help_text=hint)
    return forms.CharField(
        label=policy.description, required=False, widget=AdminTextareaWidget, help_text=f"When left empty: {policy.default}"
    )


class CouncilForm(TenantForm):
    """The council's own facts, and the numbers that are its own choice."""

    class Meta:
        model = LocalAuthority
        fields = [
            "council_name", "short_name", "email", "phone", "postal_address", "signatory_name", "signatory_job_title",
            "reviewer_group_email",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in POLICIES:
            self.initial[f"policy_{name}"] = self.instance.settings.get(name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = {name: data.get(f"policy_{name}") for name in POLICIES}
        kept = {name: value for name, value in self.instance.settings.items() if name not in POLICIES}
        self.instance.settings = kept | {name: value for name, value in chosen.items() if value not in (None, "", [])}
        return data


for _name in POLICIES:
    CouncilForm.base_fields[f"policy_{_name}"] = CouncilForm.declared_fields[f"policy_{_name}"] = _policy_field(_name)


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "job_title", "phone", "is_active", "is_staff"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
