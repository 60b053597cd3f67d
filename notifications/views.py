"""The demo's outbox, and the provider's receipts."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from core.access import RequestPermission, open_to
from core.tenancy import acting_for
from notifications import selectors, services
from notifications.presenters import message_line

PER_PAGE = 30


@open_to(RequestPermission.PUBLIC)
@require_GET
def outbox(request: Any) -> HttpResponse:
    """What this council would have sent. In the demo only: anybody may read it, sign-in codes included."""
    if not settings.LOCAL_OUTBOX:
        raise Http404
    page = Paginator(selectors.recent_messages(request.authority), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [(message, message_line(message)) for message in page.object_list]
    return render(request, "notifications/outbox.jinja", {"page": page})


@csrf_exempt
@open_to(RequestPermission.API)
@require_POST
def receipts(request: Any) -> HttpResponse:
    """GOV.UK Notify tells what became of a message (its delivery receipts, with the bearer token that was given to it).

    A council with a service of its own has the address on its own host, and a token that speaks for its own messages alone.
    """
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    own = selectors.own_account(request.authority.pk) if request.authority else None
    speaks_for_all = bool(settings.NOTIFY_CALLBACK_TOKEN) and constant_time_compare(token, settings.NOTIFY_CALLBACK_TOKEN)
    if not speaks_for_all and not (own and own.knows(token)):
        return JsonResponse({"message": "The bearer token is wrong."}, status=401)
    try:
        body = json.loads(request.body)
        reference, status = uuid.UUID(body["reference"]), str(body["status"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"message": "Send a JSON object with our reference and a status."}, status=400)
    found = selectors.council_of_message(reference)
    if found is None or (not speaks_for_all and found[0] != request.authority.pk):
        return JsonResponse({"message": "No message has this reference."}, status=404)
    authority_id, message_id = found
    with acting_for(authority_id):
        services.record_receipt(message_id=message_id, status=status, now=timezone.now())
    return HttpResponse(status=204)
