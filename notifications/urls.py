"""The demo's outbox, and the provider's receipts."""

from django.urls import path

app_name = "notifications"
urlpatterns: list = []
