from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Councils and people"

    def ready(self) -> None:
        from accounts import events, messages
        from audit.registry import register
        from notifications import catalogue

        register(*events.ALL)
        catalogue.register(*messages.ALL)
