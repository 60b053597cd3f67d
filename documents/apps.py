from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from audit.registry import register
        from documents import events

        register(*events.ALL)
