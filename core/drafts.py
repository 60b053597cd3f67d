"""Long texts that keep themselves while somebody writes: per person and page, apart from the record, which only its writer saves.

A page sends its form with the header `X-Draft` (static/src/parts/drafts.js); the texts wait in the cache until the form is saved, the
person throws them away, or settings.DRAFTS_KEPT_FOR has passed.
"""

import hashlib
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

LONGEST = 200_000  # characters of all texts of a page
WRITING_SECONDS = 900
FORGET = "forget_draft"


def is_draft(request: HttpRequest) -> bool:
    """Whether this POST only keeps a text and is not to be acted on."""
    return "X-Draft" in request.headers


def keep(request: HttpRequest, form: Any, *, now: datetime) -> JsonResponse:
    """Put the long texts of a posted form (of core.forms) aside."""
    texts = {name: _plain(request.POST.get(form.add_prefix(name))) for name in form.long_texts}
    if sum(map(len, texts.values())) > LONGEST:
        return JsonResponse({"message": "This text is too long to be kept by itself. Save it now."}, status=413)
    kept = {"texts": texts, "version": request.POST.get(form.add_prefix("version")), "at": now.isoformat()}
    writers = _read(_key(request, anybody=True)) | {request.user.pk: (request.user.name, now)}
    try:
        cache.set(_key(request), kept, settings.DRAFTS_KEPT_FOR)
        cache.set(_key(request, anybody=True), writers, WRITING_SECONDS)
    except RedisError:
        return JsonResponse({"message": "This text cannot be kept by itself just now. Save it yourself."}, status=503)
    return JsonResponse({"saved_at": timezone.localtime(now).strftime("%H:%M"), "others": writing_too(request, now=now)})


def writing_too(request: HttpRequest, *, now: datetime) -> list[str]:
    """The names of other people who typed on this page in the last quarter of an hour and have not saved."""
    writers = _read(_key(request, anybody=True))
    return [name for pk, (name, at) in writers.items() if pk != request.user.pk and (now - at).total_seconds() < WRITING_SECONDS]


def restore(request: HttpRequest, form: Any) -> datetime | None:
    """Put texts that were kept and not saved back into a fresh form; says when they were kept, None where there are none."""
    kept = _read(_key(request)) if form.long_texts else {}
    texts = {name: text for name, text in kept["texts"].items() if name in form.long_texts and text != _said(form, name)} if kept else {}
    if not texts:
        return None
    form.initial |= texts
    if kept["version"] and "version" in form.fields:
        form.initial["version"] = kept["version"]
    return datetime.fromisoformat(kept["at"])


def forget(request: HttpRequest) -> None:
    """The form was saved, or its writer threw the kept texts away."""
    writers = _read(_key(request, anybody=True))
    with suppress(RedisError):
        cache.delete(_key(request))
        if writers.pop(request.user.pk, None):
            cache.set(_key(request, anybody=True), writers, WRITING_SECONDS)


def _read(key: str) -> dict[Any, Any]:
    """What is kept under a key; nothing while the cache is away, so that pages and saving go on without it."""
    try:
        found: dict[Any, Any] = cache.get(key) or {}
    except RedisError:
        return {}
    return found


def _said(form: Any, name: str) -> str:
    return _plain(form.get_initial_for_field(form.fields[name], name))


def _plain(text: str | None) -> str:
    """Browsers send line ends in their own way."""
    return (text or "").replace("\r\n", "\n")


def _key(request: Any, *, anybody: bool = False) -> str:
    page = f"{request.authority.pk}:{'anybody' if anybody else request.user.pk}:{request.path}"
    return "draft:" + hashlib.sha256(page.encode()).hexdigest()
