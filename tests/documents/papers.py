"""Invented papers: one full context for each template under print/, so that tests and people can look at them."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from documents.letterhead import Letterhead, window_lines
from documents.qr import qr_code

LETTERHEAD = Letterhead(
    name="Marlbury Borough Council",
    address=("Planning Service", "Town Hall", "4 Corn Street", "Marlbury", "MB1 2QQ"),
    email="planning@marlbury.example",
    phone="01632 960 120",
    website="www.marlbury.example/planning",
)
REFERENCE = "26-00417-HAPP"
SITE = "12 Orchard Lane, Marlbury, MB3 7TT"
PROPOSAL = "Single-storey rear extension with a flat roof and two rooflights, and the replacement of the timber garage by a brick one."

NEIGHBOUR_LETTER: dict[str, Any] = {
    "letterhead": LETTERHEAD,
    "lines": window_lines("The Occupier", "14 Orchard Lane, Marlbury, MB3 7TT"),
    "date": date(2026, 11, 23),
    "reference": REFERENCE,
    "legislation": [
        "Town and Country Planning Act 1990",
        "Town and Country Planning (Development Management Procedure) (England) Order 2015",
    ],
    "comment_by": date(2026, 12, 14),
    "site_address": SITE,
    "proposal": PROPOSAL,
    "qr": qr_code(f"https://planning.marlbury.example/applications/{REFERENCE}/comment/"),
    "material": [
        "daylight, sunlight and privacy",
        "how the building looks and how it fits its surroundings",
        "noise, traffic, parking and access",
        "trees, wildlife and historic buildings",
    ],
    "not_material": [
        "the effect on the value of property",
        "private rights, such as boundaries and covenants",
        "disturbance while it is built",
    ],
    "officer": "Imogen Achebe",
    "notes": ["If the applicant appeals against a refusal, you may not be able to comment again."],
}

CLASS_A_LETTER: dict[str, Any] = NEIGHBOUR_LETTER | {
    "reference": "26-00431-PA1A",
    "legislation": [
        "Town and Country Planning (General Permitted Development) (England) Order 2015",
        "Prior notification of a larger home extension: Schedule 2, Part 1, Class A",
    ],
    "proposal": "Single-storey rear extension.",
    "qr": qr_code("https://planning.marlbury.example/applications/26-00431-PA1A/comment/"),
    "material": ["daylight and sunlight", "privacy and overlooking", "outlook and overbearing effect"],
    "not_material": [],
    "notes": [],
    "prior_approval": {
        "projection": Decimal("5.50"),
        "max_height": Decimal("3.9"),
        "eaves_height": Decimal("3"),
        "received_on": date(2026, 11, 20),
        "ends_on": date(2027, 1, 1),
        "period": "42 days",
    },
}

SITE_NOTICE: dict[str, Any] = {
    "letterhead": LETTERHEAD,
    "reference": REFERENCE,
    "legislation": NEIGHBOUR_LETTER["legislation"],
    "heading": "Planning application",
    "comment_by": date(2026, 12, 14),
    "proposal": PROPOSAL,
    "site_address": SITE,
    "applicant": "Mr Owen Barraclough",
    "qr": qr_code(f"https://planning.marlbury.example/applications/{REFERENCE}/"),
    "posted_on": None,
}

_DECISION: dict[str, Any] = {
    "letterhead": LETTERHEAD,
    "draft": False,
    "reference": REFERENCE,
    "legislation": NEIGHBOUR_LETTER["legislation"],
    "application_type": "Householder planning permission",
    "site_address": SITE,
    "proposal": PROPOSAL,
    "applicant": "Mr Owen Barraclough\n12 Orchard Lane\nMarlbury\nMB3 7TT",
    "agent": "Quill & Lantern Architects\n3 Tannery Yard\nMarlbury\nMB1 4AA",
    "received_on": date(2026, 10, 2),
    "valid_on": date(2026, 10, 5),
    "decided_on": date(2026, 11, 23),
    "subject": "planning permission",
    "reasons": [],
    "conditions": [],
    "informatives": [
        {
            "title": "Party walls",
            "text": "Work near a boundary may need your neighbour's agreement.\n\nThis decision does not give it.",
        }
    ],
    "plans": [
        {"number": "QL-101 A", "title": "Location plan", "received_on": date(2026, 10, 2)},
        {"number": "QL-102", "title": "Proposed ground floor plan and roof plan", "received_on": date(2026, 10, 2)},
        {"number": "QL-103 C", "title": "Proposed elevations", "received_on": date(2026, 11, 2)},
    ],
    "proactive": "We worked with the applicant in a positive and proactive manner, and accepted amended elevations.",
    "statements": [],
    "signatory": {"name": "Dr Ruth Fennimore", "job_title": "Head of Planning", "signature": None},
    "appeal_notes": [
        {
            "heading": "Appeals to the Secretary of State",
            "paragraphs": [
                "If you are aggrieved by this decision you may appeal to the Secretary of State within 12 weeks.",
                "Appeals are made online. If you cannot appeal online, call the Planning Inspectorate.",
            ],
        },
        {
            "heading": "Purchase notices",
            "paragraphs": ["The owner of land that has no beneficial use left may serve a purchase notice on the council."],
        },
    ],
}

_CONDITIONS = [
    {
        "title": "Time limit",
        "text": "The development must begin within three years of the date of this decision.",
        "reason": "To meet section 91 of the Town and Country Planning Act 1990.",
        "before_work_reason": "",
    },
    {
        "title": "Approved plans",
        "text": "The development must be carried out in accordance with the plans listed in this notice.",
        "reason": "So that it is certain what has been permitted.",
        "before_work_reason": "",
    },
    {
        "title": "Tree protection",
        "text": "No work may start until the walnut tree has been fenced as drawing QL-102 shows.\n\nThe fence must stay.",
        "reason": "To keep a tree that matters to the look of the street (policy EN4).",
        "before_work_reason": "Roots can be harmed by the first digging.",
    },
]

_REFUSAL_REASONS = [
    {
        "text": "By its height and closeness the extension would take daylight and outlook from 14 Orchard Lane.",
        "policies": ["Marlbury Local Plan 2031: DM7", "DM9"],
    },
    {"text": "The flat roof would look out of place in the row of pitched roofs that gives the street its character.", "policies": []},
]

_CERTIFICATE = _DECISION | {
    "reference": "26-00502-LDCP",
    "application_type": "Lawful development certificate: proposed",
    "legislation": [
        "Town and Country Planning Act 1990: sections 191 and 192",
        "Town and Country Planning (Development Management Procedure) (England) Order 2015",
    ],
    "subject": "a certificate of lawfulness",
    "informatives": [],
    "proactive": "",
    "certificate": {
        "law": "section 192 of the Town and Country Planning Act 1990",
        "use_or_operations": "operations",
        "tense": "would have been",
        "certified_on": date(2026, 10, 2),
        "first_schedule": "A rear dormer of 38 cubic metres and two front rooflights, as drawings QL-201 and QL-202 show.",
        "second_schedule": SITE,
        "plan_words": "edged red on the plan attached to this certificate",
        "notes": [
            "This certificate is issued solely for the purpose of section 192 of the Town and Country Planning Act 1990.",
            "It covers only what the First Schedule describes and the land that the Second Schedule names.",
        ],
    },
    "reasons": [
        {
            "text": "The operations fall within the permission that the Order grants and meet each of its limits and conditions.",
            "policies": [],
        }
    ],
}

_PRIOR_APPROVAL = _DECISION | {
    "reference": "26-00431-PA1A",
    "application_type": "Prior approval: larger extension to a house",
    "legislation": CLASS_A_LETTER["legislation"],
    "subject": "prior approval",
    "proposal": "Single-storey rear extension, 5.5 metres beyond the rear wall, 3.9 metres high, 3 metres at the eaves.",
    "informatives": [],
    "prior_approval": {
        "development": "the larger rear extension described above",
        "matters": ["the effect on the amenity of adjoining properties"],
        "terms": [
            "it is carried out as the information given with the application describes, unless the council agrees otherwise in writing",
            "the developer tells the council in writing when it is finished, as soon as reasonably practicable",
        ],
    },
}

DECISIONS: dict[str, dict[str, Any]] = {
    "granted": _DECISION | {"heading": "Grant of planning permission", "conditions": _CONDITIONS},
    "refused": _DECISION | {"heading": "Refusal of planning permission", "reasons": _REFUSAL_REASONS},
    "split": _DECISION
    | {
        "heading": "Split decision",
        "reasons": _REFUSAL_REASONS,
        "conditions": _CONDITIONS,
        "split": {"granted": "The replacement of the garage.", "refused": "The rear extension."},
    },
    "lawful": _CERTIFICATE | {"heading": "Certificate of lawful use or development", "appeal_notes": []},
    "not_lawful": _CERTIFICATE
    | {
        "heading": "Refusal of a certificate of lawful use or development",
        "reasons": [{"text": "With the dormer built in 2019 the roof's volume would pass the limit that the Order sets.", "policies": []}],
    },
    "pa_not_required": _PRIOR_APPROVAL | {"heading": "Prior approval not required", "appeal_notes": []},
    "pa_granted": _PRIOR_APPROVAL | {"heading": "Prior approval required and given"},
    "pa_refused": _PRIOR_APPROVAL | {"heading": "Prior approval required and refused", "reasons": _REFUSAL_REASONS[:1]},
    "not_permitted_development": _PRIOR_APPROVAL
    | {
        "heading": "Application refused: not permitted development",
        "reasons": [{"text": "The extension would reach further beyond the rear wall than the Order allows.", "policies": []}],
    },
}


def decision(outcome: str, **changes: Any) -> dict[str, Any]:
    """The context of a decision notice of this outcome."""
    return deepcopy(DECISIONS[outcome]) | {"outcome": outcome} | changes
