"""Pages of this stage on the officers' site."""

from django.urls import path

from validation.views import checks, decision, disputes, people, plans, questions, redraw, requests, talking

app_name = "validation"
urlpatterns = [
    path("<ref:reference>/validation/documents/", checks.ReviewDocuments.as_view(), name="review_documents"),
    path("<ref:reference>/validation/red-line/", checks.CheckRedLine.as_view(), name="check_red_line"),
    path("<ref:reference>/validation/red-line/redraw/", redraw.RedrawRedLine.as_view(), name="redraw_red_line"),
    path("<ref:reference>/validation/red-line/propose/", redraw.ProposeRedLine.as_view(), name="propose_red_line"),
    path("<ref:reference>/validation/constraints/", checks.CheckConstraints.as_view(), name="check_constraints"),
    path("<ref:reference>/validation/constraints/change/", checks.change_constraints, name="change_constraints"),
    path("<ref:reference>/validation/constraints/look-up/", checks.look_up_again, name="look_up_again"),
    path("<ref:reference>/validation/description/", checks.CheckDescription.as_view(), name="check_description"),
    path("<ref:reference>/validation/fee/", checks.CheckFee.as_view(), name="check_fee"),
    path("<ref:reference>/validation/required-documents/", questions.RequiredDocuments.as_view(), name="required_documents"),
    path("<ref:reference>/validation/reporting/", questions.Reporting.as_view(), name="reporting"),
    path("<ref:reference>/validation/legislation/", questions.Legislation.as_view(), name="check_legislation"),
    path("<ref:reference>/validation/levy/", questions.Levy.as_view(), name="check_cil"),
    path("<ref:reference>/validation/environment/", questions.Statement.as_view(), name="check_eia"),
    path("<ref:reference>/validation/certificate/", questions.CheckCertificate.as_view(), name="check_certificate"),
    path("<ref:reference>/validation/services/", questions.RequestedServices.as_view(), name="check_services"),
    path("<ref:reference>/validation/requests/", requests.Requests.as_view(), name="requests"),
    path("<ref:reference>/validation/requests/new/<slug:what>/", requests.NewRequest.as_view(), name="new_request"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/edit/", requests.EditRequest.as_view(), name="edit_request"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/cancel/", requests.CancelRequest.as_view(), name="cancel_request"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/seen/", requests.mark_seen, name="mark_seen"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/messages/", talking.Messages.as_view(), name="messages"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/messages/read/", talking.mark_read, name="mark_read"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/files/", talking.Attachments.as_view(), name="attachments"),
    path("<ref:reference>/validation/requests/<uuid:request_id>/files/remove/", talking.remove_attachment, name="remove_attachment"),
    path("<ref:reference>/validation/messages/", talking.Conversation.as_view(), name="conversation"),
    path("<ref:reference>/validation/messages/read/", talking.mark_all_read, name="mark_all_read"),
    path("<ref:reference>/validation/plans/", plans.Plans.as_view(), name="plans"),
    path("<ref:reference>/validation/plans/<uuid:amendment_id>/accept/", plans.Accept.as_view(), name="accept_plans"),
    path("<ref:reference>/validation/plans/<uuid:amendment_id>/leave-aside/", plans.LeaveAside.as_view(), name="leave_plans_aside"),
    path("<ref:reference>/validation/people/", people.people, name="people"),
    path("<ref:reference>/validation/people/<slug:role>/close/", people.CloseAccess.as_view(), name="close_access"),
    path("<ref:reference>/validation/people/<uuid:colleague_id>/remove/", people.remove, name="remove_colleague"),
    path("<ref:reference>/validation/people/<uuid:colleague_id>/send-link/", people.send_link, name="send_colleague_link"),
    path("<ref:reference>/validation/send-link/<slug:role>/", decision.send_link, name="send_link"),
    path("<ref:reference>/validation/notice/", disputes.AnswerDispute.as_view(), name="answer_dispute"),
    path("<ref:reference>/validation/notice/record/", disputes.RecordDispute.as_view(), name="record_dispute"),
    path("<ref:reference>/validation/decision/", decision.DecideValidity.as_view(), name="decide_validity"),
    path("<ref:reference>/validation/decision/in-spite/", decision.OverrideBlocks.as_view(), name="override"),
]
