"""The applicants' and public site of a council: it shares no cookie with the officers' site."""

from django.urls import include, path

urlpatterns = [
    path("", include("documents.urls_public")),
    path("", include("applicant_portal.urls_public")),
    path("", include("notifications.urls")),
    path("api/", include("api.urls")),
]
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
