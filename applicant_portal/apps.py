from django.apps import AppConfig


class ApplicantPortalConfig(AppConfig):
    name = "applicant_portal"

    def ready(self) -> None:
        from audit.registry import register
        from applicant_portal import events

        register(*events.ALL)
