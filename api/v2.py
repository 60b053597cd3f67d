"""The v2 API, put together."""

from ninja import NinjaAPI

from api import register, submissions
from api.errors import add_handlers

api = NinjaAPI(
    title="BOPS",
    version="2",
    description="Applications in, the public register out. The host of a request names the council.",
    urls_namespace="api-v2",
    openapi_url=None,
    docs_url=None,
)
api.add_router("", submissions.router)
api.add_router("/public", register.router)
add_handlers(api)
