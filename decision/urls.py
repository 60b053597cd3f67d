"""Pages of deciding on the officers' site."""

from django.urls import path

from decision import views

app_name = "decision"

urlpatterns = [
    path("<ref:reference>/decision/recommendation/", views.RecommendView.as_view(), name="recommend"),
    path("<ref:reference>/decision/recommendation/take-back/", views.take_back, name="take_back"),
    path("<ref:reference>/decision/review/", views.ReviewView.as_view(), name="review"),
    path("<ref:reference>/decision/determination/", views.DetermineView.as_view(), name="determine"),
    path("<ref:reference>/decision/draft-notice/", views.draft_notice, name="draft_notice"),
]
