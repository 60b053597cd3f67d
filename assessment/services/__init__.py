"""What officers do while they assess: table of contents."""

from assessment.services.conditions import (
    add_condition,
    add_standard_conditions,
    edit_condition,
    move_condition,
    remove_condition,
)
from assessment.services.guards import AlreadyRemoved, NotUnderAssessment
from assessment.services.informatives import add_informative, add_suggested_informatives, edit_informative, remove_informative
from assessment.services.site_visits import record_site_visit, remove_site_visit
from assessment.services.summaries import save_summary
from assessment.services.tasks import finish_task

__all__ = [
    "AlreadyRemoved",
    "NotUnderAssessment",
    "add_condition",
    "add_informative",
    "add_standard_conditions",
    "add_suggested_informatives",
    "edit_condition",
    "edit_informative",
    "finish_task",
    "move_condition",
    "record_site_visit",
    "remove_condition",
    "remove_informative",
    "remove_site_visit",
    "save_summary",
]
