"""Pages without a domain."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [path("components/", views.components_gallery, name="components")]
