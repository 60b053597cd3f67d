"""Invented Planning Portal packages: a small zip in the Portal's shape for any scenario, its form as JSON or as OneApp XML.

Nobody lives at Weir Cottage.
`package(scenario=4, form="json")` gives bytes; `form(4)` the document inside; `event("10099001")` the message.
"""

import copy
import io
import json
import zipfile
from xml.sax.saxutils import escape

import pikepdf

NUMBER = 10099001
LIVE = "PP"
SQUARE = [[533900, 175100], [533930, 175100], [533930, 175140], [533900, 175140], [533900, 175100]]
HOST = "packages.bops.test"
EXPIRES = "2099-07-19T08:45:59.975412Z"
PORTALS_OWN = [
    ("Application Form", "ApplicationForm.pdf"),
    ("Application Form - Without Personal Data", "ApplicationFormRedacted.pdf"),
    ("How the fee was calculated", "FeeCalculation.pdf"),
    ("A summary of the attachments in the proposal", "AttachmentSummary.pdf"),
]
SENT = [("The location plan", "weir location.pdf", "Edged in red"), ("Elevation (Front) - Existing", "front.pdf", "")]
OWNERS = [
    {
        "personGivenName": "Ines",
        "personFamilyName": "Halloran",
        "intAddressLine1": "2 Mill Race",
        "intAddressLine4": "Bristow",
        "internationalPostCode": "BR1 9ZZ",
        "country": "United Kingdom",
        "dateNoticeServed": "2026-02-20T00:00:00Z",
    },
    {"orgName": "Weir Keepers Ltd", "intAddressLine1": "Sluice House", "intAddressLine4": "Bristow", "dateNoticeServed": "2026-02-21"},
]
TENANTS = [{"personGivenName": "Piet", "personFamilyName": "Marsh", "intAddressLine1": "Low Farm", "dateNoticeServed": "2026-02-22"}]


def pdf(title="A page"):
    """A PDF of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = title
        document.save(out, static_id=True)
    return out.getvalue()


def person(given, family, **more):
    return {
        "title": "Ms",
        "personGivenName": given,
        "personFamilyName": family,
        "orgName": "",
        "intAddressLine1": "Weir Cottage",
        "intAddressLine2": "4 Sluice Lane",
        "intAddressLine3": "",
        "intAddressLine4": "Bristow",
        "intAddressLine5": "Wessex",
        "internationalPostCode": "BR1 4QT",
        "country": "United Kingdom",
        "telNationalNumber": "01632 960001",
        "emailAddress": f"{given.lower()}@example.com",
        **more,
    }


def form(scenario=4, number=NUMBER, version=1, **changes):
    """Application.json as a document. `changes`: dotted place (written with __) and its new value; None takes the place away."""
    said = {
        "applicationData": {
            "siteLocation": {
                "bs7666Number": 6,
                "bs7666Suffix": "A",
                "bs7666Description": "Weir Mill",
                "bs7666StreetDescription": "Sluice Lane",
                "bs7666Locality": "Lower Bristow",
                "bs7666AdministrativeArea": "Wessex",
                "bs7666Town": "Bristow",
                "bs7666PostCode": "BR1 4QS",
                "bs7666UniquePropertyReferenceNumber": 10009999016,
                "bs7666X": 533915,
                "bs7666Y": 175120,
                "otherLocation": "Between the weir and the road",
            },
            "applicant": person("Nerys", "Fenn", isAgent=True),
            "agent": person("Odo", "Plank", orgName="Plank and Daughter", emailAddress="odo@example.net"),
            "siteArea": {"siteArea": 1200, "areaUnit": "sq.metres"},
            "proposalDescription": {"descriptionText": "Rebuild the boat house on its old footings", "proposalStarted": False},
            "residentialDevelopment": {"proposedTotal": 2, "existingTotal": 1},
            "nonResidentialDevelopment": {"floorspace": {"totalGrossFloorspaceProposed": 85}},
            "trees": {"seekingConsentForTPO": False},
            "floodRisk": {"siteInFloodRiskArea": "Yes", "proposalNearWatercourse": True},
            "siteVisit": {"seeSite": True, "visitContactDetails": "ContactAgent"},
            "advice": {"haveSoughtAdvice": True, "adviceDetails": {"officerName": "A. Warden", "reference": "PRE/26/0007"}},
            "declarationOfInterest": {"isRelated": False},
            "ownershipCertificates": {
                "isApplicantSoleLandOwner": False,
                "certificateSelected": "CertificateB",
                "declarationMade": True,
                "isAgriculturalHolding": True,
                "noticeGiven": copy.deepcopy(OWNERS),
                "agriculturalTenants": copy.deepcopy(TENANTS),
                "signatory": "Agent",
            },
            "declaration": {"declarationMade": True, "signed": "Odo Plank", "declarationDate": "2026-03-01T11:24:23Z"},
        },
        "applicationHeader": {
            "dateSubmitted": "2026-03-01T11:24:28.307Z",
            "refNum": number,
            "formattedRefNum": f"{LIVE}-{number}",
            "applicationVersion": version,
            "description": "Boat house at the weir",
            "payment": {"amountDue": 258.0, "amountPaid": 258.0, "currency": "GBP", "paymentMethod": "OnlineViaPortal"},
            "applicationTo": "N9999",
        },
        "applicationScenario": {"scenarioNumber": scenario},
        "documentList": documents(number, version),
        "feeCalculationSummary": {
            "fullFee": {"enlargementImprovementAlteration": True, "fee": 516},
            "concessions": {"reductions": {"nonProfit": True}, "exemptions": {"disabledAccess": False}},
            "calculation": {
                "payment": {"amountDue": 258.0, "paymentRef": "PAY-77-1", "currency": "GBP", "paymentMethod": "OnlineViaPortal"}
            },
        },
        "polygon": feature(),
        "schemaVersion": "1.0",
    }
    for place, value in changes.items():
        put(said, place.split("__"), value)
    return said


def put(said, steps, value):
    for step in steps[:-1]:
        said = said.setdefault(step, {})
    if value is None:
        said.pop(steps[-1], None)
    else:
        said[steps[-1]] = value


def feature(ring=SQUARE):
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": geometry, "properties": {"boundaryType": "MY_BOUNDARY"}}],
    }


def documents(number=NUMBER, version=1):
    listed = [(name, file, name) for name, file in PORTALS_OWN] + SENT
    return [
        {
            "name": name,
            "description": description,
            "fileName": file,
            "mimeType": "application/pdf",
            "sizeInBytes": len(pdf(file)),
            "documentRef": f"{number}-{version}-{place}",
            "deliveryMethod": "Electronic",
            "documentType": name.replace("Form - ", "Form ").replace(" ", "_"),
            "reference": name,
        }
        for place, (name, file, description) in enumerate(listed, 1)
    ]


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members:
            member = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            member.compress_type = compression
            package.writestr(member, content)
    return out.getvalue()


def papers(said):
    return [(item["fileName"], pdf(item["fileName"])) for item in said["documentList"]]


def package(scenario=4, kind="json", said=None, more=(), **changes):
    """A whole package; `kind`: json, xml or both. XML has no room for the polygon: it comes as the two files beside it."""
    said = said or form(scenario, **changes)
    members = []
    if kind in ("json", "both"):
        members.append(("Application.json", json.dumps(said, indent=2).encode()))
    if kind in ("xml", "both"):
        members.append(("Application.xml", xml(said).encode()))
    if kind == "xml" and said.get("polygon"):
        members.append(("SiteLocation.geojson", json.dumps(said["polygon"]).encode()))
    return zipped([*members, *papers(said), *more])


def event(number=NUMBER, version=1, links=None, **more):
    """The message that names the package."""
    name = f"{LIVE}-{number}.zip"
    link = {
        "documentName": name,
        "documentLink": f"https://{HOST}/{version}/{name}",
        "expiryDateTime": EXPIRES,
        "documentType": "application/x-zip-compressed",
    }
    return {
        "applicationRef": str(number),
        "applicationVersion": version,
        "applicationState": "Submitted",
        "sentDateTime": "2026-03-01T11:45:59.9722472Z",
        "updated": (version or 1) > 1,
        "documentLinks": [link] if links is None else links,
        **more,
    }


def element(name, inner="", **attributes):
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{inner}</{name}>"


def text(name, value):
    said = {True: "1", False: "0"}.get(value, value) if isinstance(value, bool) else value
    return element(name, escape(str(said)))


def xml_person(name, said):
    lines = "".join(text("apd:IntAddressLine", said.get(f"intAddressLine{number}", "")) for number in range(1, 6))
    address = (
        lines + text("apd:Country", said.get("country", "")) + text("apd:InternationalPostCode", said.get("internationalPostCode", ""))
    )
    names = "".join(
        text(f"pdt:{tag}", said.get(key, ""))
        for tag, key in (("PersonNameTitle", "title"), ("PersonGivenName", "personGivenName"), ("PersonFamilyName", "personFamilyName"))
    )
    contact = element("common:Email", text("apd:EmailAddress", said.get("emailAddress", "")))
    contact += element("common:Telephone", text("apd:TelNationalNumber", said.get("telNationalNumber", "")))
    served = text("common:DateNoticeServed", said["dateNoticeServed"][:10]) if "dateNoticeServed" in said else ""
    return element(
        name,
        element("common:PersonName", names)
        + text("common:OrgName", said.get("orgName", ""))
        + element("common:ExternalAddress", element("common:InternationalAddress", address))
        + element("common:ContactDetails", contact)
        + served,
    )


def xml_site(said):
    numbers = text("bs7666:Number", said["bs7666Number"]) + text("bs7666:Suffix", said["bs7666Suffix"])
    main = element("bs7666:StartRange", numbers) + text("bs7666:Description", said["bs7666Description"])
    rest = ("StreetDescription", "Locality", "Town", "AdministrativeArea", "PostCode", "UniquePropertyReferenceNumber")
    address = element("bs7666:PAON", main) + "".join(text(f"bs7666:{tag}", said[f"bs7666{tag}"]) for tag in rest)
    address += text("bs7666:PostTown", said["bs7666Town"])
    grid = text("bs7666:X", said["bs7666X"]) + text("bs7666:Y", said["bs7666Y"])
    return element(
        "SiteLocation",
        element("bs7666:BS7666Address", address)
        + element("common:SiteGridRefence", grid)
        + text("common:Description", said["otherLocation"]),
    )


def xml_plain(name, said, prefix="common:"):
    """A section as it stands in JSON, with a capital."""
    tag = f"{prefix}{name[:1].upper()}{name[1:]}"
    if isinstance(said, dict):
        return element(tag, "".join(xml_plain(key, value) for key, value in said.items()))
    if isinstance(said, list):
        return "".join(xml_plain(name, item) for item in said)
    return text(tag, said)


def xml_ownership(said):
    parts = text("common:CertificateSelected", said["certificateSelected"])
    parts += text("common:IsApplicantSoleLandOwner", said["isApplicantSoleLandOwner"])
    parts += text("common:IsAgriculturalHolding", said["isAgriculturalHolding"])
    parts += element("common:NoticeGiven", "".join(xml_person("common:NoticeRecipient", owner) for owner in said.get("noticeGiven", [])))
    tenants = "".join(xml_person("common:Tenant", tenant) for tenant in said.get("agriculturalTenants", []))
    parts += element("common:AgriculturalTenants", tenants)
    made = text("common:DeclarationMade", said["declarationMade"]) + element("common:Signatory", "", PersonRole=said["signatory"])
    return element("OwnershipCertificates", parts + element("common:OwnershipDeclaration", made))


def xml(said):
    """The same application as OneApp XML 3.0."""
    data, header = dict(said["applicationData"]), said["applicationHeader"]
    payment = "".join(text(f"common:{key[:1].upper()}{key[1:]}", value) for key, value in header["payment"].items())
    heads = "".join(text(f"{key[:1].upper()}{key[1:]}", value) for key, value in header.items() if key != "payment")
    files = "".join(xml_file(item) for item in said["documentList"])
    area = data.pop("siteArea", None)
    people = "".join(xml_person(tag, data.pop(key)) for tag, key in (("Applicant", "applicant"), ("Agent", "agent")) if key in data)
    site, owned = data.pop("siteLocation", None), data.pop("ownershipCertificates", None)
    ends = {name: data.pop(name) for name in ("declarationOfInterest", "declaration") if name in data}
    sections = element("SiteArea", str(area["siteArea"] or ""), AreaUnit=area["areaUnit"] or "") if area else ""
    sections += "".join(xml_plain(name, value, prefix="") for name, value in data.items() if name != "siteVisit")
    visit = data.get("siteVisit")
    if visit:
        choice = element("common:VisitContactDetails", element(f"common:{visit['visitContactDetails']}"))
        sections += element("SiteVisit", text("common:SeeSite", visit["seeSite"]) + choice)
    sections += xml_ownership(owned) if owned else ""
    scenario = text("ScenarioNumber", said["applicationScenario"]["scenarioNumber"])
    body = (
        text("SchemaVersion", "3.0") + element("ApplicationHeader", heads + element("Payment", payment)) + element("FileAttachments", files)
    )
    body += people + (xml_site(site) if site else "") + element("ApplicationScenario", scenario) + element("ApplicationData", sections)
    body += "".join(element(f"{name[:1].upper()}{name[1:]}", inside(value)) for name, value in ends.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Proposal {NAMESPACES} Version="3.0">{body}</Proposal>'


def xml_file(item):
    return element("common:FileAttachment", "".join(text(f"common:{tag}", item[key]) for tag, key in FILE))


def inside(said):
    return "".join(xml_plain(key, value) for key, value in said.items())


FILE = [
    ("Identifier", "documentRef"),
    ("Size", "sizeInBytes"),
    ("MimeType", "mimeType"),
    ("FileName", "fileName"),
    ("Description", "description"),
    ("Reference", "reference"),
]
BASE = "https://ecab.planningportal.co.uk/uploads/schema"
NAMESPACES = " ".join(
    [
        f'xmlns="{BASE}/OneAppProposal"', f'xmlns:common="{BASE}/OneAppCommon"', f'xmlns:pdt="{BASE}/PersonDescriptives"',
        f'xmlns:bs7666="{BASE}/bs7666"', f'xmlns:apd="{BASE}/AddressAndPersonalDetails"',
    ]
)  # fmt: skip
