from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate
from django.urls import register_converter

from core.converters import ReferenceConverter


def grant_to_web(sender: Any, using: str, **kwargs: Any) -> None:
    """After migrations the role that serves requests may read and write rows, and nothing else."""
    role = "bops_web"
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != settings.DATABASE_OWNER_ROLE:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register_converter(ReferenceConverter, "ref")
        post_migrate.connect(grant_to_web, dispatch_uid="grant_to_web")
