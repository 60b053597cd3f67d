"""What the question about an environmental statement shows of the place."""

from typing import Any

from django.urls import reverse


def test_the_area_inside_the_red_line_is_measured_against_the_thresholds(application: Any, officer_client: Any) -> None:
    development = application.case.development
    development.site_area_hectares = None
    development.save()
    client, _ = officer_client(application.authority)
    page = client.get(reverse("validation:check_eia", kwargs={"reference": application.reference})).text
    assert "by the red line" in page and "Not known: an urban development project on more than 5 hectares" not in page
    assert "Not reached: an urban development project on more than 5 hectares" in page
