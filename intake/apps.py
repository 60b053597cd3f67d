from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from audit.registry import register
        from intake import checks, events  # noqa: F401  (checks register themselves)
        from intake.manual import jobs, tasks  # noqa: F401 (Celery learns of them here)

        register(*events.ALL)
