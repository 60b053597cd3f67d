"""Forms of the two admins."""

import base64
import re
from datetime import date
from ipaddress import ip_network
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminEmailInputWidget, AdminIntegerFieldWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.models import ApiClient, LocalAuthority, Membership, User
from accounts.policy import POLICIES, Policy
from accounts.roles import ROLES
from accounts.tenant_admin import TenantForm
from notifications.models import NotifyAccount

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


HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _authorization(said: dict[str, Any]) -> dict[str, str]:
    """The header of a name and password (RFC 7617) or of a token (RFC 6750), where one was entered so."""
    if "basic" in said and "bearer" in said:
        raise ValidationError("Enter a name and password, or a token: a host asks for one of them.")
    if "bearer" in said:
        return {"Authorization": f"Bearer {said['bearer']}"}
    if "basic" not in said:
        return {}
    pair = said["basic"]
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair) and ":" not in pair[0]):
        raise ValidationError('Write name and password as {"basic": ["name", "password"]}; a name holds no colon.')
    return {"Authorization": f"Basic {base64.b64encode(':'.join(pair).encode()).decode()}"}


class ApiClientForm(TenantForm):
    """A machine: with a token, or with the three facts that the Planning Portal signs with. Secrets go in and are never shown."""

    permissions = forms.MultipleChoiceField(choices=API_PERMISSIONS, widget=forms.CheckboxSelectMultiple)
    secret = forms.CharField(
        label="Client secret",
        max_length=500,
        required=False,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="For signed requests: as the Planning Portal gives it. Left empty, a new client gets one that is shown once.",
    )
    file_headers = forms.JSONField(
        label="Headers for its files",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=(
            'Sent when its files are fetched, such as {"api-key": "…"}. For a host that asks for a name and a password: '
            '{"basic": ["name", "password"]}; for one that asks for a token: {"bearer": "…"}. '
            "Sealed and never shown. Empty: what is there stays. {}: nothing is sent."
        ),
    )

    class Meta:
        model = ApiClient
        fields = [
            "name", "kind", "permissions", "product_id", "client_id", "secret", "file_hosts", "file_headers", "networks", "calls_a_minute",
            "paused", "expires_at", "revoked_at",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].required, self.fields["kind"].disabled = False, not self.instance._state.adding
        if not self.instance._state.adding:
            kept = ", ".join(self.instance.file_header_names)
            if kept and "file_headers" in self.fields:
                self.fields["file_headers"].help_text += f" There is: {kept}."

    def clean_file_headers(self) -> dict[str, str] | None:
        """The headers as they are sent; None where the field was left empty."""
        said = self.cleaned_data["file_headers"]
        wrong = 'Write the headers as names and texts, such as {"api-key": "abc"}.'
        if said is None:
            return None
        if not isinstance(said, dict):
            raise ValidationError(wrong)
        headers = {name: value for name, value in said.items() if name not in {"basic", "bearer"}} | _authorization(said)
        for name, value in headers.items():
            if not (HEADER_NAME.fullmatch(name) and isinstance(value, str) and value.isprintable() and value.isascii()):
                raise ValidationError(wrong)
        return headers

    def clean_networks(self) -> list[str]:
        networks: list[str] = self.cleaned_data["networks"] or []
        for network in networks:
            try:
                ip_network(network, strict=False)
            except ValueError:
                raise ValidationError(f"{network} is not an IP address or network. Write one such as 203.0.113.0/24.") from None
        return networks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data["kind"] = data.get("kind") or self.instance.kind
        for name, words in (("product_id", "product ID"), ("client_id", "client ID")):
            if kind == ApiClient.Kind.HMAC and not data.get(name):
                self.add_error(name, f"Enter the {words} that the Planning Portal signs with.")
        return data

    def save(self, commit: bool = True) -> ApiClient:
        """Secrets that were entered take the place of those that are kept; an empty field changes nothing."""
        if self.cleaned_data.get("secret"):
            self.instance.secret = self.cleaned_data["secret"]
        if self.cleaned_data.get("file_headers") is not None:
            self.instance.file_headers = self.cleaned_data["file_headers"]
        saved: ApiClient = super().save(commit)
        return saved


class AnyApiClientForm(ApiClientForm):
    """The same for the whole system, where the council is chosen."""

    authority = None  # type: ignore[assignment]

    class Meta(ApiClientForm.Meta):
        fields = ["authority", *ApiClientForm.Meta.fields]


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
    """The field of a policy, by the type of its default: left empty, the default holds."""
    policy = POLICIES[name]
    if isinstance(policy.default, bool):
        return _YesNoOrDefault(policy)
    if isinstance(policy.default, list):
        hint = "One a line, such as 2026-12-29."
        return DaysField(label=policy.description, required=False, widget=AdminTextareaWidget, help_text=hint)
    if isinstance(policy.default, int):
        limits = f"{policy.lowest} to {policy.highest}; {policy.default} when left empty."
        return forms.IntegerField(
            label=policy.description,
            min_value=policy.lowest,
            max_value=policy.highest,
            required=False,
            widget=AdminIntegerFieldWidget,
            help_text=f"{limits} {policy.note}".strip(),
        )
    hint = f"When left empty: {policy.default}"
    if policy.pattern:
        check = RegexValidator(rf"^(?:{policy.pattern})\Z", policy.note)
        return forms.CharField(
            label=policy.description, required=False, widget=AdminTextInputWidget, help_text=f"{policy.note} {hint}", validators=[check]
        )
    return forms.CharField(label=policy.description, required=False, widget=AdminTextareaWidget, help_text=hint, max_length=2000)


class _YesNoOrDefault(forms.TypedChoiceField):
    """Yes, no, or left to the default: none of them is a number."""

    def __init__(self, policy: Policy) -> None:
        usual = "yes" if policy.default else "no"
        choices = [("", f"As usual ({usual})"), ("True", "Yes"), ("False", "No")]
        super().__init__(
            label=policy.description,
            required=False,
            choices=choices,
            coerce=lambda said: said == "True",
            empty_value=None,
            help_text=policy.note,
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


NOTIFY_KEY = re.compile(r"[\w-]*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class NotifyAccountForm(TenantForm):
    """The key goes in and is never shown."""

    api_key = forms.CharField(
        label="API key",
        max_length=200,
        required=False,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="From “API integration” of the council's service. Sealed and never shown. Left empty, the one that is there stays.",
    )
    new_token = forms.BooleanField(
        label="Make a new bearer token for delivery receipts",
        required=False,
        help_text="It is shown once, after saving. The one before stops working.",
    )

    class Meta:
        model = NotifyAccount
        fields = ["api_key", "email_template_id", "paused", "new_token"]

    def clean_api_key(self) -> str:
        key = str(self.cleaned_data["api_key"]).strip()
        if not key and self.instance._state.adding:
            raise ValidationError("Enter the API key.")
        if key and not NOTIFY_KEY.fullmatch(key):
            raise ValidationError("This is not a whole API key: it ends in two long codes with hyphens.")
        return key

    def save(self, commit: bool = True) -> NotifyAccount:
        if self.cleaned_data["api_key"]:
            self.instance.key = self.cleaned_data["api_key"]
        self.told = self.instance.new_callback_token() if self.cleaned_data["new_token"] or self.instance._state.adding else ""
        saved: NotifyAccount = super().save(commit)
        return saved
