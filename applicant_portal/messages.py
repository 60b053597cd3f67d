"""The emails of the portal itself."""

from notifications.catalogue import MessageType

YOUR_APPLICATIONS = MessageType(
    "applicant_portal.your_applications",
    "To whoever asked for it: a link to all applications of an email address",
    needs=["link", "link_until"],
    secret=["link"],
)

ALL = (YOUR_APPLICATIONS,)
