"""A council's own admin, on its officers' host."""

from django.urls import path

from accounts.admin_sites import council_admin

urlpatterns = [path("", council_admin.urls)]
