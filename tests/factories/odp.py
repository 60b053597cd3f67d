"""Invented submissions in the Open Digital Planning shape. Nobody lives in Elm Tree Row."""

import copy
import json
import uuid

SCHEMA = "https://theopensystemslab.github.io/digital-planning-data-schemas/{version}/schemas/{name}.json"
SQUARE = [[-0.0728, 51.4566], [-0.0724, 51.4566], [-0.0724, 51.4569], [-0.0728, 51.4569], [-0.0728, 51.4566]]
FILES = "https://files.bops.test/private"
FEE = {
    "calculated": 528,
    "payable": 264,
    "exemption": {"disability": False, "resubmission": False},
    "reduction": {"alternative": False, "parishCouncil": False, "sports": True},
    "reference": {"govPay": "pay-123"},
}


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


WORKS = {"description": "A timber garden room behind the house", "projectType": ["extend.outbuilding"]}
SIGNS = {
    "advertType": "onPremise",
    "advertisementDetails": {"fascia": 2, "projecting": 1, "hoarding": 0, "other": 0},
    "communityConsultation": True,
    "date": {"start": "2026-09-01", "completion": "2031-08-31"},
    "existingAdvertRemovedOrReplaced": False,
    "highwayProjection": True,
    "otherAdvertisements": False,
    "visibility": {"public": True},
}
HEDGE = {"hedgerowAgeLessThanThirty": False, "hedgerowLength": {"metres": 42.5}, "reason": "To make a gateway for cattle"}
# The kinds of prototypeApplication of which examples are published, each with what its form asks of the proposal.
PROTOTYPES = {
    "advertConsent": SIGNS,
    "complianceConfirmation": {"description": "Confirmation that condition 3 of 19/00001/FUL was met"},
    "hedgerowRemovalNotice": HEDGE,
    "landDrainageConsent": {**WORKS, "projectType": ["alter.drains"], "watercourse": {"name": "Elm Brook", "type": "ditch"}},
    "ldc.existing": {**WORKS, "date": {"completion": "2020-05-01"}},
    "ldc.proposed": WORKS,
    "listed": {**WORKS, "materials": {"roof": "Welsh slate", "wallInternal": "Lime plaster"}},
    "pa.part1.classA": {**WORKS, "projectType": ["extend.rear"]},
    "pa.part3.classMA": {**WORKS, "projectType": ["changeOfUse.whole"]},
    "pa.part7.classM": {**WORKS, "projectType": ["extend.rear"]},
    "pa.part14.classJ": {**WORKS, "projectType": ["alter.equipment.solar"]},
    "pa.part20.classAB": {**WORKS, "projectType": ["extend.upperStorey"]},
    "pp.full.householder": WORKS,
    "pp.full.major": {**WORKS, "projectType": ["new.residential.dwelling"], "newDwellings": {"newBuild": {"count": 14}}},
    "pp.full.minor": {**WORKS, "projectType": ["new.residential.dwelling"], "newDwellings": {"newBuild": {"count": 2}}},
    "wtt.consent": {"description": "Crown reduction of one lime by 2 metres"},
}

WITHOUT_FEE = ("hedgerowRemovalNotice", "listed", "wtt.consent")
OWNED = {"interest": "owner.sole", "certificate": "a", "agriculturalTenants": False, "declaration": {"accurate": True}}
HOLDINGS = {  # what a kind's form asks of the land, by the start of its code; nothing for the others
    "advertConsent": {"interest": "owner.sole"},
    "hedgerowRemovalNotice": {"interest": "owner.sole"},
    "landDrainageConsent": {"interest": "owner.sole"},
    "ldc.": {"interest": "owner"},
    "listed": OWNED,
    "pp.": OWNED,
}


def prototype(kind, **changes):
    """A prototypeApplication: its type at the root, its codes as bare texts. `changes` as for `document`."""
    sent = document()
    del sent["data"]["application"]["type"]
    sent["applicationType"] = kind
    sent["metadata"]["schema"] = SCHEMA.format(version="@next", name="prototypeApplication")
    sent["metadata"]["service"] = {
        "url": "https://forms.test/apply",
        "flowId": "0f6f5a5a-6a0e-4d3e-9f3e-2b7f0a1c9d11",
        "files": {"required": ["sitePlan.proposed"], "recommended": [], "optional": []},
        "fee": {"notApplicable": True},
    }
    sent["data"]["application"]["fee"] = {"notApplicable": True} if kind in WITHOUT_FEE else FEE
    sent["data"]["applicant"] = {
        **person("Rosa", "Quill", "rosa.quill@example.com"),
        "address": {"sameAsSiteAddress": True},
    }
    sent["data"]["property"] = {
        "address": {**sent["data"]["property"]["address"], "singleLine": "FLAT 2, 12 ELM TREE ROW, LONDON", "source": "Ordnance Survey"},
        "localAuthorityDistrict": ["Southwark"],
        "region": "South East",
        "ward": "Elm Ward",
        "type": "residential.dwelling.house.terrace",
        "planning": {
            "sources": ["https://data.test/entity"],
            "designations": [{"value": "tpo", "description": "Tree Preservation Order (TPO) or zone", "intersects": False}],
        },
    }
    holding = next((held for start, held in HOLDINGS.items() if kind.startswith(start)), None)
    if holding:
        sent["data"]["applicant"]["ownership"] = holding
    boundary = {"site": feature(), "area": {"squareMetres": 924}}
    sent["data"]["proposal"] = {**copy.deepcopy(PROTOTYPES[kind]), "boundary": boundary}
    sent["files"] = [{"name": f"{FILES}/1/site%20plan.pdf", "type": ["sitePlan.proposed"]}]
    if kind.startswith(("ldc", "pa.")):
        sent["preAssessment"] = [{"value": "Planning permission / Permission needed", "description": "It looks like permission is needed."}]
    else:
        del sent["preAssessment"]
    return change(sent, **changes)
