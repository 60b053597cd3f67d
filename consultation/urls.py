"""Pages of publicity on the officers' site."""

from django.urls import path

from consultation import views

app_name = "consultation"
CASE = "cases/<ref:reference>/consultation/"

urlpatterns = [
    path(f"{CASE}make-public/", views.MakePublicView.as_view(), name="make_public"),
    path(f"{CASE}neighbours/", views.NeighboursView.as_view(), name="neighbours"),
    path(f"{CASE}neighbours/ask/", views.ask_for_addresses, name="ask_for_addresses"),
    path(f"{CASE}letters/", views.LettersView.as_view(), name="letters"),
    path(f"{CASE}letters/figures/", views.FiguresView.as_view(), name="figures"),
    path(f"{CASE}letters/<uuid:public_id>/posted/", views.PostedView.as_view(), name="posted"),
    path(f"{CASE}letters/<uuid:public_id>/progress/", views.progress, name="progress"),
    path(f"{CASE}site-notice/", views.SiteNoticeView.as_view(), name="site_notice"),
    path(f"{CASE}site-notice/<uuid:public_id>/displayed/", views.DisplayView.as_view(), name="display"),
    path(f"{CASE}site-notice/<uuid:public_id>/cancel/", views.CancelView.as_view(), name="cancel_site_notice"),
    path(f"{CASE}press-notice/", views.PressNoticeView.as_view(), name="press_notice"),
    path(f"{CASE}comments/", views.CommentsView.as_view(), name="comments"),
    path(f"{CASE}comments/<uuid:public_id>/", views.ModerateView.as_view(), name="moderate"),
]
