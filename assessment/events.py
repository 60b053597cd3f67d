"""What assessment writes into the history, in the officer's words."""

from audit.registry import EventType

SITE_VISIT_RECORDED = EventType("site_visit_recorded", "Site visit on {visited_on} recorded")
SITE_VISIT_REMOVED = EventType("site_visit_removed", "Site visit of {visited_on} removed")
SUMMARY_SAVED = EventType("summary_saved", "{category}: text {what}")
CONDITION_ADDED = EventType("condition_added", "Condition added: {title}")
CONDITION_EDITED = EventType("condition_edited", "Condition changed: {title}")
CONDITION_MOVED = EventType("condition_moved", "Condition moved to place {position}: {title}")
CONDITION_REMOVED = EventType("condition_removed", "Condition removed: {title}")
INFORMATIVE_ADDED = EventType("informative_added", "Informative added: {title}")
INFORMATIVE_EDITED = EventType("informative_edited", "Informative changed: {title}")
INFORMATIVE_REMOVED = EventType("informative_removed", "Informative removed: {title}")

ALL = (
    SITE_VISIT_RECORDED,
    SITE_VISIT_REMOVED,
    SUMMARY_SAVED,
    CONDITION_ADDED,
    CONDITION_EDITED,
    CONDITION_MOVED,
    CONDITION_REMOVED,
    INFORMATIVE_ADDED,
    INFORMATIVE_EDITED,
    INFORMATIVE_REMOVED,
)
