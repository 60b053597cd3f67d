"""The verbs of validation."""

from validation.services.answers import AlreadyAnswered, add_answer_files, answer_request, hashes_of, remove_answer_file
from validation.services.appeals import appeal_words_when_disputed
from validation.services.checks import add_constraint, check_document, propose_red_line, record_check, remove_constraint, review_documents
from validation.services.decisions import invalidate, validate
from validation.services.disputes import NothingToDispute, answer_by, answer_dispute, record_dispute
from validation.services.drafting import forget_draft, keep_draft
from validation.services.links import acknowledge, send_access_link
from validation.services.payments import AlreadyRecorded, cancel_payment, mark_bounced, record_payment, take_back_bounce
from validation.services.people import TooManyColleagues, add_colleague, close_access, remove_colleague
from validation.services.plans import MOST_PLANS, accept_plans, add_plans, leave_plans_aside, remove_plan, replaceable, send_plans
from validation.services.redrawing import redraw_red_line
from validation.services.refunds import SecondPersonNeeded, approve_refund, refuse_refund, request_refund
from validation.services.reminding import chase, let_silence_agree, remind
from validation.services.requests import cancel_request, create_request, edit_request, mark_answer_seen, send_requests
from validation.services.required import check_required_documents
from validation.services.talking import (
    attach_files,
    keep_late_answer,
    mark_messages_read,
    remove_attachment,
    write_message,
    write_to_each_other,
)

__all__ = [
    "MOST_PLANS",
    "AlreadyAnswered",
    "AlreadyRecorded",
    "NothingToDispute",
    "SecondPersonNeeded",
    "TooManyColleagues",
    "accept_plans",
    "acknowledge",
    "add_answer_files",
    "add_colleague",
    "add_constraint",
    "add_plans",
    "answer_by",
    "answer_dispute",
    "answer_request",
    "appeal_words_when_disputed",
    "approve_refund",
    "attach_files",
    "cancel_payment",
    "cancel_request",
    "chase",
    "check_document",
    "check_required_documents",
    "close_access",
    "create_request",
    "edit_request",
    "forget_draft",
    "hashes_of",
    "invalidate",
    "keep_draft",
    "keep_late_answer",
    "leave_plans_aside",
    "let_silence_agree",
    "mark_answer_seen",
    "mark_bounced",
    "mark_messages_read",
    "propose_red_line",
    "record_check",
    "record_dispute",
    "record_payment",
    "redraw_red_line",
    "refuse_refund",
    "remind",
    "remove_answer_file",
    "remove_attachment",
    "remove_colleague",
    "remove_constraint",
    "remove_plan",
    "replaceable",
    "request_refund",
    "review_documents",
    "send_access_link",
    "send_plans",
    "send_requests",
    "take_back_bounce",
    "validate",
    "write_message",
    "write_to_each_other",
]
