from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from audit.registry import register
        from notifications import events

        register(*events.ALL)
