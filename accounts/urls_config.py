"""The whole-system admin."""

from django.urls import path

urlpatterns: list = []
