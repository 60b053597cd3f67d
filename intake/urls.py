"""Pages of this stage on the officers' site."""

from django.urls import path

from intake import portal_views, views
from intake.manual import views as manual

app_name = "intake"
urlpatterns = [
    path("cases/<ref:reference>/submitted/", views.submitted, name="submitted"),
    path("cases/<ref:reference>/submitted/changes/", views.changes, name="changes"),
    path("cases/<ref:reference>/submitted/changes/<int:version>/", views.changes, name="changes_of"),
    path("cases/<ref:reference>/submitted/changes/<int:version>/leave", views.leave_changes, name="leave_changes"),
    path("cases/<ref:reference>/submitted/changes/<int:version>/<int:position>/", views.decide_change, name="decide_change"),
    path("submissions/", views.inbox, name="inbox"),
    path("submissions/start-held", views.start_held, name="start_held"),
    path("submissions/upload-package/", portal_views.upload_package, name="upload_package"),
    path("submissions/<uuid:public_id>/", views.submission, name="submission"),
    path("submissions/<uuid:public_id>/packages/<int:position>", portal_views.package, name="package"),
    path("submissions/<uuid:public_id>/body", views.body, name="body"),
    path("submissions/<uuid:public_id>/replay", views.replay, name="replay"),
    path("submissions/<uuid:public_id>/fetch-again", views.fetch_again, name="fetch_again"),
    path("new-case/", manual.Start.as_view(), name="manual_start"),
    path("new-case/<uuid:public_id>/", manual.check, name="manual_check"),
    path("new-case/<uuid:public_id>/type/", manual.Start.as_view(), name="manual_type"),
    path("new-case/<uuid:public_id>/create/", manual.create, name="manual_create"),
    path("new-case/<uuid:public_id>/delete/", manual.ThrowAway.as_view(), name="manual_throw_away"),
    path("new-case/<uuid:public_id>/files/<uuid:file_id>/remove/", manual.remove_file, name="manual_remove_file"),
    path("new-case/<uuid:public_id>/<slug:page>/", manual.Question.as_view(), name="manual_page"),
]
