"""Visits to the site, and what was photographed there."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment import selectors, services
from assessment.models import SiteVisit
from core.errors import DomainError
from documents.models import Document
from tests.factories.documents import a_picture

pytestmark = pytest.mark.django_db


def test_photographs_are_kept_private(valid_case: Any, officer: Any, now: Any) -> None:
    photograph = SimpleUploadedFile("rear.png", a_picture(), "image/png")
    services.record_site_visit(
        application=valid_case, visited_on=now.date(), notes="From the garden.", photographs=[photograph], by=officer, now=now
    )
    visit = selectors.visits_of(valid_case.case)[0]
    assert (visit.by, visit.recorded_at) == (officer, now)
    assert [row.visibility for row in visit.photographs.all()] == ["private"]


def test_a_photograph_that_is_no_picture_stops_all(valid_case: Any, officer: Any, now: Any) -> None:
    page = SimpleUploadedFile("rear.png", b"<html><script>alert(1)</script></html>", "image/png")
    with pytest.raises(DomainError):
        services.record_site_visit(
            application=valid_case, visited_on=now.date(), notes="From the garden.", photographs=[page], by=officer, now=now
        )
    assert not SiteVisit.objects.exists()
    assert not Document.objects.exists()


def test_a_visit_tomorrow_is_refused(valid_case: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="today or in the past") as refusal:
        services.record_site_visit(application=valid_case, visited_on=now.date() + timedelta(days=1), notes="Seen.", by=officer, now=now)
    assert refusal.value.field == "visited_on"


def test_a_visit_noted_by_mistake_is_kept_but_not_shown(valid_case: Any, officer: Any, now: Any) -> None:
    visit = services.record_site_visit(application=valid_case, visited_on=now.date(), notes="Seen.", by=officer, now=now)
    for _ in range(2):
        services.remove_site_visit(application=valid_case, visit=visit, by=officer, now=now)
    assert selectors.visits_of(valid_case.case) == []
    assert SiteVisit.objects.get().removed_at == now
    assert valid_case.case.events.filter(type="site_visit_removed").count() == 1
