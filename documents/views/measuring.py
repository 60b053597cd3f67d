"""Keeping and removing measurements: what an officer measured in the viewer."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from core.errors import DomainError
from documents import selectors, services
from documents.showing import officer_addresses
from documents.views.viewer import document_of_case, number_of, page_or_404


@require_POST
@requires(Permission.VIEW_CASES)
def keep(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """Keep what was measured on a page."""
    _, found = document_of_case(request, reference, public_id)
    number = number_of(request.POST.get("page"))
    _, page = page_or_404(found, number)
    try:
        if page is None:
            raise DomainError("This page is not drawn yet.")
        kept = services.keep_measurement(
            page=page,
            kind=request.POST.get("kind", ""),
            points=_points(request.POST.get("points", "")),
            scale=_scale(request.POST.get("scale", "")),
            label=request.POST.get("label", ""),
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"Kept: {kept.words} {kept.label}".strip())
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect(officer_addresses(reference).view(found, number))


@require_POST
@requires(Permission.VIEW_CASES)
def remove(request: Any, reference: str, public_id: UUID, measurement_id: int) -> HttpResponse:
    """Take back a measurement of one's own."""
    _, found = document_of_case(request, reference, public_id)
    measurement = selectors.measurement_of(found, measurement_id)
    if measurement is None:
        return redirect(officer_addresses(reference).view(found))
    number = measurement.page
    try:
        services.remove_measurement(measurement=measurement, by=request.user, now=timezone.now())
        messages.success(request, "Measurement removed.")
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect(officer_addresses(reference).view(found, number))


def _points(text: str) -> list[tuple[float, float]]:
    """[[across, down], …] out of a form; nothing for anything else, which the service refuses with words."""
    try:
        return [(float(across), float(down)) for across, down in json.loads(text)]
    except (ValueError, TypeError, RecursionError, OverflowError):
        return []


def _scale(text: str) -> Decimal:
    try:
        scale = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return scale if scale.is_finite() else Decimal(0)
