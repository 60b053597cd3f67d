from django.apps import AppConfig


class ValidationConfig(AppConfig):
    name = "validation"

    def ready(self) -> None:
        from audit.registry import register
        from validation import events

        register(*events.ALL)
