from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured

        from applications import editions, events
        from audit.registry import register

        register(*events.ALL)
        try:
            editions.use(settings.STATUTE_FOLDER)
        except editions.NotAnEdition as fault:
            raise ImproperlyConfigured(f"STATUTE_FOLDER names tables of the law that cannot be used. {fault.message}") from fault
