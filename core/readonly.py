"""A guard for views: the database refuses to write while a page is only read."""

from typing import Any

WRITES = ("insert", "update", "delete", "truncate", "merge")


class WriteDuringGet(RuntimeError):
    """A view wrote to the database while answering GET: a fault of ours, never of the person who asked."""


def refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    text = sql if isinstance(sql, str) else ""
    if text.lstrip().lower().startswith(WRITES):
        raise WriteDuringGet(text[:120])
    return execute(sql, params, many, context)
