from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment import events, tasklist  # noqa: F401
        from audit.registry import register

        register(*events.ALL)
