from django.apps import AppConfig


class ApplicantPortalConfig(AppConfig):
    name = "applicant_portal"
