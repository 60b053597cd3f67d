from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from audit.registry import register
        from accounts import events

        register(*events.ALL)
