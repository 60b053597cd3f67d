"""One migration operation that separates a council-owned table in the database itself."""

from typing import Any

from django.db.migrations.operations.base import Operation

POLICY = "current_setting('bops.across', true) = 'on' OR authority_id = NULLIF(current_setting('bops.authority_id', true), '')::bigint"


class SeparateByAuthority(Operation):
    """Row-level security (FORCE) on a model's table and, where it hangs on a case, a composite key (case, authority).

    `case` names the foreign key to the case or application (its column is `<case>_id`); None for tables that belong to the council alone.
    `force=False` is for the one look-up table that SECURITY DEFINER functions read as its owner.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, case: str | None = None, force: bool = True) -> None:
        self.model_name = model_name
        self.case = case
        self.force = force

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        if self.force:
            schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'CREATE POLICY by_authority ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})')
        if self.case:
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_same_authority" FOREIGN KEY ("{self.case}_id", authority_id) '
                f"REFERENCES applications_case (id, authority_id) DEFERRABLE INITIALLY DEFERRED"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if self.case:
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_same_authority"')
        schema_editor.execute(f'DROP POLICY IF EXISTS by_authority ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        return f"Separate {self.model_name} by authority"
