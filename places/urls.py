"""Pages of places on the officers' site."""

from django.urls import path

from places import address_views, views

app_name = "places"
urlpatterns = [
    path("addresses/", address_views.addresses, name="addresses"),
    path("addresses/ask/", address_views.ask_for_addresses, name="ask_for_addresses"),
    path("outside-services/", views.outside_services, name="outside_services"),
    path("outside-services/<slug:key>/try/", views.try_outside_service, name="try_outside_service"),
]
