from django.apps import AppConfig


class DecisionConfig(AppConfig):
    name = "decision"

    def ready(self) -> None:
        from audit import registry
        from decision import events, messages, tasklist  # noqa: F401
        from notifications import catalogue

        registry.register(*events.ALL)
        catalogue.register(*messages.ALL)
