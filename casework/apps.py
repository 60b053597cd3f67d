from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from applications import tasklist
        from audit.registry import register
        from casework import events, messages, workflows
        from notifications import catalogue

        register(*events.ALL)
        catalogue.register(*messages.ALL)
        tasklist.register(*workflows.ALL)
