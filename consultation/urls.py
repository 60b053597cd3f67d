"""Pages of publicity on the officers' site."""

from django.urls import path

from consultation import views

app_name = "consultation"

urlpatterns = [
    path("<ref:reference>/consultation/make-public/", views.MakePublicView.as_view(), name="make_public"),
    path("<ref:reference>/consultation/neighbours/", views.NeighboursView.as_view(), name="neighbours"),
    path("<ref:reference>/consultation/letters/", views.LettersView.as_view(), name="letters"),
    path("<ref:reference>/consultation/letters/figures/", views.FiguresView.as_view(), name="figures"),
    path("<ref:reference>/consultation/letters/<uuid:public_id>/posted/", views.PostedView.as_view(), name="posted"),
    path("<ref:reference>/consultation/site-notice/", views.SiteNoticeView.as_view(), name="site_notice"),
    path("<ref:reference>/consultation/site-notice/<uuid:public_id>/displayed/", views.DisplayView.as_view(), name="display"),
    path("<ref:reference>/consultation/comments/", views.CommentsView.as_view(), name="comments"),
    path("<ref:reference>/consultation/comments/<uuid:public_id>/", views.ModerateView.as_view(), name="moderate"),
]
