from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"

    def ready(self) -> None:
        from audit import registry
        from consultation import events, messages, tasklist  # noqa: F401
        from notifications import catalogue

        registry.register(*events.ALL)
        catalogue.register(*messages.ALL)
