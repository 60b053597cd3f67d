"""The verbs of validation."""

from validation.services.answers import AlreadyAnswered, add_answer_files, answer_request, remove_answer_file
from validation.services.checks import add_constraint, check_document, propose_red_line, record_check, remove_constraint, review_documents
from validation.services.decisions import invalidate, validate
from validation.services.drafting import forget_draft, keep_draft
from validation.services.links import acknowledge, send_access_link
from validation.services.payments import AlreadyRecorded, cancel_payment, mark_bounced, record_payment, take_back_bounce
from validation.services.people import TooManyColleagues, add_colleague, close_access, remove_colleague
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
    "AlreadyAnswered",
    "AlreadyRecorded",
    "SecondPersonNeeded",
    "TooManyColleagues",
    "acknowledge",
    "add_answer_files",
    "add_colleague",
    "add_constraint",
    "answer_request",
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
    "invalidate",
    "keep_draft",
    "keep_late_answer",
    "let_silence_agree",
    "mark_answer_seen",
    "mark_bounced",
    "mark_messages_read",
    "propose_red_line",
    "record_check",
    "record_payment",
    "redraw_red_line",
    "refuse_refund",
    "remind",
    "remove_answer_file",
    "remove_attachment",
    "remove_colleague",
    "remove_constraint",
    "request_refund",
    "review_documents",
    "send_access_link",
    "send_requests",
    "take_back_bounce",
    "validate",
    "write_message",
    "write_to_each_other",
]
