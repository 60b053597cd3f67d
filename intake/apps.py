from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from audit.registry import register
        from intake import events

        register(*events.ALL)
