"""A council's own admin."""

from django.urls import path

urlpatterns: list = []
