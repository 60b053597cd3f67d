"""The payments of a case: entries, what bounced, what is paid back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from applications.facts import facts_for
from applications.models import Payment, Refund
from applications.payments import can_be_refunded, guarantee_refund
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from validation import services
from validation.forms_payments import BouncedForm, DayForm, PaymentForm, ReasonForm, RefundForm
from validation.presenters import fee_position
from validation.receipts import METHODS, receipts_csv, receipts_of, refunds_waiting, total_of
from validation.selectors import people_with_email

COLOURS = {"expected": "grey", "received": "green", "bounced": "red", "refunded": "blue", "cancelled": ""}
REFUND_COLOURS = {"requested": "yellow", "approved": "green", "refused": "red"}


@require_safe
@requires(Permission.VIEW_CASES)
def payments(request: Any, reference: str) -> HttpResponse:
    """Every entry with its state, what is due, what was paid, and what could be done with each."""
    application = get_application(request, reference)
    case, facts = application.case, facts_for(application)
    can = request.membership.can
    context = {
        "case": CaseHeader.of(application),
        "application": application,
        "tab": "",
        "fee": fee_position(application),
        "guarantee": guarantee_refund(application, facts, on=timezone.localdate()),
        "stopped_on": facts.fee_dishonoured_on,
        "runs_on": facts.fee_made_good_on,
        "entries": list(
            case.payments.select_related("recorded_by", "bounced_by", "cancelled_by", "refund__requested_by", "refund__decided_by")
        ),
        "refunds": list(case.refunds.select_related("requested_by", "decided_by")),
        "colours": COLOURS,
        "refund_colours": REFUND_COLOURS,
        "methods": METHODS,
        "may_record": can(Permission.RECORD_PAYMENT),
        "may_approve": can(Permission.APPROVE_REFUND),
        "most": can_be_refunded(case),
        "may_export": can(Permission.EXPORT),
    }
    return render(request, "validation/payments.jinja", context)


class PaymentView(CaseTaskView):
    """A page with one form that leads back to the payments."""

    permission = Permission.RECORD_PAYMENT
    title = ""
    button = ""
    warns = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.payment: Payment | None = None
        self.refund: Refund | None = None
        if "entry" in kwargs:
            self.payment = self.case.payments.filter(public_id=kwargs["entry"]).first()
        if "refund" in kwargs:
            self.refund = self.case.refunds.select_related("requested_by").filter(public_id=kwargs["refund"]).first()
        if ("entry" in kwargs and self.payment is None) or ("refund" in kwargs and self.refund is None):
            raise Http404("There is no such entry on this case.")

    template_name = "validation/payment_form.jinja"

    def success_url(self) -> str:
        return reverse("payments:payments", kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "button": self.button,
            "warns": self.warns,
            "fee": fee_position(self.application),
            "entry": self.payment,
            "refund": self.refund,
            "guarantee": None,
            "most": can_be_refunded(self.case),
        }


class RecordPayment(PaymentView):
    form_class = PaymentForm
    title, button = "Record a payment", "Record payment"
    success_message = "Payment recorded."

    def perform(self, form: PaymentForm) -> None:
        services.record_payment(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)


class MarkBounced(PaymentView):
    form_class = BouncedForm
    title, button, warns = "The payment bounced", "Mark as bounced and tell the applicant", True
    success_message = "Marked as bounced."

    def form_kwargs(self) -> dict[str, Any]:
        return {"letter": not people_with_email(self.application)}

    def perform(self, form: BouncedForm) -> None:
        services.mark_bounced(application=self.application, payment=self.payment, by=self.request.user, now=self.now, **form.cleaned_data)


class TakeBackBounce(PaymentView):
    form_class = ReasonForm
    title, button = "It did not bounce after all", "Count it as received"
    success_message = "The payment counts as received."

    def perform(self, form: ReasonForm) -> None:
        services.take_back_bounce(
            application=self.application, payment=self.payment, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )


class CancelPayment(PaymentView):
    form_class = ReasonForm
    title, button = "Cancel a wrong entry", "Cancel the entry"
    success_message = "Entry cancelled."

    def perform(self, form: ReasonForm) -> None:
        services.cancel_payment(
            application=self.application, payment=self.payment, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )


class RequestRefund(PaymentView):
    form_class = RefundForm
    title, button = "Ask for a refund", "Ask for the refund"
    success_message = "Refund asked for. Somebody else has to approve it."

    def initial(self) -> dict[str, Any]:
        """What the law says is to be paid back, else what was paid too much."""
        most, fee = can_be_refunded(self.case), fee_position(self.application)
        if self.guarantee.due:
            return {"amount": most, "ground": Refund.Ground.GUARANTEE}
        return {"amount": min(fee.over, most), "ground": Refund.Ground.OVERPAID} if fee.over else {}

    @property
    def guarantee(self) -> Any:
        return guarantee_refund(self.application, facts_for(self.application), on=timezone.localdate(self.now))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "guarantee": self.guarantee}

    def perform(self, form: RefundForm) -> None:
        services.request_refund(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)


class ApproveRefund(PaymentView):
    permission = Permission.APPROVE_REFUND
    title, button = "Approve a refund", "Approve the refund"
    success_message = "Refund approved."

    def can_edit(self) -> bool:
        return bool(self.refund and self.refund.state == Refund.State.REQUESTED and self.refund.requested_by_id != self.request.user.pk)

    def context(self) -> dict[str, Any]:
        guarantee = guarantee_refund(self.application, facts_for(self.application), on=timezone.localdate(self.now))
        return {**super().context(), "guarantee": guarantee}

    def perform(self, form: Any) -> None:
        services.approve_refund(application=self.application, refund=self.refund, by=self.request.user, now=self.now)


class RefuseRefund(PaymentView):
    permission = Permission.APPROVE_REFUND
    form_class = ReasonForm
    title, button = "Turn a refund down", "Turn it down"
    success_message = "Refund turned down."

    def perform(self, form: ReasonForm) -> None:
        services.refuse_refund(
            application=self.application, refund=self.refund, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )


class TakeBackRefund(RefuseRefund):
    """Who asked for a refund thinks again; of nobody else."""

    permission = Permission.RECORD_PAYMENT
    title, button = "Take your request back", "Take it back"
    success_message = "Request taken back."

    def can_edit(self) -> bool:
        return bool(self.refund and self.refund.requested_by_id == self.request.user.pk)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.can_edit():
            raise Http404("You asked for no such refund.")
        return super().post(request, **kwargs)


@require_safe
@requires(Permission.APPROVE_REFUND)
def refunds(request: Any) -> HttpResponse:
    """What waits for a second person, the oldest first."""
    return render(request, "validation/refunds.jinja", {"refunds": refunds_waiting(request.authority), "me": request.user})


@require_safe
@requires(Permission.EXPORT)
def receipts(request: Any) -> HttpResponse:
    """What came in on one day; today unless `on` says another."""
    form = DayForm(request.GET if "on" in request.GET or "on-day" in request.GET else None)
    day = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or timezone.localdate()
    if not form.is_bound:
        form = DayForm(initial={"on": day})
    found = receipts_of(request.authority, day)
    context = {"form": form, "day": day, "receipts": found, "total": total_of(found)}
    return render(request, "validation/receipts.jinja", context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.EXPORT)
def receipts_file(request: Any) -> StreamingHttpResponse:
    """The same day as CSV."""
    day = _day(request.GET.get("on", ""))
    lines = list(receipts_csv(receipts_of(request.authority, day)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipts-{day.isoformat()}.csv"'
    return response


def _day(text: str) -> Any:
    """The day that an address names; 404 for what is no day."""
    try:
        day = parse_date(text) if text else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise Http404("There is no such day.")
    return day
