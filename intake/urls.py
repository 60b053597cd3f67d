"""Pages of this stage on the officers' site."""

from django.urls import path

from intake import views

app_name = "intake"
urlpatterns = [
    path("cases/<ref:reference>/submitted/", views.submitted, name="submitted"),
    path("submissions/", views.inbox, name="inbox"),
    path("submissions/<uuid:public_id>/", views.submission, name="submission"),
    path("submissions/<uuid:public_id>/body", views.body, name="body"),
    path("submissions/<uuid:public_id>/replay", views.replay, name="replay"),
    path("submissions/<uuid:public_id>/fetch-again", views.fetch_again, name="fetch_again"),
]
