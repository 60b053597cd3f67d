"""What decision-making writes into the history, in the officer's words."""

from audit.registry import EventType

RECOMMENDATION_SAVED = EventType("recommendation_saved", "Recommendation drafted: {outcome}")
SUBMITTED = EventType("submitted", "Recommendation sent to the reviewer: {outcome}")
TAKEN_BACK = EventType("withdrawn_recommendation", "Recommendation taken back by the officer")
ACCEPTED = EventType("approved", "Recommendation accepted by the reviewer")
RETURNED = EventType("challenged", "Recommendation returned by the reviewer: {comment}")
DETERMINED = EventType("determined", "Application determined on {decided_on}: {outcome}")
NOTICE_MADE = EventType("decision_notice_made", "Decision notice made and stored (SHA-256 {sha256})")

ALL = (RECOMMENDATION_SAVED, SUBMITTED, TAKEN_BACK, ACCEPTED, RETURNED, DETERMINED, NOTICE_MADE)
