"""Document pages and files on the officers' site."""

from django.urls import path

from documents.views import adding, drawings, many, measuring, papers, redacting, search, viewer, waiting

app_name = "documents"
CASE = "cases/<ref:reference>/documents/"
urlpatterns = [
    path(CASE, papers.document_list, name="list"),
    path(f"{CASE}add/", adding.add, name="add"),
    path(f"{CASE}add/one/", adding.upload, name="upload"),
    path(f"{CASE}bulk/", many.bulk, name="bulk"),
    path(f"{CASE}drawings/", drawings.register, name="register"),
    path(f"{CASE}drawings.csv", drawings.register_file, name="register_csv"),
    path(f"{CASE}zip/", many.zip_file, name="zip"),
    path(f"{CASE}search/", search.search, name="search"),
    path(f"{CASE}compare/", viewer.compare, name="compare"),
    path(f"{CASE}<uuid:public_id>/", papers.document, name="document"),
    path(f"{CASE}<uuid:public_id>/archive/", papers.archive, name="archive"),
    path(f"{CASE}<uuid:public_id>/restore/", papers.restore, name="restore"),
    path(f"{CASE}<uuid:public_id>/replace/", papers.replace, name="replace"),
    path(f"{CASE}<uuid:public_id>/redact/", papers.redact, name="redact"),
    path(f"{CASE}<uuid:public_id>/redact/start/", redacting.start, name="redact_start"),
    path(f"{CASE}<uuid:public_id>/redact/pages/", redacting.pages, name="redact_pages"),
    path(f"{CASE}<uuid:public_id>/redact/boxes/", redacting.boxes, name="redact_boxes"),
    path(f"{CASE}<uuid:public_id>/redact/change/", redacting.change, name="redact_change"),
    path(f"{CASE}<uuid:public_id>/redact/make/", redacting.make, name="redact_make"),
    path(f"{CASE}<uuid:public_id>/redact/progress/", redacting.progress, name="redact_progress"),
    path(f"{CASE}<uuid:public_id>/view/", viewer.view, name="view"),
    path(f"{CASE}<uuid:public_id>/view/again/", viewer.try_again, name="try_again"),
    path(f"{CASE}<uuid:public_id>/measurements/", measuring.keep, name="measure"),
    path(f"{CASE}<uuid:public_id>/measurements/<int:measurement_id>/remove/", measuring.remove, name="remove_measurement"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/draw/", viewer.draw, name="draw"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/state/", viewer.state, name="page_state"),
    path(f"{CASE}<uuid:public_id>/pages/<int:number>/blocks/", viewer.blocks, name="blocks"),
    path("documents/waiting/", waiting.waiting, name="waiting"),
    path("documents/<uuid:public_id>/", papers.file, name="file"),
    path("documents/<uuid:public_id>/pages/<int:number>/<slug:picture>/", viewer.picture, name="picture"),
    path("documents/<uuid:public_id>/<slug:rendition>/", papers.file, name="rendition"),
]
