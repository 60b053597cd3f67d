from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultation import forms, selectors, services, tasklist
from consultation.views.base import PublicityView
from documents.uploads import MANY, takes_files


class SiteNoticeView(PublicityView):
    """Ask for a site notice, print it, and record when it was displayed."""

    task = tasklist.SITE_NOTICE
    form_class = forms.SiteNoticeForm
    template_name = "consultation/site_notice.jinja"
    success_message = "The site notice is being made."

    def initial(self) -> dict[str, Any]:
        return {"quantity": 1, "display_on": timezone.localdate(self.now)}

    def perform(self, form: Any) -> None:
        services.create_site_notice(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)

    def success_url(self) -> str:
        return self.request.path

    def context(self) -> dict[str, Any]:
        return {
            "notices": self.snapshot["site_notices"],
            "duties": self.snapshot["duties"],
            "comment_by": selectors.comment_by(self.application, display_on=timezone.localdate(self.now)),
        }


@takes_files(MANY)
class DisplayView(PublicityView):
    """Record when and where a notice was displayed."""

    task = tasklist.SITE_NOTICE
    form_class = forms.DisplayForm
    template_name = "consultation/display.jinja"
    success_message = "Display recorded. The period for comments runs from that day."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.notice = self.case.site_notices.filter(public_id=kwargs["public_id"], cancelled_at=None).first()
        if self.notice is None:
            raise Http404

    def initial(self) -> dict[str, Any]:
        return {"displayed_on": timezone.localdate(self.now), "where": self.notice.where}

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        services.record_display(
            application=self.application,
            notice=self.notice,
            displayed_on=data["displayed_on"],
            where=data["where"],
            evidence=data["evidence"] or [],
            by=self.request.user,
            now=self.now,
        )

    def success_url(self) -> str:
        return reverse("consultation:site_notice", kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return {"notice": self.notice, "can_edit": self.can_edit() and self.notice.displayed_on is None}


class CancelView(PublicityView):
    """Take back a notice that was asked for by mistake."""

    task = tasklist.SITE_NOTICE
    form_class = forms.CancelNoticeForm
    template_name = "consultation/cancel_site_notice.jinja"
    success_message = "Site notice cancelled."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.notice = self.case.site_notices.filter(public_id=kwargs["public_id"], displayed_on=None, cancelled_at=None).first()
        if self.notice is None:
            raise Http404

    def perform(self, form: Any) -> None:
        services.cancel_site_notice(
            application=self.application, notice=self.notice, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )

    def success_url(self) -> str:
        return reverse("consultation:site_notice", kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return {"notice": self.notice}


class PressNoticeView(PublicityView):
    """Record in which newspaper a notice was published, and when."""

    task = tasklist.PRESS_NOTICE
    form_class = forms.PressNoticeForm
    template_name = "consultation/press_notice.jinja"
    success_message = "Press notice recorded. Its period runs from that day."

    def perform(self, form: Any) -> None:
        services.record_press_notice(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)

    def success_url(self) -> str:
        return self.request.path

    def context(self) -> dict[str, Any]:
        return {"notices": self.snapshot["press_notices"], "duties": self.snapshot["duties"]}
