"""The officers' site. Each app names its own pages; each page names its permission."""

from django.urls import path, register_converter

from core.converters import ReferenceConverter

register_converter(ReferenceConverter, "ref")
urlpatterns: list = []
