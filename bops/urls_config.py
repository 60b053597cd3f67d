"""The whole-system admin, on a host of its own."""

from django.urls import include, path

urlpatterns = [path("", include("accounts.urls_config"))]
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
