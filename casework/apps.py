from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from applications import projection, tasklist
        from audit.registry import register
        from casework import events, messages, workflows
        from casework.services.addresses import count_undelivered, note_fate
        from notifications import catalogue, fate

        register(*events.ALL)
        catalogue.register(*messages.ALL)
        tasklist.register(*workflows.ALL)
        projection.register_counter("undelivered", count_undelivered)
        fate.listen(note_fate)
