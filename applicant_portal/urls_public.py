"""The council's public site: the register, comments, and the applicant's pages behind an emailed link."""

from django.urls import path

from applicant_portal.views import answering, cases, comment, disputing, link, live, people, plans, portal, public, talking, withdrawal

app_name = "applicant_portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("applications/", public.register, name="register"),
    path("applications/<ref:reference>/", public.application, name="application"),
    path("applications/<ref:reference>/comment/", comment.write, name="comment"),
    path("applications/<ref:reference>/comment/draft/", comment.draft, name="comment_draft"),
    path("applications/<ref:reference>/comment/check/", comment.check, name="comment_check"),
    path("applications/<ref:reference>/comment/sent/", comment.sent, name="comment_sent"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("my/", portal.home, name="portal"),
    path("your-applications/", cases.ask, name="find_cases"),
    path("your-applications/sent/", cases.asked, name="asked_for_cases"),
    path("my/cases/", cases.cases, name="cases"),
    path("my/cases/<ref:reference>/", portal.home, name="portal"),
    path("my/cases/<ref:reference>/people/", people.people, name="people"),
    path("my/cases/<ref:reference>/people/<uuid:colleague_id>/remove/", people.remove, name="remove_colleague"),
    path("my/cases/<ref:reference>/withdraw/", withdrawal.withdraw, name="withdraw"),
    path("my/cases/<ref:reference>/withdraw/take-back/", withdrawal.take_back, name="take_back_withdrawal"),
    path("my/cases/<ref:reference>/plans/", plans.amended, name="plans"),
    path("my/cases/<ref:reference>/plans/draft/", plans.draft, name="plans_draft"),
    path("my/cases/<ref:reference>/plans/files/", plans.add_file, name="plans_files"),
    path("my/leave/", link.leave, name="leave"),
    path("my/new-link/", link.new_link, name="new_link"),
    path("my/new-link/sent/", link.new_link_sent, name="new_link_sent"),
    path("my/documents/<uuid:public_id>/", portal.document, name="my_document"),
    path("my/documents/<uuid:public_id>/<slug:rendition>/", portal.document, name="my_rendition"),
    path("my/requests/<uuid:request_id>/", answering.asked, name="request"),
    path("my/requests/<uuid:request_id>/draft/", answering.draft, name="request_draft"),
    path("my/requests/<uuid:request_id>/files/", answering.add_file, name="request_files"),
    path("my/requests/<uuid:request_id>/sent/", answering.sent, name="request_sent"),
    path("my/requests/<uuid:request_id>/not-needed/", disputing.dispute, name="dispute"),
    path("my/requests/<uuid:request_id>/messages/", talking.conversation, name="messages"),
    path("my/cases/<ref:reference>/messages/", talking.everything, name="conversation"),
    path("my/cases/<ref:reference>/changes/", live.changes, name="changes"),
    path("my/<str:token>/", link.arrive, name="link"),
]
