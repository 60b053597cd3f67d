"""Pages without a domain."""

from django.urls import path

app_name = "core"
urlpatterns: list = []
