from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"

    def ready(self) -> None:
        from audit.registry import register
        from consultation import events

        register(*events.ALL)
