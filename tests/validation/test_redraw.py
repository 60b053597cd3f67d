"""The officer draws the red line themselves, from the plans."""

from typing import Any

import pytest
from django.urls import reverse

from applications.models import SiteLookUp
from core.errors import DomainError, StaleRecord
from intake.red_line import read_text
from tests.factories.consultation import NeighbourFactory
from validation import services

CORRECTED = "533900, 175100\n533930, 175100\n533930, 175140\n533900, 175140"
OTHER = "533900, 175100\n533930, 175100\n533930, 175120\n533900, 175120"


def redraw(application: Any, by: Any, now: Any, text: str = CORRECTED, version: int | None = None) -> None:
    boundary = read_text(text).geometry
    services.redraw_red_line(application=application, boundary=boundary, reason="It left out the access", version=version, by=by, now=now)


def test_the_corrected_line_stands_beside_the_submitted_one(application: Any, officer: Any, now: Any) -> None:
    submitted = application.case.boundary_submitted
    redraw(application, officer, now)
    application.case.refresh_from_db()
    case = application.case
    assert case.boundary_submitted == submitted
    assert round(case.boundary_bng.area) == 1200
    case.development.refresh_from_db()
    assert float(case.development.site_area) == pytest.approx(0.12, abs=0.0001)
    assert set(SiteLookUp.objects.filter(case=case).values_list("what", flat=True)) >= {"constraints"}
    event = case.events.get(type="red_line_corrected")
    assert "It left out the access" in str(event.data)


def test_a_second_correction_measures_again(application: Any, officer: Any, now: Any) -> None:
    redraw(application, officer, now)
    redraw(application, officer, now, OTHER)
    application.case.development.refresh_from_db()
    assert float(application.case.development.site_area) == pytest.approx(0.06, abs=0.0001)


def test_an_area_that_an_officer_gave_stays(application: Any, officer: Any, now: Any) -> None:
    development = application.case.development
    development.site_area, development.sources = 7, {"site_area": {"source": "officer"}}
    development.save()
    redraw(application, officer, now)
    development.refresh_from_db()
    assert development.site_area == 7


def test_whoever_chose_neighbours_on_the_old_line_is_told(application: Any, officer: Any, now: Any) -> None:
    NeighbourFactory(case=application.case)
    redraw(application, officer, now)
    application.refresh_from_db()
    assert "look at the 1 neighbour chosen before. No letters have been made yet." in application.attention


def test_a_stale_page_and_the_same_line_save_nothing(application: Any, officer: Any, now: Any) -> None:
    version = application.case.version
    redraw(application, officer, now, version=version)
    with pytest.raises(StaleRecord):
        redraw(application, officer, now, OTHER, version=version)
    with pytest.raises(DomainError, match="has already"):
        redraw(application, officer, now)


def test_the_page_without_javascript(application: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    path = reverse("validation:redraw_red_line", kwargs={"reference": application.reference})
    page = client.get(path)
    assert page.status_code == 200 and "As submitted" in page.content.decode()
    refused = client.post(path, {"version": application.case.version, "boundary": "nonsense", "reason": "x"})
    assert refused.status_code == 422 and "neither GeoJSON" in refused.content.decode()
    saved = client.post(path, {"version": application.case.version, "boundary": CORRECTED, "reason": "The access"})
    assert saved.status_code == 302
    check = client.get(saved["Location"]).content.decode()
    assert "corrected by the council" in check and "Redraw it yourself" in check
    application.case.refresh_from_db()
    assert application.case.boundary_corrected is not None
