"""Document pages and files on the officers' site."""

from django.urls import path

from documents import views

app_name = "documents"
CASE = "cases/<ref:reference>/documents/"
urlpatterns = [
    path(CASE, views.document_list, name="list"),
    path(f"{CASE}add/", views.add, name="add"),
    path(f"{CASE}bulk/", views.bulk, name="bulk"),
    path(f"{CASE}<uuid:public_id>/", views.document, name="document"),
    path(f"{CASE}<uuid:public_id>/archive/", views.archive, name="archive"),
    path(f"{CASE}<uuid:public_id>/restore/", views.restore, name="restore"),
    path(f"{CASE}<uuid:public_id>/replace/", views.replace, name="replace"),
    path(f"{CASE}<uuid:public_id>/redact/", views.redact, name="redact"),
    path("documents/<uuid:public_id>/", views.file, name="file"),
    path("documents/<uuid:public_id>/<slug:rendition>/", views.file, name="rendition"),
]
