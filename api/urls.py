"""HTTP for machines."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from accounts.permissions import RequestPermission
from api import views
from api.errors import in_our_shape
from api.public import public_answer
from api.v2 import api

PUBLIC = "public/"


def _guarded(patterns: list[Any]) -> Iterator[Any]:
    """The API's addresses, each naming who may call it: the register is open, everything else checks a token itself."""
    for pattern in patterns:
        if pattern.name == "api-root":  # a page of the library that says nothing
            continue
        is_public = str(pattern.pattern).startswith(PUBLIC)
        view = in_our_shape(pattern.callback)
        pattern.callback = csrf_exempt(public_answer(view) if is_public else view)
        pattern.callback.bops_permission = RequestPermission.PUBLIC if is_public else RequestPermission.API
        yield pattern


_patterns, _app, _namespace = api.urls

urlpatterns = [
    path("v2/", (list(_guarded(_patterns)), _app, _namespace)),
    path("docs/", views.docs, name="api_docs"),
    path("docs/openapi.json", views.openapi, name="api_openapi"),
    re_path(r"^.*$", views.nothing_here, name="api_nothing_here"),
]
