"""Files on the public host."""

from django.urls import path

from documents.views import many, papers, search, viewer

app_name = "documents"
CASE = "applications/<ref:reference>/documents/"
urlpatterns = [
    path(f"{CASE}search/", search.public_search, name="public_search"),
    path(f"{CASE}zip/", many.public_zip, name="public_zip"),
    path(f"{CASE}<uuid:public_id>/view/", viewer.public_view, name="public_view"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/draw/", viewer.public_draw, name="public_draw"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/state/", viewer.public_state, name="public_page_state"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/blocks/", viewer.public_blocks, name="public_blocks"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/<slug:picture>/", viewer.public_picture, name="public_picture"),
    path(f"{CASE}<uuid:public_id>/", papers.public_file, name="public_file"),
    path(f"{CASE}<uuid:public_id>/<slug:rendition>/", papers.public_file, name="public_rendition"),
]
