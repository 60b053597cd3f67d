from django.apps import AppConfig


class DecisionConfig(AppConfig):
    name = "decision"

    def ready(self) -> None:
        from audit.registry import register
        from decision import events

        register(*events.ALL)
