"""Emails of decision-making."""

from notifications.catalogue import MessageType

RECOMMENDATION_SUBMITTED = MessageType(
    "decision.recommendation_submitted", "To the reviewers: a recommendation waits", {"reference", "address", "officer", "outcome", "link"}
)
RECOMMENDATION_RETURNED = MessageType(
    "decision.recommendation_returned",
    "To the case officer: a recommendation came back",
    {"reference", "address", "reviewer", "comment", "link"},
)
DECISION_ISSUED = MessageType(
    "decision.decision_issued",
    "To applicant and agent: the decision",
    {"reference", "address", "outcome", "decided_on", "link"},
    {"link"},
    {"outcome", "decided_on"},
)

ALL = (RECOMMENDATION_SUBMITTED, RECOMMENDATION_RETURNED, DECISION_ISSUED)
