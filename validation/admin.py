"""The council's lists behind requests, in its own admin."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from accounts.admin_sites import council_admin
from accounts.tenant_admin import TenantAdmin, TenantForm
from applications.models import ApplicationType, AuthorityApplicationType
from documents.tags import choices as tag_choices
from documents.tags import tag_name
from statute import local_list_binds
from validation import lists
from validation.grounds import GROUNDS
from validation.kinds import all_kinds
from validation.models import LocalListItem, ReadyReason


def _types(authority: Any) -> list[tuple[str, str]]:
    """The types of application that the council takes, by name."""
    off = AuthorityApplicationType.objects.filter(authority=authority, active=False).values("type")
    return list(ApplicationType.objects.filter(active=True).exclude(pk__in=off).order_by("name").values_list("code", "name"))


class LocalListItemForm(TenantForm):
    ground = forms.ChoiceField(label="What makes it necessary", choices=list(GROUNDS.items()), initial="local_list")
    type_codes = forms.MultipleChoiceField(
        label="Types of application", required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: every type."
    )
    document_tag = forms.ChoiceField(
        label="Kind of document", required=False, help_text="What it counts as when it arrives. Leave empty where it is no document."
    )

    class Meta:
        model = LocalListItem
        fields = ["name", "ground", "type_codes", "what", "when", "source", "document_tag", "published_on", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "type_codes" in self.fields:
            self.fields["type_codes"].choices = _types(self.authority)
        if "document_tag" in self.fields:
            self.fields["document_tag"].choices = [("", "No document, or any"), *tag_choices()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            raise ValidationError({"valid_to": "The last day cannot be before the first one."})
        if cleaned.get("ground") == "local_list" and not (cleaned.get("source") or "").strip() and "source" not in self.errors:
            self.add_error("source", "Say which policy the item rests on: an applicant may dispute one that rests on none.")
        return cleaned


class ReadyReasonForm(TenantForm):
    kind = forms.ChoiceField(label="Kind of request")

    class Meta:
        model = ReadyReason
        fields = ["kind", "title", "reason", "suggestion", "withdrawn"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", "Choose one"), *[(kind.code, kind.title) for kind in all_kinds()]]


class WithUsualOnes(TenantAdmin):
    """A list with a button that adds what most councils have in it."""

    change_list_template = "admin/with_usual_ones.html"
    add_usual: ClassVar[Callable[..., int]]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_usual"
        return [path("usual/", self.admin_site.admin_view(require_POST(self.add_them)), name=name), *super().get_urls()]

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_usual", current_app=self.admin_site.name)
        return super().changelist_view(request, {**(extra_context or {}), "usual_url": address})

    def add_them(self, request: Any) -> HttpResponse:
        number = type(self).add_usual(authority=request.authority, by=request.user, now=timezone.now())
        words = f"Added: {number}. Read them, and change what is different here." if number else "They are all there already."
        messages.success(request, words)
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist", current_app=self.admin_site.name))


@admin.register(LocalListItem, site=council_admin)
class Requirements(WithUsualOnes):
    form = LocalListItemForm
    add_usual = lists.add_usual_requirements
    list_display = ["name", "stands_on", "source", "document", "binds", "valid_from", "valid_to"]
    search_fields = ["name", "what", "source"]

    @admin.display(description="what makes it necessary", ordering="ground")
    def stands_on(self, item: LocalListItem) -> str:
        return GROUNDS.get(item.ground, item.ground)

    @admin.display(description="kind of document", ordering="document_tag")
    def document(self, item: LocalListItem) -> str:
        return tag_name(item.document_tag) if item.document_tag else ""

    @admin.display(description="binds applicants", ordering="published_on")
    def binds(self, item: LocalListItem) -> str:
        if item.ground != "local_list":
            return "By law"
        answer = local_list_binds(published_on=item.published_on, application_on=localdate())
        return answer.because[0].text if answer.value else f"May not bind. {answer.because[0].text}"


@admin.register(ReadyReason, site=council_admin)
class ReadyReasons(WithUsualOnes):
    form = ReadyReasonForm
    add_usual = lists.add_usual_reasons
    list_display = ["title", "kind_name", "withdrawn"]
    list_filter = ["withdrawn"]
    search_fields = ["title", "reason", "suggestion"]

    @admin.display(description="kind of request", ordering="kind")
    def kind_name(self, reason: ReadyReason) -> str:
        return next((kind.title for kind in all_kinds() if kind.code == reason.kind), reason.kind)
