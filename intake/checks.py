"""What an operator is told at start: a folder of schemas that is not there, or a file of it that is no schema."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from intake import schemas


@register()
def odp_schemas(**_: Any) -> list[CheckMessage]:
    """Every file of ODP_SCHEMA_FOLDER can be used."""
    if not settings.ODP_SCHEMA_FOLDER:
        return []
    folder = Path(settings.ODP_SCHEMA_FOLDER)
    if not folder.is_dir():
        return [
            Error(f"ODP_SCHEMA_FOLDER names {folder}, which is no folder.", hint="Correct the setting or leave it empty.", id="intake.E001")
        ]
    paths = schemas.files()
    if not paths:
        hint = "Put the schemas at <version>/<name>.json, or those of one version flat."
        return [Error(f"ODP_SCHEMA_FOLDER names {folder}, which holds no schema.", hint=hint, id="intake.E002")]
    return [problem for path in paths for problem in _problems(path)]


def _problems(path: Path) -> list[CheckMessage]:
    try:
        schemas.load(path)
    except schemas.BrokenSchema as error:
        return [Error(str(error), hint="Fetch the file again from the publisher, or take it out of the folder.", id="intake.E003")]
    return []
