from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from audit.registry import register
        from casework import events

        register(*events.ALL)
