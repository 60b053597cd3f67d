"""Emails of publicity."""

from notifications.catalogue import MessageType

SITE_NOTICE_TO_DISPLAY = MessageType(
    "consultation.site_notice_to_display",
    "To a team or the applicant: a site notice to put up",
    {"reference", "address", "quantity", "where", "link"},
    must_say={"link"},
)
COMMENT_RECEIPT = MessageType(
    "consultation.comment_receipt", "To somebody who commented: we have it", {"reference", "address", "text", "link"}
)

ALL = (SITE_NOTICE_TO_DISPLAY, COMMENT_RECEIPT)
