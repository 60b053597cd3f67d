"""Applications in: each is kept before it is answered, and never makes a second case."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router

from api import submission_words as words
from api.authentication import WRITE, Token
from api.bodies import read_body
from api.errors import ApiError
from api.schemas import Accepted, Created, Errors, Pong, SubmissionState
from api.shapes import submission_shape
from api.signing import SignedOrToken, SignedOrTokenReading, check_body
from audit.actors import ApiClientActor
from core.tasks import enqueue_on_commit
from intake import selectors
from intake.jobs import TO_UNDERSTAND, understand_kept
from intake.models import Submission
from intake.services import KeyUsedBefore, Outcome, Understood, receive, understand

router = Router(tags=["Submissions"])

CREATED = "Application created"  # the words by which PlanX knows that it need not send again
OUR_FAULT = "We could not make a case of this, through a fault of ours. It was kept and will be looked at: you need not send it again."
HELD = "It was kept and waits: the council has paused this client."
SCHEMAS = {"odp": Submission.Source.PLANX, "planning-portal": Submission.Source.PLANNING_PORTAL}
REFUSALS = {400: Errors, 401: Errors, 413: Errors, 415: Errors, 422: Errors, 429: Errors}


@router.get("/ping", auth=Token(), response=Pong, summary="Is this token good?")
def ping(request: HttpRequest) -> dict[str, Any]:
    return {"message": "OK", "timestamp": timezone.localtime().isoformat(timespec="milliseconds")}


@router.post(
    "/planning_applications",
    auth=Token(WRITE),
    response={200: Created, 202: Accepted, 404: Errors, **REFUSALS},
    openapi_extra=words.ODP,
    summary="Send an application",
    description=words.SEND,
)
def send_application(request: HttpRequest) -> HttpResponse:
    submission = _kept(request, Submission.Source.PLANX)
    try:
        understood = understand(submission=submission, by=ApiClientActor(request.auth), now=timezone.now())  # type: ignore[attr-defined]
    except Exception:
        raise ApiError(500, OUR_FAULT, submission=submission) from None
    _refuse(understood)
    if not understood.reference:
        return _accepted(understood.submission)
    return JsonResponse({"id": understood.reference, "message": CREATED})


def _kept(request: Any, source: str) -> Submission:
    body = read_body(request)
    check_body(request, body)
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if len(key) > words.LONGEST_KEY or not key.isprintable():
        raise ApiError(400, f"The Idempotency-Key must be at most {words.LONGEST_KEY} printable characters.")
    try:
        return receive(
            authority=request.authority,
            client=request.auth,
            source=source,
            body=body,
            headers=dict(request.headers),
            idempotency_key=key,
            now=timezone.now(),
        )
    except KeyUsedBefore as refusal:
        raise ApiError(422, refusal.message, submission=refusal.submission) from None


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
    openapi_extra=words.EITHER,
    summary="Leave a submission",
    description=words.LEAVE,
)
def leave_submission(request: HttpRequest) -> HttpResponse:
    return _left(request, default="odp")


@router.post(
    "/submissions/{id}",
    auth=SignedOrToken(),
    response={202: Accepted, 503: Errors, **REFUSALS},
    openapi_extra=words.SIGNED,
    summary="Leave a submission, signed",
    description=words.SIGN,
)
def leave_signed_submission(request: HttpRequest, id: str) -> HttpResponse:
    return _left(request, default="planning-portal")


def _left(request: HttpRequest, default: str) -> HttpResponse:
    schema = request.GET.get("schema") or default
    if schema not in SCHEMAS:
        raise ApiError(400, f"Unknown schema: {schema[:40]}. Send {' or '.join(SCHEMAS)}.")
    submission = _kept(request, SCHEMAS[schema])
    if submission.state in TO_UNDERSTAND:
        enqueue_on_commit(understand_kept, submission.authority_id, submission.pk)
    return _accepted(submission)


def _accepted(submission: Submission) -> HttpResponse:
    """Kept; what becomes of it is told at the address in Location."""
    message = f"Submission {submission.source_id} received"
    if submission.state == Submission.State.HELD:
        message = f"{message}. {HELD}"
    answer = {"uuid": str(submission.public_id), "message": message}
    return JsonResponse(answer, status=202, headers={"Location": f"/api/v2/submissions/{submission.public_id}"})


@router.get(
    "/submissions/{id}",
    auth=SignedOrTokenReading(),
    response={200: SubmissionState, 401: Errors, 404: Errors, 429: Errors, 503: Errors},
    openapi_extra=words.ASKED,
    summary="What became of it",
    description=words.STATE,
)
def submission_state(request: Any, id: uuid.UUID) -> dict[str, Any]:
    submission = selectors.submission_of_client(request.auth, id)
    if submission is None:
        raise ApiError(404, "You have sent nothing under this id.")
    return submission_shape(submission)
