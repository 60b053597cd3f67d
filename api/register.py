"""The public register for machines: nobody needs a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from ninja import Router

from api import search, shapes
from api.errors import ApiError
from api.schemas import ApplicationTypeAnswer, DocumentsAnswer, Errors, Overview, SearchAnswer
from api.selectors import decision_notice, public_documents, types_of

router = Router(tags=["Register"])

NOTHING = "There is no public application with this reference at this council."
SEARCH_DOCUMENT = {
    "parameters": [
        {"in": "query", "name": name, "description": words, "required": False, "schema": {"type": "string"}}
        for name, words in search.PARAMETERS.items()
    ]
}


@router.get("/application_types", response=list[ApplicationTypeAnswer], summary="Types of application that the council takes")
def application_types(request: Any) -> list[dict[str, str]]:
    return types_of(request.authority)


@router.get("/planning_applications/search", response=SearchAnswer, openapi_extra=SEARCH_DOCUMENT, summary="Search the register")
def search_register(request: HttpRequest) -> dict[str, Any]:
    page = search.find(request)
    return {"pagination": page.figures(), "data": [shapes.overview(row, with_comments=False) for row in page.rows]}


@router.get("/planning_applications/{path:reference}/documents", response={200: DocumentsAnswer, 404: Errors}, summary="Public documents")
def documents(request: Any, reference: str) -> dict[str, Any] | HttpResponse:
    application = search.one(request.authority, reference)
    if application is None:
        return _moved(request, reference, "/documents")
    files = [shapes.file_shape(document, document.current) for document in public_documents(application.case)]
    answer: dict[str, Any] = {
        "application": shapes.application_shape(application),
        "files": files,
        "metadata": {"results": len(files), "totalResults": len(files)},
    }
    notice = decision_notice(application)
    if notice is not None:
        url = shapes.file_shape(notice, notice.current)["url"]
        answer["decisionNotice"] = {"name": f"decision-notice-{answer['application']['fullReference']}.pdf", "url": url}
    return answer


@router.get("/planning_applications/{path:reference}", response={200: Overview, 404: Errors}, summary="One application")
def show(request: Any, reference: str) -> dict[str, Any] | HttpResponse:
    application = search.one(request.authority, reference)
    if application is None:
        return _moved(request, reference)
    return shapes.overview(application, with_comments=True)


def _moved(request: Any, reference: str, rest: str = "") -> HttpResponse:
    """To the reference that the case has now; ApiError 404 where no public case ever had this one."""
    now_called = search.renamed(request.authority, reference)
    if not now_called:
        raise ApiError(404, NOTHING)
    return HttpResponsePermanentRedirect(f"/api/v2/public/planning_applications/{now_called}{rest}")
