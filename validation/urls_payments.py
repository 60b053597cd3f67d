"""Payments and refunds of a case, and what the council has received."""

from django.urls import path

from validation.views import payments as views

app_name = "payments"
CASE = "cases/<ref:reference>/payments/"
urlpatterns = [
    path(CASE, views.payments, name="payments"),
    path(f"{CASE}new/", views.RecordPayment.as_view(), name="record"),
    path(f"{CASE}<uuid:entry>/bounced/", views.MarkBounced.as_view(), name="bounced"),
    path(f"{CASE}<uuid:entry>/not-bounced/", views.TakeBackBounce.as_view(), name="not_bounced"),
    path(f"{CASE}<uuid:entry>/cancel/", views.CancelPayment.as_view(), name="cancel"),
    path(f"{CASE}refund/", views.RequestRefund.as_view(), name="request_refund"),
    path(f"{CASE}refunds/<uuid:refund>/approve/", views.ApproveRefund.as_view(), name="approve"),
    path(f"{CASE}refunds/<uuid:refund>/turn-down/", views.RefuseRefund.as_view(), name="refuse"),
    path(f"{CASE}refunds/<uuid:refund>/take-back/", views.TakeBackRefund.as_view(), name="take_back"),
    path("payments/receipts/", views.receipts, name="receipts"),
    path("payments/receipts/receipts.csv", views.receipts_file, name="receipts_csv"),
    path("payments/refunds/", views.refunds, name="refunds"),
]
