"""What every admin of council-owned rows stands on: only the council's own rows, in lists, pages, choices, look-ups and exports."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from accounts import events
from accounts.models import LocalAuthority, User
from audit.services import record
from core.filters import show_date, show_datetime
from core.spreadsheets import safe
from core.tenancy import acting_for


class MomentInput(forms.DateTimeInput):
    """Date and time in one field with one label."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


UNSAID = re.compile(r"secret|token|password|key|headers", re.IGNORECASE)  # fields whose content is nobody's to read
LONGEST_SAID = 2000  # characters of one value in the history


def before_and_after(form: Any) -> list[str]:
    """Each changed field of a form in words, such as "Telephone: 020 1 became 020 2"; that a secret changed, and no more."""
    said = []
    for name in form.changed_data:
        field = form.fields[name]
        label = str(field.label or name.replace("_", " ")).strip()
        label = label[:1].upper() + label[1:]
        if UNSAID.search(name):
            said.append(f"{label}: changed")
            continue
        before, after = _in_words(field, form.get_initial_for_field(field, name)), _in_words(field, form.cleaned_data.get(name))
        said.append(f"{label}: {before} became {after}")
    return said


def _in_words(field: Any, value: Any) -> str:
    """A value of a field as people read it."""
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, QuerySet | list | tuple | set):
        return ", ".join(_in_words(field, one) for one in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    names = {str(key): str(name) for key, name in _flat(getattr(field, "choices", []))}
    words = names.get(str(value), str(value))
    return f"“{words if len(words) <= LONGEST_SAID else words[:LONGEST_SAID] + '…'}”"


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, name in choices:
        if isinstance(name, list | tuple):
            yield from _flat(name)
        else:
            yield key, name


class DayInput(forms.DateInput):
    """A date in the browser's own field, without the admin's script."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class AuditedAdmin(admin.ModelAdmin):
    """Every change goes into the council's history; nothing is deleted; lists can be taken away as CSV."""

    actions = ["export_as_csv"]
    list_per_page = 50
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.DateField: {"widget": DayInput},
    }

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    @admin.action(description="Export the chosen lines as CSV", permissions=["view"])
    def export_as_csv(self, request: Any, queryset: QuerySet[Any]) -> HttpResponse:
        columns = [name for name in self.get_list_display(request) if name != "action_checkbox"]
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        writer = csv.writer(response)
        writer.writerow(columns)
        for row in queryset:
            writer.writerow([safe(self._text(row, column)) for column in columns])
        return response

    def _text(self, row: Any, column: str) -> str:
        value = self._value(row, column)
        return "" if value is None else str(value)

    def _value(self, row: Any, column: str) -> Any:
        own = getattr(self, column, None)
        if callable(own):
            return own(row)
        value = getattr(row, column)
        return value() if callable(value) else value

    def authority_of(self, obj: Any) -> LocalAuthority | None:
        return obj if isinstance(obj, LocalAuthority) else getattr(obj, "authority", None)

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        """Which fields changed, and beside it, for the council's history, what was in them before and after."""
        request.before_and_after = before_and_after(form)
        return super().construct_change_message(request, form, formsets, add)

    def _audit(self, request: Any, obj: Any, verb: str, message: Any) -> None:
        council = self.authority_of(obj)
        if council is None:
            return
        words = LogEntry(change_message=message if isinstance(message, str) else json.dumps(message)).get_change_message()
        words = "; ".join(getattr(request, "before_and_after", [])) or words
        with acting_for(council):
            record(
                events.SETTINGS_CHANGED,
                authority=council,
                by=request.user,
                now=timezone.now(),
                verb=verb,
                what=str(self.opts.verbose_name),
                record=str(obj),
                changes=words,
            )

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        self._audit(request, obj, "Added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        self._audit(request, obj, "Changed", message)
        return super().log_change(request, obj, message)


class TenantForm(forms.ModelForm):
    """Its record belongs to the council from the start, so that rules such as "one a council" are checked before saving."""

    authority: LocalAuthority

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and hasattr(type(self.instance), "authority"):
            self.instance.authority = self.authority

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"authority"}


class TenantAdmin(AuditedAdmin):
    """Only for the council's site. `authority_path`: from a row to its council."""

    form = TenantForm
    authority_path = "authority"

    def has_module_permission(self, request: Any) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self._is_own(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self._is_own(request, obj)

    def has_add_permission(self, request: Any) -> bool:
        return self.has_module_permission(request)

    def _is_own(self, request: Any, obj: Any) -> bool:
        return self.has_module_permission(request) and (obj is None or obj._state.adding or self.authority_of(obj) == request.authority)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.authority_path: request.authority})

    def get_exclude(self, request: Any, obj: Any = None) -> Any:
        return [*(super().get_exclude(request, obj) or []), "authority"]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"authority": request.authority})

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not isinstance(obj, LocalAuthority):
            obj.authority = request.authority
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._own_choices(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._own_choices(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @staticmethod
    def _own_choices(model: Any, request: Any) -> QuerySet[Any]:
        """Rows that this council may choose: its own, its people, or a list that belongs to nobody."""
        rows = model._default_manager.all()
        if model is LocalAuthority:
            return rows.filter(pk=request.authority.pk)
        if model is User:
            return rows.filter(memberships__authority=request.authority)
        try:
            model._meta.get_field("authority")
        except FieldDoesNotExist:
            return rows
        return rows.filter(authority=request.authority)
