from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from applications import snapshot
        from audit.registry import register
        from documents import events, messages
        from documents.selectors import load_documents
        from notifications import catalogue

        import_module("documents.taking_in")
        import_module("documents.redaction.tasks")  # the worker knows its tasks
        register(*events.ALL)
        catalogue.register(*messages.ALL)
        snapshot.register("documents", load_documents)
