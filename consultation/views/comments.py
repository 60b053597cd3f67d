from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.permissions import Permission
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from consultation import forms, selectors, services, tasklist
from consultation.models import Comment
from core.jinja import with_query

PER_PAGE = 25


class CommentsView(View):
    """Comments on a case: those to be read first, filtered by view."""

    permission = Permission.VIEW_CASES

    def get(self, request: Any, reference: str) -> HttpResponse:
        application = get_application(request, reference)
        rows = application.case.comments.order_by("-received_at", "-pk")
        state, sentiment = request.GET.get("state", ""), request.GET.get("sentiment", "")
        if state in Comment.State.values:
            rows = rows.filter(state=state)
        if sentiment in Comment.Sentiment.values:
            rows = rows.filter(sentiment=sentiment)
        counts = selectors.comment_counts(application.case)
        context = {
            "tab": "comments",
            "case": CaseHeader.of(application),
            "application": application,
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "tabs": _choices(request, "state", [("", "All"), *Comment.State.choices], counts, 0, sentiment),
            "views": _choices(request, "sentiment", [("", "All views"), *Comment.Sentiment.choices], counts, 1, state),
            "unread": application.unread_comments,
            "request": request,
        }
        return render(request, "consultation/comments.jinja", context)


def _choices(request: Any, name: str, choices: list[Any], counts: list[Any], place: int, other: str) -> list[dict[str, Any]]:
    """Links that narrow the list, each with how many comments it leads to; `other` is what is chosen on the other axis."""
    chosen = request.GET.get(name, "")
    rows = []
    for value, label in choices:
        count = sum(row[2] for row in counts if value in ("", row[place]) and other in ("", row[1 - place]))
        if count or value in ("", chosen):
            href = with_query(request, **{name: value or None, "page": None})
            rows.append({"text": label, "href": href, "count": count, "current": value == chosen})
    return rows


class ModerateView(CaseTaskView):
    """Read one comment; publish it, with personal details taken out, or keep it back."""

    task, permission = tasklist.COMMENTS, Permission.MODERATE_COMMENTS
    form_class = forms.ModerateForm
    template_name = "consultation/moderate.jinja"
    success_message = "Comment saved."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.comment = self.case.comments.filter(public_id=kwargs["public_id"]).first()
        if self.comment is None:
            raise Http404

    def form_kwargs(self) -> dict[str, Any]:
        row = self.comment
        decision = {"published": "publish", "held": "hold"}.get(row.state)
        return {"record": row, "initial": {"decision": decision, "text": row.published_text or row.text, "reason": row.hold_reason}}

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        who = {"comment": self.comment, "version": data["version"], "by": self.request.user, "now": self.now}
        if data["decision"] == "publish":
            services.publish_comment(text=data["text"], **who)
        else:
            services.hold_comment(reason=data["reason"], **who)

    def success_url(self) -> str:
        """The next comment that nobody has read yet, else the list."""
        following = self.case.comments.filter(state=Comment.State.RECEIVED).order_by("received_at").first()
        kwargs = {"reference": self.application.reference}
        if following:
            return reverse("consultation:moderate", kwargs=kwargs | {"public_id": following.public_id})
        return reverse("consultation:comments", kwargs=kwargs)

    def context(self) -> dict[str, Any]:
        return {"comment": self.comment, "left": self.application.unread_comments}
