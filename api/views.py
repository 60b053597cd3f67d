"""The API's own document, for machines and for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from accounts.permissions import RequestPermission, open_to
from api.errors import answer
from api.v2 import api

PREFIX = "/api/v2"


def document() -> dict[str, Any]:
    """The OpenAPI document, made from the code."""
    return api.get_openapi_schema(path_prefix=f"{PREFIX}/")


@open_to(RequestPermission.PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), headers={"Access-Control-Allow-Origin": "*"})


@open_to(RequestPermission.PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.jinja", {"operations": operations})


@csrf_exempt
@open_to(RequestPermission.PUBLIC)
def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return answer(404, "There is nothing at this address of the API. /api/docs/ says what there is.")
