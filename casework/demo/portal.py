"""Applications that came to the demo as packages of the Planning Portal: an update of one of them included."""

import io
import json
import time
import zipfile
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from casework.demo.people import plot
from intake import services
from intake.services.packages import upload_package

NUMBER = 13400200
PAPERS = [
    ("Application Form", "ApplicationForm.pdf"),
    ("Application Form - Without Personal Data", "ApplicationFormRedacted.pdf"),
    ("How the fee was calculated", "FeeCalculation.pdf"),
    ("A summary of the attachments in the proposal", "AttachmentSummary.pdf"),
    ("The location plan", "Location plan.pdf"),
    ("Elevation (Front) - Proposed", "Front elevation.pdf"),
]
MADE = time.gmtime(1_760_000_000)  # the same file again is the same byte for byte
CHANGED = {"ApplicationForm.pdf", "ApplicationFormRedacted.pdf", "Front elevation.pdf"}
FIRST = "Replace the shop front and add an accessible entrance"
LATER = "Replace the shop front, add an accessible entrance and an outside shutter"


def send_packages(council: Any, site: Any, now: datetime, by: Any) -> None:
    """A full application with its owners, then a second version of it that says other things."""
    for version, words in ((1, FIRST), (2, LATER)):
        content = ContentFile(package(council, site, version, words))
        kept = upload_package(authority=council, file=content, name=f"PP-{NUMBER + council.pk}.zip", by=by, now=now)
        services.understand(submission=kept, by=by, now=now)


def package(council: Any, site: Any, version: int, words: str) -> bytes:
    """The zip of one version."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Application.json", json.dumps(form(council, site, version, words), indent=2))
        for name, file in PAPERS:
            made.writestr(file, paper(f"{name} (version {version})" if file in CHANGED else name))
    return out.getvalue()


def paper(title: str) -> bytes:
    """One sheet with its title, as a PDF."""
    sheet = Image.new("RGB", (1190, 842), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 1150, 802), outline="black", width=3)
    pen.text((80, 90), title, fill="black", font_size=30)
    pen.text((80, 740), "Made for a demonstration; no real place and nobody's data.", fill="black", font_size=20)
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=100.0, title=title, creationDate=MADE, modDate=MADE)
    return out.getvalue()


def form(council: Any, site: Any, version: int, words: str) -> dict[str, Any]:
    """Application.json, as the Portal writes it."""
    number = NUMBER + council.pk
    boundary = plot(site.point.x, site.point.y)
    boundary.srid = 4326
    boundary.transform(27700)
    return {
        "applicationData": {
            "siteLocation": {
                "bs7666StreetDescription": site.lines,
                "bs7666Town": site.town,
                "bs7666PostCode": site.postcode,
                "bs7666UniquePropertyReferenceNumber": site.uprn,
            },
            "applicant": _person("Imogen", "Tallow", "Tallow and Wick Ltd", "1 Candle Yard"),
            "agent": _person("Bram", "Lintel", "Lintel Drawing Office", "The Loft, 8 Joist Street"),
            "siteArea": {"siteArea": 234, "areaUnit": "sq.metres"},
            "proposalDescription": {"descriptionText": words, "proposalStarted": False},
            "floodRisk": {"siteInFloodRiskArea": "No", "proposalNearWatercourse": False},
            "siteVisit": {"seeSite": True, "visitContactDetails": "ContactAgent"},
            "ownershipCertificates": {
                "isApplicantSoleLandOwner": False,
                "certificateSelected": "CertificateB",
                "declarationMade": True,
                "isAgriculturalHolding": False,
                "noticeGiven": [{**_person("Oona", "Ground", "", "3 Freehold Lane"), "dateNoticeServed": "2026-10-01T00:00:00Z"}],
            },
            "declarationOfInterest": {"isRelated": False},
            "declaration": {"declarationMade": True, "signed": "Bram Lintel"},
        },
        "applicationHeader": {
            "refNum": number,
            "formattedRefNum": f"PP-{number}",
            "applicationVersion": version,
            "description": "Shop front",
            "payment": {"amountDue": 610, "amountPaid": 610, "currency": "GBP", "paymentMethod": "OnlineViaPortal"},
        },
        "applicationScenario": {"scenarioNumber": 4},
        "documentList": [
            {"name": name, "description": name, "fileName": file, "documentType": name.replace(" ", "_"), "deliveryMethod": "Electronic"}
            for name, file in PAPERS
        ],
        "feeCalculationSummary": {"fullFee": {"fee": 610}, "calculation": {"payment": {"amountDue": 610, "paymentRef": f"PAY-{number}"}}},
        "polygon": json.loads(boundary.geojson),
        "schemaVersion": "1.0",
    }


def _person(given: str, family: str, company: str, line: str) -> dict[str, str]:
    return {
        "personGivenName": given,
        "personFamilyName": family,
        "orgName": company,
        "intAddressLine1": line,
        "intAddressLine4": "Northwick",
        "internationalPostCode": "NW0 1AA",
        "country": "United Kingdom",
        "telNationalNumber": "020 7946 0321",
        "emailAddress": f"{given.lower()}.{family.lower()}@example.com",
    }
