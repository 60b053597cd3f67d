"""The demo's outbox, and the provider's receipts."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("notifications/receipts/", views.receipts, name="receipts"),
]
