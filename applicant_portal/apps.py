from django.apps import AppConfig


class ApplicantPortalConfig(AppConfig):
    name = "applicant_portal"

    def ready(self) -> None:
        from applicant_portal import messages
        from notifications import catalogue

        catalogue.register(*messages.ALL)
