"""Pages of assessment on the officers' site."""

from django.urls import path

from assessment import views

app_name = "assessment"

SUMMARY = views.SummaryView.as_view()

urlpatterns = [
    path("<ref:reference>/assessment/site-visit/", views.SiteVisitView.as_view(), name="site_visit"),
    path("<ref:reference>/assessment/site-visit/<int:pk>/remove/", views.remove_visit, name="remove_visit"),
    path("<ref:reference>/assessment/summary-of-works/", SUMMARY, {"kind": "summary-of-works"}, name="summary_of_works"),
    path("<ref:reference>/assessment/site-description/", SUMMARY, {"kind": "site-description"}, name="site_description"),
    path("<ref:reference>/assessment/summary-of-comments/", SUMMARY, {"kind": "summary-of-comments"}, name="neighbour_summary"),
    path("<ref:reference>/assessment/amenity/", SUMMARY, {"kind": "amenity"}, name="amenity"),
    path("<ref:reference>/assessment/assessment/", SUMMARY, {"kind": "assessment"}, name="assessment_text"),
    path("<ref:reference>/assessment/conditions/", views.ConditionsView.as_view(), name="conditions"),
    path("<ref:reference>/assessment/conditions/change/", views.change_list, {"what": "conditions"}, name="change_conditions"),
    path("<ref:reference>/assessment/conditions/<uuid:public_id>/", views.EditConditionView.as_view(), name="edit_condition"),
    path("<ref:reference>/assessment/informatives/", views.InformativesView.as_view(), name="informatives"),
    path("<ref:reference>/assessment/informatives/change/", views.change_list, {"what": "informatives"}, name="change_informatives"),
    path("<ref:reference>/assessment/informatives/<uuid:public_id>/", views.EditInformativeView.as_view(), name="edit_informative"),
]
