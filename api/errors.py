"""Refusals that machines read: one shape, stable codes, and a word on what to do."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError


class ApiError(Exception):
    """An expected refusal. `pointers`: [{pointer, message}], one for each fault of a body; `submission`: under which id
    it was kept."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        pointers: list[dict[str, str]] | None = None,
        submission: Any = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.pointers = pointers
        self.submission = submission
        self.headers = headers or {}


def error_body(status: int, detail: str, pointers: list[dict[str, str]] | None = None, submission: Any = None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": status, "message": HTTPStatus(status).phrase, "detail": detail}
    if pointers is not None:
        error["pointers"] = pointers
    if submission is not None:
        error["submission"] = str(submission.public_id)
    return {"error": error}


def answer(status: int, detail: str, pointers: list[dict[str, str]] | None = None, submission: Any = None) -> HttpResponse:
    return JsonResponse(error_body(status, detail, pointers, submission), status=status)


def in_our_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not have is refused in the same shape as everything else."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refusal = answer(405, f"{request.method} cannot be used here. Use {response['Allow']}.")
        refusal["Allow"] = response["Allow"]
        return refusal

    return answered


def add_handlers(api: NinjaAPI) -> None:
    """Every refusal of the API leaves in our shape. What is not expected goes on to Django, which logs it."""

    @api.exception_handler(ApiError)
    def refused(request: HttpRequest, error: ApiError) -> HttpResponse:
        response = answer(error.status, error.detail, error.pointers, error.submission)
        for name, value in error.headers.items():
            response[name] = value
        return response

    @api.exception_handler(AuthenticationError)
    def not_let_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        response = answer(401, "Send a current token of this council, one that may do this, as “Authorization: Bearer …”.")
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(404, str(error) or "There is nothing at this address.")

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = [{"pointer": "/" + "/".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors]
        return answer(400, "The request is not as the API's document says.", places)

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, str(error))
