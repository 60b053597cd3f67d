"""The verbs of validation."""

from validation.services.answers import AlreadyAnswered, add_answer_files, answer_request, remove_answer_file
from validation.services.checks import add_constraint, check_document, record_check, remove_constraint, review_documents
from validation.services.decisions import invalidate, validate
from validation.services.links import acknowledge, send_access_link
from validation.services.payments import AlreadyRecorded, record_payment
from validation.services.redrawing import redraw_red_line
from validation.services.requests import cancel_request, create_request, edit_request, mark_answer_seen, send_requests

__all__ = [
    "AlreadyAnswered",
    "AlreadyRecorded",
    "acknowledge",
    "add_answer_files",
    "add_constraint",
    "answer_request",
    "cancel_request",
    "check_document",
    "create_request",
    "edit_request",
    "invalidate",
    "mark_answer_seen",
    "record_check",
    "record_payment",
    "redraw_red_line",
    "remove_answer_file",
    "remove_constraint",
    "review_documents",
    "send_access_link",
    "send_requests",
    "validate",
]
