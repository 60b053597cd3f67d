"""What can be seen and changed in the two admins."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from accounts import services
from accounts.admin_forms import (
    AnyApiClientForm,
    ApiClientForm,
    CouncilForm,
    MembershipForm,
    NewMemberForm,
    NotifyAccountForm,
    UserForm,
)
from accounts.admin_sites import council_admin, system_admin
from accounts.models import ApiClient, LocalAuthority, Membership, User
from accounts.policy import POLICIES
from accounts.selectors import post_council
from accounts.tenant_admin import AuditedAdmin, TenantAdmin
from core.hosts import url_for
from core.tenancy import acting_for
from notifications.models import NotifyAccount


@admin.register(LocalAuthority, site=council_admin)
class CouncilSettings(TenantAdmin):
    """The council's own row."""

    form = CouncilForm
    authority_path = "pk"
    list_display = ["council_name", "email", "phone"]
    readonly_fields = ["officer_host", "public_host", "council_code", "reference_pattern"]
    fieldsets = [
        (None, {"fields": ["council_name", "short_name", "email", "phone", "postal_address", "reviewer_group_email"]}),
        ("Who signs decisions", {"fields": ["signatory_name", "signatory_job_title"]}),
        ("The council's own choices", {"fields": [f"policy_{name}" for name in POLICIES]}),
        ("Set by the whole-system admin", {"fields": ["officer_host", "public_host", "council_code", "reference_pattern"]}),
    ]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet[LocalAuthority]:
        return LocalAuthority.objects.filter(pk=request.authority.pk)


@admin.register(Membership, site=council_admin)
class CouncilPeople(TenantAdmin):
    form = MembershipForm
    list_display = ["name", "email", "role_list", "ended_at"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    actions = ["export_as_csv", "send_password_link"]

    @admin.display(ordering="user__name")
    def name(self, membership: Membership) -> str:
        return membership.user.name

    @admin.display(ordering="user__email")
    def email(self, membership: Membership) -> str:
        return membership.user.email

    @admin.display(description="roles")
    def role_list(self, membership: Membership) -> str:
        return ", ".join(membership.role_names)

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["name", "email", "roles", "ended_at"] if obj else ["email", "name", "roles"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["name", "email"] if obj else []

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": NewMemberForm}) | kwargs)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        facts = {name: form.cleaned_data[name] for name in ("email", "name", "roles")}
        made = services.add_person(authority=request.authority, by=request.user, now=timezone.now(), **facts)
        obj.pk, obj.user, obj.authority, obj._state.adding = made.pk, made.user, made.authority, False

    @admin.action(description="Email a link to choose a password", permissions=["change"])
    def send_password_link(self, request: Any, queryset: QuerySet[Membership]) -> None:
        for membership in queryset:
            services.send_password_link(user=membership.user, authority=request.authority, by=request.user, now=timezone.now())
        messages.success(request, f"Links sent: {len(queryset)}.")


class ApiClientPages:
    """Shared by both admins: a token, or a secret that was made here, is shown once, when its client is made."""

    list_display = ["name", "kind_name", "permission_list", "paused", "expires_at", "revoked_at", "last_used_at"]
    search_fields = ["name"]
    readonly_fields = ["address", "created_at", "last_used_at"]

    @admin.display(description="permissions")
    def permission_list(self, client: ApiClient) -> str:
        return ", ".join(client.permissions)

    @admin.display(description="kind")
    def kind_name(self, client: ApiClient) -> str:
        return "Signed requests" if client.kind == ApiClient.Kind.HMAC else "Token"

    @admin.display(description="posts to")
    def address(self, client: ApiClient) -> str:
        """Where a machine posts to: a signed client has an address of its own."""
        if client._state.adding:
            return "Told once it is saved"
        council = client.authority
        return f"https://{council.officer_host}/api/v2/submissions{f'/{client.sqid}' if client.sqid else ''}"

    def make(self, request: Any, obj: ApiClient, authority: LocalAuthority, form: Any) -> None:
        fields = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "authority"}
        fields["file_headers"] = fields.get("file_headers") or {}
        with acting_for(authority):
            made, shown = services.make_api_client(authority=authority, by=request.user, now=timezone.now(), **fields)
        obj.pk, obj.authority, obj._state.adding = made.pk, authority, False
        for what, value in shown.items():
            messages.warning(request, f"The {what} of {made.name} is {value} (copy it now: it is not shown again).")
        if made.sqid:
            messages.success(request, f"{made.name} posts to /api/v2/submissions/{made.sqid} on {authority.officer_host}.")


@admin.register(ApiClient, site=council_admin)
class CouncilApiClients(ApiClientPages, TenantAdmin):
    form = ApiClientForm

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            self.make(request, obj, request.authority, form)


@admin.register(NotifyAccount, site=council_admin)
class CouncilNotify(TenantAdmin):
    """The council's own service at GOV.UK Notify: one, or none."""

    form = NotifyAccountForm
    list_display = ["service", "email_template_id", "paused"]
    readonly_fields = ["receipts_go_to"]
    fields = ["api_key", "email_template_id", "paused", "receipts_go_to", "new_token"]

    def has_add_permission(self, request: Any) -> bool:
        return super().has_add_permission(request) and not self.get_queryset(request).exists()

    @admin.display(description="service")
    def service(self, account: NotifyAccount) -> str:
        return str(account)

    @admin.display(description="delivery receipts go to")
    def receipts_go_to(self, account: NotifyAccount) -> str:
        council = None if account._state.adding else account.authority
        return url_for(council, "officers", "notifications:receipts") if council else "Told once it is saved"

    def save_model(self, request: Any, obj: NotifyAccount, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.told:
            messages.warning(request, f"The bearer token for delivery receipts is {form.told} (copy it now: it is not shown again).")


class SystemAdmin(AuditedAdmin):
    """For staff of the whole system, who may change everything here."""

    def has_module_permission(self, request: Any) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: Any) -> bool:
        return self.has_module_permission(request)


@admin.register(LocalAuthority, site=system_admin)
class Councils(SystemAdmin):
    list_display = ["council_name", "council_code", "officer_host", "public_host"]
    search_fields = ["council_name", "short_name", "council_code"]


@admin.register(User, site=system_admin)
class People(SystemAdmin):
    form = UserForm
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    actions = ["export_as_csv", "send_password_link"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description="Email a link to choose a password", permissions=["change"])
    def send_password_link(self, request: Any, queryset: QuerySet[User]) -> None:
        for user in queryset:
            council = post_council(user, None)
            if council is None:
                messages.warning(request, f"{user} belongs to no council yet, so nobody can write to them.")
                continue
            with acting_for(council):
                services.send_password_link(user=user, authority=council, by=request.user, now=timezone.now())
            messages.success(request, f"Link sent to {user}.")


@admin.register(Membership, site=system_admin)
class Memberships(SystemAdmin):
    list_display = ["user", "authority", "role_list", "ended_at"]
    list_filter = ["authority"]
    list_select_related = ["user", "authority"]
    autocomplete_fields = ["user", "authority"]
    search_fields = ["user__name", "user__email"]

    @admin.display(description="roles")
    def role_list(self, membership: Membership) -> str:
        return ", ".join(membership.role_names)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["roles"] = MembershipForm.base_fields["roles"]
        return form


@admin.register(ApiClient, site=system_admin)
class ApiClients(ApiClientPages, SystemAdmin):
    form = AnyApiClientForm
    list_filter = ["authority"]
    list_display = ["name", "authority", "kind_name", "permission_list", "paused", "revoked_at", "last_used_at"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            self.make(request, obj, form.cleaned_data["authority"], form)
