"""The officers' site. Each app names its own pages; each page names its permission."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("", include("documents.urls")),
    path("", include("intake.urls")),
    path("", include("places.urls")),
    path("", include("notifications.urls")),
    path("", include("validation.urls_payments")),
    path("cases/", include("validation.urls")),
    path("", include("consultation.urls")),
    path("cases/", include("assessment.urls")),
    path("cases/", include("decision.urls")),
    path("", include("casework.urls")),
    path("api/", include("api.urls")),
    path("admin/", include("accounts.urls_admin")),
]
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
