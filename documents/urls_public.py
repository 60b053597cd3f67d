"""Files on the public host."""

from django.urls import path

from documents import views

app_name = "documents"
CASE = "applications/<ref:reference>/documents/"
urlpatterns = [
    path(f"{CASE}<uuid:public_id>/", views.public_file, name="public_file"),
    path(f"{CASE}<uuid:public_id>/<slug:rendition>/", views.public_file, name="public_rendition"),
]
