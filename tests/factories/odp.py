"""Invented submissions in the Open Digital Planning shape. Nobody lives in Elm Tree Row."""

import copy
import json
import uuid

SCHEMA = "https://theopensystemslab.github.io/digital-planning-data-schemas/{version}/schemas/{name}.json"
SQUARE = [[-0.0728, 51.4566], [-0.0724, 51.4566], [-0.0724, 51.4569], [-0.0728, 51.4569], [-0.0728, 51.4566]]
FILES = "https://files.bops.test/private"


def feature(ring=SQUARE):
    return {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def person(first, last, email):
    return {
        "type": "individual",
        "name": {"first": first, "last": last},
        "email": email,
        "phone": {"primary": "020 7946 0123"},
        "address": {"line1": "9 Harbour View", "town": "Whitby", "postcode": "YO21 3PR"},
    }


def document(type_code="pp.full.householder", **changes):
    """A whole submission. `changes`: dotted place (written with __) and its new value; None takes the place away."""
    sent = {
        "data": {
            "user": {"role": "agent"},
            "application": {
                "type": {"value": type_code, "description": "Planning permission"},
                "fee": {"calculated": 528, "payable": 264, "reference": {"govPay": "pay-123"}, "reduction": {"sports": True}},
                "declaration": {"accurate": True, "connection": {"value": "none"}},
            },
            "applicant": {
                **person("Rosa", "Quill", "rosa.quill@example.com"),
                "agent": {**person("Tom", "Draughtsman", "tom@example.net"), "company": {"name": "Draughtsman and Daughter"}},
                "ownership": {
                    "certificate": "b",
                    "interest": "owner.co",
                    "owners": [
                        {"name": "Ada Quill", "address": {"line1": "1 Elm Tree Row", "town": "London"}, "noticeDate": "2026-03-02"},
                        {"name": "Unknown heirs", "noticeGiven": False, "noNoticeReason": "Nobody knows where they are"},
                    ],
                },
            },
            "property": {
                "address": {
                    "title": "12 ELM TREE ROW, LONDON",
                    "sao": "FLAT 2",
                    "pao": "12",
                    "street": "ELM TREE ROW",
                    "town": "LONDON",
                    "postcode": "se15 4zz",
                    "uprn": "000099999012",
                    "usrn": "20399999",
                    "x": 533900,
                    "y": 175100,
                    "longitude": -0.0726,
                    "latitude": 51.45675,
                },
                "planning": {
                    "designations": [
                        {
                            "value": "designated.conservationArea",
                            "description": "Conservation area",
                            "intersects": True,
                            "entities": [
                                {"name": "Elm Tree Row", "source": {"text": "Planning Data", "url": "https://data.test/entity/7"}}
                            ],
                        },
                        {"value": "tpo", "description": "Tree Preservation Order", "intersects": False},
                    ]
                },
            },
            "proposal": {
                "description": "A timber garden room behind the house",
                "projectType": [{"value": "extend.outbuilding", "description": "Add an outbuilding"}],
                "boundary": {"site": feature(), "area": {"hectares": 0.0924, "squareMetres": 924}},
                "date": {"start": "2026-09-01", "completion": "2026-12-01"},
            },
        },
        "responses": [{"question": "How high is it?", "responses": [{"value": "2.4"}], "metadata": {"sectionName": "The works"}}],
        "files": [
            {"name": f"{FILES}/1/site%20plan.pdf", "type": [{"value": "sitePlan.proposed", "description": "Site plan - proposed"}]},
            {"name": f"{FILES}/2/elevations.jpg", "type": [{"value": "elevations.proposed"}], "description": "Rear only"},
        ],
        "preAssessment": [{"value": "Planning permission / Permission needed", "description": "It looks like permission is needed."}],
        "metadata": {
            "id": str(uuid.uuid4()),
            "organisation": "SWK",
            "submittedAt": "2026-03-03T10:15:00.000Z",
            "source": "PlanX",
            "schema": SCHEMA.format(version="v0.7.7", name="application"),
            "service": {"url": "https://forms.test/apply", "files": {"required": [{"value": "sitePlan.proposed"}]}},
        },
    }
    return change(sent, **changes)


def change(sent, **changes):
    """A copy with other values at dotted places: `data__proposal__description="…"`."""
    sent = copy.deepcopy(sent)
    for place, value in changes.items():
        *way, last = place.split("__")
        below = sent
        for step in way:
            below = below.setdefault(step, {}) if isinstance(below, dict) else below[int(step)]
        if value is None:
            below.pop(last, None)
        else:
            below[last] = value
    return sent


def encoded(sent):
    return json.dumps(sent).encode()


def body(type_code="pp.full.householder", **changes):
    return encoded(document(type_code, **changes))


def larger_extension(**changes):
    """Part 1 Class A with its three figures."""
    answers = [
        ("Exactly how far will the new addition extend beyond the back wall of the original house?", "5.5"),
        ("What is the exact height of the extension?", "3.8"),
        ("What is the height of the eaves of the extension?", "2.7 metres"),
        ("Enter the address of the first adjoining property", "10 Elm Tree Row, London SE15 4ZZ"),
    ]
    responses = [{"question": question, "responses": [{"value": value}]} for question, value in answers]
    return document("pa.part1.classA", **{"responses": responses, **changes})
