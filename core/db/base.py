"""PostGIS, plus one thing: each connection tells PostgreSQL which authority it acts for, so that row-level security can hold.

The wanted authority lives in a context variable (`core.tenancy`). Before a statement runs, the connection compares it with what it
last told the server and, if they differ, tells it. A rolled-back transaction takes session settings back, so after one nothing is
taken for granted.
"""

from typing import Any

from django.contrib.gis.db.backends.postgis import base
from psycopg.pq import TransactionStatus

from core.tenancy import wanted_setting

UNKNOWN = object()


def apply_authority(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    wrapper = context["connection"]
    wanted = wanted_setting()
    if wrapper.authority_told != wanted and wrapper.connection.info.transaction_status != TransactionStatus.INERROR:
        with wrapper.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('bops.authority_id', %s, false), set_config('bops.across', %s, false)", wanted)
        wrapper.authority_told = wanted
    return execute(sql, params, many, context)


class DatabaseWrapper(base.DatabaseWrapper):
    authority_told: object = UNKNOWN

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.authority_told = UNKNOWN
        if apply_authority not in self.execute_wrappers:
            self.execute_wrappers.insert(0, apply_authority)

    def _rollback(self) -> None:
        super()._rollback()
        self.authority_told = UNKNOWN

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self.authority_told = UNKNOWN
