"""What happens to a case whatever its stage, in the officer's words."""

from audit.registry import EventType

CASE_CREATED = EventType("created", "Application received from {source}")
ASSIGNED = EventType("assigned", "Assigned to {officer}")
UNASSIGNED = EventType("unassigned", "Taken off {officer}; nobody has it now")
CLAIMED = EventType("claimed", "Taken from the registration queue by {officer}")
TASK_COMPLETED = EventType("task_completed", "Task completed: {task}")
EXTENSION_AGREED = EventType("extension_agreed", "Extension of time agreed to {until}: {evidence}")
FACTS_RECORDED = EventType("development_facts_recorded", "Development figures changed: {changes}")
LINK_SENT = EventType("link_sent", "Link to the applicant’s pages emailed to {email}")
LINK_OPENED = EventType("link_opened", "Link to the applicant’s pages opened by {name}")
COLLEAGUE_ADDED = EventType("colleague_added", "Colleague added by {who}: {colleague}, {email}")
COLLEAGUE_REMOVED = EventType("colleague_removed", "Colleague removed: {colleague}, {email}")
ACCESS_CLOSED = EventType("access_closed", "Applicant’s pages closed to {name}: {reason}")
ACCESS_OPENED = EventType("access_opened", "Applicant’s pages opened to {name} again")
NOTE_DISMISSED = EventType("note_dismissed", "Note at the top of the case dealt with: {note}")
LAW_CONFIRMED = EventType("law_confirmed", "Rule of law confirmed from {from_on}, as it stands: {rule} ({source}, read {read_on})")
LAW_ENTERED = EventType("law_entered", "Figure of law entered: {rule} is {value} from {from_on} ({source}, read {read_on})")
LAW_WITHDRAWN = EventType("law_withdrawn", "Figure of law withdrawn that counted from {from_on}: {rule}. {reason}")
CONSTRAINTS_LOOKED_UP = EventType("constraints_looked_up", "Constraints looked up: {changes}")
SITE_PLACED = EventType("site_placed", "The site lies in {place} ({source})")
RED_LINE_CORRECTED = EventType("red_line_corrected", "Red line corrected: {reason}")

ALL = (
    CASE_CREATED,
    ASSIGNED,
    UNASSIGNED,
    CLAIMED,
    TASK_COMPLETED,
    EXTENSION_AGREED,
    FACTS_RECORDED,
    LINK_SENT,
    LINK_OPENED,
    COLLEAGUE_ADDED,
    COLLEAGUE_REMOVED,
    ACCESS_CLOSED,
    ACCESS_OPENED,
    NOTE_DISMISSED,
    LAW_CONFIRMED,
    LAW_ENTERED,
    LAW_WITHDRAWN,
    CONSTRAINTS_LOOKED_UP,
    SITE_PLACED,
    RED_LINE_CORRECTED,
)
