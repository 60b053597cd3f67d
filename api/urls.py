"""HTTP for machines."""

from django.urls import path

urlpatterns: list = []
