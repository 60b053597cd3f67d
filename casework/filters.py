"""The filters beside the work list. What is chosen stands in the address, so that a list can be kept as a bookmark."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.selectors import officers_of
from applications.models import ApplicationType, CaseDates, PlanningApplication
from applications.querysets import CLOSED, OPEN
from core import forms
from core.filters import show_date

ANY = ("", "Any")
ME, NOBODY = "me", "nobody"


class ManyFilter(django_filters.Filter):
    field_class = forms.MultipleChoiceField


class OneFilter(django_filters.Filter):
    field_class = forms.SelectField


class DayFilter(django_filters.Filter):
    field_class = forms.DateField3


class TickFilter(django_filters.Filter):
    field_class = forms.BooleanField


class FilterForm(forms.Form):
    says_optional = False


class ChosenFilter(django_filters.FilterSet):
    """A filter set that says in words what is chosen, and lets nonsense in the address be. Needs `request`."""

    @property
    def narrowed(self) -> QuerySet[Any]:
        """The filtered cases; all of the tab's while something chosen makes no sense (the form says what)."""
        return self.qs if self.form.is_valid() else self.queryset

    @property
    def chosen(self) -> list[tuple[str, list[str]]]:
        """What is chosen, in words, each with the names of its values in the address."""
        if not self.form.is_valid():
            return []
        values = self.form.cleaned_data.items()
        return [(self._words(name, value), self._names(name)) for name, value in values if value not in (None, "", [], False)]

    def _words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if value is True:
            return str(field.label)
        if hasattr(value, "year"):
            return f"{field.label} {show_date(value)}"
        labels = dict(field.choices)
        return ", ".join(str(labels[one]) for one in value) if isinstance(value, list) else f"{field.label}: {labels[value]}"

    def _names(self, name: str) -> list[str]:
        return [name, *(f"{name}-{part}" for part in ("day", "month", "year"))] if name.startswith("expires") else [name]

    def _people(self) -> list[tuple[str, str]]:
        members = officers_of(self.request.authority)
        people = [(str(member.user_id), member.user.name) for member in members if member.user_id != self.request.user.pk]
        return [ANY, (ME, "Me"), (NOBODY, "Nobody"), *people]

    def _types(self) -> list[tuple[str, str]]:
        return [ANY, *ApplicationType.objects.filter(active=True).values_list("code", "name")]


class WorkFilter(ChosenFilter):
    """Narrows a tab of the work list. Needs `tab`, and `request` with the council and the person."""

    status = ManyFilter(field_name="status", lookup_expr="in", label="Stage", small=True)
    type = OneFilter(field_name="type__code", label="Type of application")
    officer = OneFilter(method="by_officer", label="Case officer")
    expires_from = DayFilter(field_name="effective_expiry_on", lookup_expr="gte", label="Expires from")
    expires_to = DayFilter(field_name="effective_expiry_on", lookup_expr="lte", label="Expires to")
    overdue = TickFilter(method="only_overdue", label="Past the expiry date", small=True)
    consulting = TickFilter(method="only_consulting", label="Consultation running", small=True)
    unread = TickFilter(method="only_unread", label="Unread answers, messages, comments or plans", small=True)

    class Meta:
        model = PlanningApplication
        fields: list[str] = []
        form = FilterForm

    def __init__(self, *args: Any, tab: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = CLOSED if tab == "closed" else OPEN
        self.filters["status"].extra["choices"] = [(code, PlanningApplication.Status(code).label) for code in statuses]
        if tab in ("mine", "unassigned"):
            del self.filters["officer"]
        else:
            self.filters["officer"].extra["choices"] = self._people()
        self.filters["type"].extra["choices"] = self._types()
        if tab == "closed":
            for name in ("expires_from", "expires_to", "overdue", "consulting"):
                del self.filters[name]

    def by_officer(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == NOBODY:
            return queryset.filter(officer_name="")
        return queryset.filter(case__officer=self.request.user.pk if value == ME else int(value))

    def only_overdue(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(effective_expiry_on__lt=timezone.localdate()) if value else queryset

    def only_consulting(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(consultation_end_on__gte=timezone.localdate()) if value else queryset

    def only_unread(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        came = Q(unread_answers__gt=0) | Q(unread_messages__gt=0) | Q(unread_comments__gt=0) | Q(unread_plans__gt=0)
        unread = came | Q(undelivered__gt=0)
        return queryset.filter(unread) if value else queryset


class RadarFilter(ChosenFilter):
    """Narrows the radar by officer and type. Needs `mine` (whether only the person's own cases are shown), and `request`."""

    officer = OneFilter(method="by_officer", label="Case officer")
    type = OneFilter(field_name="application__type__code", label="Type of application")

    class Meta:
        model = CaseDates
        fields: list[str] = []
        form = FilterForm

    def __init__(self, *args: Any, mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mine:
            del self.filters["officer"]
        else:
            self.filters["officer"].extra["choices"] = self._people()
        self.filters["type"].extra["choices"] = self._types()

    def by_officer(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == NOBODY:
            return queryset.filter(application__case__officer=None)
        return queryset.filter(application__case__officer=self.request.user.pk if value == ME else int(value))
