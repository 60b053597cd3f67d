"""Pages on the public host."""

from django.urls import path

app_name = "applicant_portal"
urlpatterns: list = []
