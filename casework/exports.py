"""Lists as CSV, row after row, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from applications.models import PlanningApplication
from casework.presenters.rows import CaseRow
from casework.selectors.lists import for_list
from core.spreadsheets import BYTE_ORDER_MARK, Echo, safe
from core.tenancy import acting_for

CHUNK = 1000
COLUMNS: dict[str, Any] = {
    "Reference": lambda row: row.reference,
    "Address": lambda row: row.address,
    "UPRN": lambda row: row.case.uprn,
    "Type": lambda row: row.type_name,
    "Stage": lambda row: row.status_label,
    "Description": lambda row: row.description,
    "Received": lambda row: row.received_on,
    "Valid from": lambda row: row.valid_from_on,
    "Expires": lambda row: row.effective_expiry_on,
    "Extended": lambda row: "Yes" if row.extended else "No",
    "Days left": lambda row: row.days_left,
    "Consultation ends": lambda row: row.consultation_end_on,
    "Next action": lambda row: row.next_action,
    "Next action by": lambda row: row.next_action_on,
    "Unread answers": lambda row: row.unread_answers,
    "Unread messages": lambda row: row.unread_messages,
    "Unread comments": lambda row: row.unread_comments,
    "Emails not delivered": lambda row: row.undelivered,
    "Plans to decide on": lambda row: row.unread_plans,
    "Case officer": lambda row: row.officer_name,
    "Decision": lambda row: row.outcome_label,
    "Decided": lambda row: row.determined_on,
}


def csv_lines(authority: Any, ids: list[int], on: date) -> Iterator[str]:
    """The lines of a CSV file of these cases, in this order.

    The lines are read while the answer leaves, after the request's own work for the council has ended: each chunk acts for it anew.
    """
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for start in range(0, len(ids), CHUNK):
        yield "".join(writer.writerow(line) for line in _chunk(authority, ids[start : start + CHUNK], on))


def _chunk(authority: Any, ids: list[int], on: date) -> list[list[Any]]:
    with acting_for(authority):
        found: dict[int, PlanningApplication] = for_list(authority.applications.filter(pk__in=ids)).in_bulk()
    rows = [CaseRow(found[pk], on) for pk in ids if pk in found]
    return [[safe(value(row)) for value in COLUMNS.values()] for row in rows]
