"""What a council makes of the national list of application types. No case is in the admin."""

from django.contrib import admin

from accounts.admin_sites import council_admin
from accounts.tenant_admin import TenantAdmin
from applications.models import AuthorityApplicationType


@admin.register(AuthorityApplicationType, site=council_admin)
class CouncilTypes(TenantAdmin):
    list_display = ["type", "active", "suffix"]
    list_filter = ["active"]
    list_select_related = ["type"]
    search_fields = ["type__name", "type__code"]
    fields = ["type", "active", "suffix", "disclaimer"]
