"""Sign-in and security forms: they only validate."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.forms import PasswordInput

from core import forms


class PasswordField(forms.CharField):
    look_defaults = {"spellcheck": False}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        kwargs.setdefault("max_length", 4096)
        super().__init__(widget=PasswordInput, **kwargs)


class EmailAddressForm(forms.Form):
    email = forms.EmailField(label="Email address", autocomplete="username", error_messages={"required": "Enter your email address"})

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SignInForm(EmailAddressForm):
    password = PasswordField(label="Password", autocomplete="current-password", error_messages={"required": "Enter your password"})


class CodeForm(forms.Form):
    """Six digits of an app or an email; spaces and hyphens are forgiven."""

    code = forms.CharField(
        label="Code", width=10, inputmode="numeric", autocomplete="one-time-code", spellcheck=False,
        error_messages={"required": "Enter the code"},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "").replace("-", "")
        if len(code) != 6 or not code.isdigit():
            raise ValidationError("Enter the 6 digits of the code", code="invalid")
        return code


class BackupCodeForm(forms.Form):
    code = forms.CharField(
        label="Backup code", width=10, autocomplete="off", spellcheck=False, error_messages={"required": "Enter a backup code"}
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").lower()


class NewPasswordForm(forms.Form):
    password = PasswordField(
        label="New password", hint="At least 12 characters. Three words that do not belong together are easy to remember.",
        autocomplete="new-password", error_messages={"required": "Enter a password"},
    )  # fmt: skip
    again = PasswordField(label="New password again", autocomplete="new-password", error_messages={"required": "Enter the password again"})

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"], self.user)
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"password", "again"} <= data.keys() and data["password"] != data["again"]:
            self.add_error("again", "The two passwords are not the same. Enter the new password again")
        return data
