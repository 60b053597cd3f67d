"""The whole-system site: signing in, and the admin."""

from django.urls import include, path
from django.views.generic import RedirectView

from accounts.admin_sites import system_admin
from accounts.permissions import RequestPermission, open_to
from accounts.urls import both_sites

urlpatterns = [
    path("", open_to(RequestPermission.PUBLIC)(RedirectView.as_view(url="/admin/"))),
    path("", include((both_sites, "accounts"))),
    path("admin/", system_admin.urls),
]
