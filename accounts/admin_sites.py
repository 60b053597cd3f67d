"""Two admin sites: the whole system's, on a host of its own, and each council's, where nothing of another council can be seen."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.middleware import is_signed_in
from accounts.permissions import Permission


class BopsAdminSite(admin.AdminSite):
    """Signing in and out is ours: with the second factor, and on our own pages."""

    enable_nav_sidebar = False
    refusal = ""

    def login(self, request: Any, extra_context: Any = None) -> HttpResponse:
        if self.is_inside(request):
            raise PermissionDenied(self.refusal)
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")

    def logout(self, request: Any, extra_context: Any = None) -> HttpResponse:
        logout(request)
        return redirect("accounts:sign_in")

    def is_inside(self, request: Any) -> bool:
        """Signed in on this site, whatever they may do: signing in again would not help."""
        return is_signed_in(request)

    def get_log_entries(self, request: Any) -> Any:
        """None: what a person did at other councils does not belong here, and the audit trail has it all."""
        return LogEntry.objects.none()


class SystemAdminSite(BopsAdminSite):
    site_header = site_title = "BOPS: the whole system"
    site_url = None
    index_title = "Councils and people"
    refusal = "Only staff of the whole system may come in here."

    def has_permission(self, request: Any) -> bool:
        return request.site == "config" and is_signed_in(request) and request.user.is_staff


class CouncilAdminSite(BopsAdminSite):
    site_url = "/"
    index_title = "Settings, people and lists"
    refusal = f"You need this permission: {Permission.MANAGE_COUNCIL.value}."

    def has_permission(self, request: Any) -> bool:
        return request.membership is not None and request.membership.can(Permission.MANAGE_COUNCIL)

    def is_inside(self, request: Any) -> bool:
        return request.membership is not None

    def each_context(self, request: Any) -> dict[str, Any]:
        name = f"{request.authority.short_name}: administration"
        return super().each_context(request) | {"site_header": name, "site_title": name}


system_admin = SystemAdminSite(name="system")
council_admin = CouncilAdminSite(name="council")
