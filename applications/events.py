"""What happens to a case whatever its stage, in the officer's words."""

from audit.registry import EventType

CASE_CREATED = EventType("created", "Application received from {source}")
ASSIGNED = EventType("assigned", "Assigned to {officer}")
UNASSIGNED = EventType("unassigned", "Taken off {officer}; nobody has it now")
CLAIMED = EventType("claimed", "Taken from the registration queue by {officer}")
TASK_COMPLETED = EventType("task_completed", "Task completed: {task}")
EXTENSION_AGREED = EventType("extension_agreed", "Extension of time agreed to {until}: {evidence}")
LINK_SENT = EventType("link_sent", "Link to the applicant’s pages emailed to {email}")
LINK_OPENED = EventType("link_opened", "Link to the applicant’s pages opened by {name}")

ALL = (CASE_CREATED, ASSIGNED, UNASSIGNED, CLAIMED, TASK_COMPLETED, EXTENSION_AGREED, LINK_SENT, LINK_OPENED)
