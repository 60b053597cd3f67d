"""Applications in: each is kept before it is answered, and never makes a second case."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router

from api.authentication import READ, WRITE, Token
from api.bodies import read_body
from api.errors import ApiError
from api.schemas import Accepted, Created, Errors, Pong, SubmissionState
from audit.actors import ApiClientActor
from core.tasks import enqueue_on_commit
from intake.jobs import TO_UNDERSTAND, understand_kept
from intake.models import Submission
from intake.services import Outcome, Understood, receive, understand

router = Router(tags=["Submissions"])

CREATED = "Application created"  # the words by which PlanX knows that it need not send again
OUR_FAULT = "We could not make a case of this, through a fault of ours. It was kept and will be looked at: you need not send it again."
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object", "description": "ODP application or preApplication, v0.2.1 to v0.7.7"}}
        },
    }
}
REFUSALS = {400: Errors, 401: Errors, 404: Errors, 413: Errors}


@router.get("/ping", auth=Token(), response=Pong, summary="Is this token good?")
def ping(request: HttpRequest) -> dict[str, Any]:
    return {"message": "OK", "timestamp": timezone.localtime().isoformat(timespec="milliseconds")}


@router.post(
    "/planning_applications",
    auth=Token(WRITE),
    response={200: Created, **REFUSALS},
    openapi_extra=BODY,
    summary="Send an application",
    description=(
        "The body is kept as it came, then read. The same id with the same content answers with the same reference; with other content "
        "it is kept as a new version and the officer is told. Faults are named by JSON pointers; a faulty body stays in the inbox. "
        "At most 20 MB, 500 files and 100,000 points in the red line; each file at most 100 MB."
    ),
)
def send_application(request: HttpRequest) -> HttpResponse:
    submission = _kept(request)
    try:
        understood = understand(submission=submission, by=ApiClientActor(request.auth), now=timezone.now())  # type: ignore[attr-defined]
    except Exception:
        raise ApiError(500, OUR_FAULT, submission=submission) from None
    _refuse(understood)
    return JsonResponse({"id": understood.reference, "message": CREATED})


def _kept(request: Any) -> Submission:
    return receive(
        authority=request.authority,
        client=request.auth,
        source=Submission.Source.PLANX,
        body=read_body(request),
        headers=dict(request.headers),
        now=timezone.now(),
    )


def _refuse(understood: Understood) -> None:
    faults = understood.submission.faults
    if understood.outcome is Outcome.UNKNOWN_TYPE:
        raise ApiError(404, faults[0]["message"], pointers=faults, submission=understood.submission)
    if understood.outcome is Outcome.FAULTY:
        detail = f"{len(faults)} things must be put right." if len(faults) > 1 else faults[0]["message"]
        raise ApiError(400, detail, pointers=faults, submission=understood.submission)


@router.post(
    "/submissions",
    auth=Token(WRITE),
    response={202: Accepted, **REFUSALS},
    openapi_extra=BODY,
    summary="Leave an application",
    description="As above, but answered at once: what became of it is told at the address in Location.",
)
def leave_submission(request: HttpRequest) -> HttpResponse:
    submission = _kept(request)
    if submission.state in TO_UNDERSTAND:
        enqueue_on_commit(understand_kept, submission.authority_id, submission.pk)
    place = f"/api/v2/submissions/{submission.public_id}"
    message = f"Submission {submission.source_id} received"
    return JsonResponse({"uuid": str(submission.public_id), "message": message}, status=202, headers={"Location": place})


@router.get(
    "/submissions/{public_id}",
    auth=Token(READ),
    response={200: SubmissionState, 401: Errors, 404: Errors},
    summary="What became of it",
)
def submission_state(request: Any, public_id: uuid.UUID) -> dict[str, Any]:
    submission = Submission.objects.filter(authority=request.authority, client=request.auth, public_id=public_id).first()
    if submission is None:
        raise ApiError(404, "You have sent nothing under this id.")
    return {
        "uuid": submission.public_id,
        "state": submission.state,
        "receivedAt": timezone.localtime(submission.received_at).isoformat(timespec="milliseconds"),
        "reference": submission.case.reference if submission.case else None,
        "faults": submission.faults,
    }
