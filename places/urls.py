"""Pages of places on the officers' site."""

from django.urls import path

from places import views

app_name = "places"
urlpatterns = [
    path("outside-services/", views.outside_services, name="outside_services"),
    path("outside-services/<slug:key>/try/", views.try_outside_service, name="try_outside_service"),
]
