from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from audit.registry import register
        from assessment import events, tasklist  # noqa: F401

        register(*events.ALL)
