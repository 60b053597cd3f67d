"""Breaches that people reported to the demo's councils, as the public form sends them."""

import json
from datetime import datetime, timedelta
from typing import Any

from casework.demo.people import plot
from intake import services
from intake.models import Submission

SCHEMA = "https://theopensystemslab.github.io/digital-planning-data-schemas/v0.7.7/schemas/enforcement.json"
REPORTS = [
    ("A shed as tall as the house stands across the whole back garden", "outbuilding", "New or modified outbuilding", 40, "Nela", "Farrow"),
    ("The front garden is used to repair and sell cars every weekend", "changeOfUse", "Change of use", 120, "Osric", "Vane"),
]


def send_reports(council: Any, sites: list[Any], now: datetime, by: Any) -> None:
    """One report for each of the first sites, some days apart."""
    for number, (report, site) in enumerate(zip(REPORTS, sites, strict=False)):
        at = now - timedelta(days=9 * number)
        body = json.dumps(document(council, site, report, number, at)).encode()
        kept = services.receive(authority=council, client=None, source=Submission.Source.PLANX, body=body, headers={}, now=at)
        services.understand(submission=kept, by=by, now=at)


def document(council: Any, site: Any, report: tuple[Any, ...], number: int, at: datetime) -> dict[str, Any]:
    words, kind, kind_words, days, first, last = report
    boundary = plot(site.point.x, site.point.y)
    return {
        "data": {
            "application": {"type": {"value": "breach", "description": "Report a planning breach"}},
            "complainant": {
                "name": {"first": first, "last": last},
                "email": f"{first}.{last}@example.com".lower(),
                "phone": {"primary": "020 7946 0456"},
                "address": {"line1": "3 Candle Yard", "town": "Northwick", "postcode": "NW0 1AA"},
            },
            "property": {
                "address": {
                    "latitude": site.point.y,
                    "longitude": site.point.x,
                    "uprn": site.uprn,
                    "title": site.lines,
                    "singleLine": site.single_line,
                    "town": site.town,
                    "postcode": site.postcode,
                }
            },
            "report": {
                "description": words,
                "projectType": [{"value": kind, "description": kind_words}],
                "date": {"start": (at - timedelta(days=days)).date().isoformat()},
                "boundary": {"site": json.loads(boundary.geojson)},
            },
        },
        "responses": [
            {
                "question": "Can the work be seen from a public place?",
                "responses": [{"value": "Yes"}],
                "metadata": {"sectionName": "What you saw"},
            }
        ],
        "metadata": {
            "id": f"demo-breach-{council.pk}-{number}",
            "organisation": council.council_code,
            "submittedAt": at.isoformat(),
            "source": "PlanX",
            "schema": SCHEMA,
        },
    }
