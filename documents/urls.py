"""Pages of this stage on the officers' site."""

from django.urls import path

app_name = "documents"
urlpatterns: list = []
