"""What goes into a CSV file is shown by a spreadsheet and never run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes £ for two other letters


class Echo:
    """A file for csv.writer that gives each line back."""

    def write(self, line: str) -> str:
        return line


def safe(value: Any) -> Any:
    """A value that a spreadsheet shows and does not run: text that looks like a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (value.startswith(STARTS_A_FORMULA) or value.lstrip().startswith(STARTS_A_FORMULA)):
        return f"'{value}"
    return value


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file, each value safe."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(head)
    for row in rows:
        yield writer.writerow([safe(value) for value in row])
