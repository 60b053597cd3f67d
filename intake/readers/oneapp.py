"""OneApp XML (the Planning Portal's older form of an application, schema 1.3 to 3.0) as a document in the shape of Application.json.

Names lose their namespaces and their capital; what is shaped otherwise in XML (people, addresses, owners, files, choices
that are written as empty elements) is put where the JSON has it; everything else keeps its place, so that nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from intake.readers.parts import DEEPEST
from intake.shape import Fault

CHOICES = {  # the answer is the name of the element inside
    "floorAreaUseClasses",
    "protectedPrioritySpecies",
    "designatedSites",
    "geologicalConservationImportance",
    "visitContactDetails",
}
COUNTED = re.compile(
    r"number|units|connection|area|value|percentage|total|count|time|storeys|height|usage|score|range|version|amount|size|capacity"
    r"|^pms$|^nox$|^reuse|^x$|^y$",
    re.IGNORECASE,
)
LEADING_CAPITALS = re.compile(r"^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?=\d|$)|[A-Z])")
DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")


class TooDeep(Exception):
    pass


def read_xml(body: bytes) -> tuple[dict[str, Any] | None, list[Fault], list[Fault]]:
    """Application.xml as a document, faults that stop it from being read, and notes for the officer."""
    notes: list[Fault] = []
    try:
        try:
            root = fromstring(body, forbid_dtd=True)
        except ParseError:
            root = fromstring(_from_windows(body), forbid_dtd=True)
            notes.append(Fault("Application.xml", "Application.xml is not in the encoding that it names: check names with accents."))
        return _document(root), [], notes
    except DefusedXmlException:
        return (
            None,
            [Fault("Application.xml", "Application.xml declares entities or a document type, which is a trick: it was not read.")],
            [],
        )
    except (TooDeep, RecursionError):
        return None, [Fault("Application.xml", f"Application.xml is nested more than {DEEPEST} levels deep: it was not read.")], []
    except (AttributeError, TypeError, KeyError):
        return None, [Fault("Application.xml", "Application.xml is not laid out as a OneApp form: it was not read.")], []
    except (ParseError, LookupError, ValueError) as error:
        return None, [Fault("Application.xml", f"Application.xml is not XML: {str(error)[:200]}.")], []


def _from_windows(body: bytes) -> bytes:
    """The same XML in UTF-8, when it was written by Windows without saying so. ValueError when it is UTF-8 already."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return DECLARATION.sub(b"", body.decode("windows-1252").encode())
    return body


def _document(root: Element) -> dict[str, Any]:
    if _name(root) != "proposal":
        raise ValueError("its root is not a Proposal")
    plain = _plain(root, 0)
    document: dict[str, Any] = plain if isinstance(plain, dict) else {}
    data = document.setdefault("applicationData", {})
    if not isinstance(data, dict):
        raise ValueError("its ApplicationData holds no answers")
    document.pop("version", None)
    _move_into(data, document)
    for name, put_right in SECTIONS.items():
        if name in data:
            put_right(data, data.pop(name))
    return document


def _move_into(data: dict[str, Any], document: dict[str, Any]) -> None:
    """What stands beside the answers in XML and among them in JSON; the files the other way round."""
    for person in ("applicant", "agent"):
        if isinstance(document.get(person), dict):
            data[person] = _person(document.pop(person))
    if isinstance(document.get("siteLocation"), dict):
        data["siteLocation"] = _site(document.pop("siteLocation"))
    for name in ("declaration", "declarationOfInterest"):
        if name in document:
            data[name] = document.pop(name)
    if isinstance(document.get("fileAttachments"), dict):
        document["documentList"] = [_file(item) for item in _listed(document.pop("fileAttachments"), "fileAttachment")]


def _name(element: Element) -> str:
    """FloorRisk → floorRisk, EPCCertificate → epcCertificate."""
    name = str(element.tag).rpartition("}")[2]
    return LEADING_CAPITALS.sub(lambda found: found[0].lower(), name, count=1)


def _plain(element: Element, depth: int) -> Any:
    """An element as text, list or object; None where it says nothing."""
    if depth > DEEPEST:
        raise TooDeep
    name, text = _name(element), (element.text or "").strip().replace("\x00", "")
    if name in CHOICES and (chosen := _chosen(element)):
        return chosen
    if name == "internationalAddress":
        return _international(element)
    found: dict[str, Any] = {}
    for child in element:
        value = _plain(child, depth + 1)
        if value is not None:
            _add(found, _name(child), value)
    for attribute, value in element.attrib.items():
        if value.strip() and not attribute.startswith("{"):
            found.setdefault(attribute[:1].lower() + attribute[1:], value.strip())
    if not found:
        return _value(name, text) if text else None
    if text:
        found["value"] = text
    return found


def _value(name: str, text: str) -> Any:
    """0 and 1 stand for no and yes, except where something is counted or measured."""
    if text in ("true", "false"):
        return text == "true"
    return text == "1" if text in ("0", "1") and not COUNTED.search(name) else text


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _chosen(element: Element) -> str:
    """The choice that an empty element makes by its name."""
    empty = [child for child in element if not len(child) and not (child.text or "").strip()]
    return str(empty[0].tag).rpartition("}")[2] if len(empty) == 1 else ""


def _international(element: Element) -> dict[str, str]:
    """Address lines keep their place, also when one before them is empty."""
    lines = [(child.text or "").strip() for child in element if _name(child) == "intAddressLine"]
    address = {f"intAddressLine{number}": line for number, line in enumerate(lines, 1)}
    return address | {_name(child): (child.text or "").strip() for child in element if _name(child) != "intAddressLine"}


def _listed(container: dict[str, Any], name: str) -> list[dict[str, Any]]:
    items = container.get(name, [])
    return [item for item in (items if isinstance(items, list) else [items]) if isinstance(item, dict)]


def _taken(container: Any, *names: str) -> dict[str, Any]:
    """The object at this place, taken out of where it was."""
    for name in names[:-1]:
        container = container.get(name) if isinstance(container, dict) else None
    found = container.pop(names[-1], None) if isinstance(container, dict) else None
    return found if isinstance(found, dict) else {} if found is None else {"value": found}


def _person(said: dict[str, Any]) -> dict[str, Any]:
    name, contact = _taken(said, "personName"), _taken(said, "contactDetails")
    person = {"title": name.pop("personNameTitle", ""), **name, **_address(_taken(said, "externalAddress"))}
    person["emailAddress"] = _text(_taken(contact, "email").get("emailAddress"))
    phones = contact.pop("telephone", [])
    for number, phone in enumerate(phones if isinstance(phones, list) else [phones]):
        person["telNationalNumber" if not number else f"telNationalNumber{number + 1}"] = _text(phone)
    fax = contact.pop("fax", None)
    return person | ({"faxNationalNumber": _text(fax)} if fax else {}) | said | contact


def _text(value: Any) -> Any:
    """The one text in an object of one text."""
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value or ""


def _address(said: dict[str, Any]) -> dict[str, Any]:
    """A postal address, whether in free lines or in the parts of BS 7666."""
    if "internationalAddress" in said:
        return _taken(said, "internationalAddress") | said
    if "bs7666Address" in said:
        site = _site(said)
        number, street = f"{site['bs7666Number']}{site['bs7666Suffix']}", site["bs7666StreetDescription"]
        return {
            "intAddressLine1": ", ".join(part for part in (site["bs7666Description"], f"{number} {street}".strip()) if part),
            "intAddressLine2": site["bs7666Locality"],
            "intAddressLine4": site["bs7666Town"],
            "internationalPostCode": site["bs7666PostCode"],
        }
    return said


def _site(said: dict[str, Any]) -> dict[str, Any]:
    address = _taken(said, "bs7666Address")
    main, flat = _taken(address, "paon"), _taken(address, "saon")
    grid = _taken(said, "siteGridRefence") or _taken(said, "siteGridReference")
    start = _taken(main, "startRange")
    site = {
        "bs7666Number": start.pop("number", ""),
        "bs7666Suffix": start.pop("suffix", ""),
        "bs7666Description": ", ".join(part for part in (_flat(flat), main.pop("description", "")) if part),
        "bs7666StreetDescription": address.pop("streetDescription", ""),
        "bs7666Locality": address.pop("locality", ""),
        "bs7666AdministrativeArea": address.pop("administrativeArea", ""),
        "bs7666Town": address.pop("postTown", "") or address.get("town", ""),
        "bs7666PostCode": address.pop("postCode", ""),
        "bs7666UniquePropertyReferenceNumber": address.pop("uniquePropertyReferenceNumber", ""),
        "bs7666X": grid.pop("x", ""),
        "bs7666Y": grid.pop("y", ""),
        "otherLocation": _text(said.pop("description", "")),
    }
    if address.get("town") == site["bs7666Town"]:
        address.pop("town")
    rest = {"paon": main, "paonStart": start, "address": address, "grid": grid}
    return site | said | {name: value for name, value in rest.items() if value}


def _flat(said: dict[str, Any]) -> str:
    start = _taken(said, "startRange")
    return " ".join(str(part) for part in (said.get("description", ""), f"{start.get('number', '')}{start.get('suffix', '')}") if part)


def _file(said: dict[str, Any]) -> dict[str, Any]:
    name = said.pop("reference", "")
    renamed = {"identifier": "documentRef", "size": "sizeInBytes"}
    return {"name": name, "reference": name} | {renamed.get(key, key): value for key, value in said.items()}


def _site_area(data: dict[str, Any], said: Any) -> None:
    given = said if isinstance(said, dict) else {"value": said}
    data["siteArea"] = {"siteArea": given.pop("value", ""), **given}


def _residential_area(data: dict[str, Any], said: Any) -> None:
    units = data.setdefault("residentialUnitsSpec", {})
    given = said if isinstance(said, dict) else {"value": said}
    if isinstance(units, dict):
        units |= {"residentialSiteArea": given.pop("value", ""), "resiAreaUnit": given.pop("areaUnit", ""), **given}


def _floor_area(data: dict[str, Any], said: Any) -> None:
    """One row a use class; the totals beside them (their name is misspelt in the schema)."""
    if not isinstance(said, dict):
        data["existingProposedFloorArea"] = said
        return
    totals = _taken(said, "totalExsistingProposedFloorArea") or _taken(said, "totalExistingProposedFloorArea")
    rows = [_taken(row, "fullFloorArea") | row for row in _listed(said, "existingProposedFloorAreaDetail")]
    data["existingProposedFloorArea"] = said | {"existingProposedFloorAreaDetail": rows} | totals


def _ownership(data: dict[str, Any], said: Any) -> None:
    """The certificate; who served it is beside it in JSON; people who were given notice look like applicants."""
    if not isinstance(said, dict):
        data["ownershipCertificates"] = said
        return
    declaration = _taken(said, "ownershipDeclaration")
    signed = _taken(declaration, "signatory")
    signatory = {"signatory": signed.pop("personRole", ""), **signed} if signed else {}
    data["ownershipCertificates"] = _people_within(said) | declaration | signatory


def _people_within(value: Any) -> Any:
    if isinstance(value, list):
        return [_people_within(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "personName" in value or "externalAddress" in value:
        return _person(value)
    return {key: _people_within(item) for key, item in value.items()}


SECTIONS: dict[str, Callable[[dict[str, Any], Any], None]] = {
    "siteArea": _site_area,
    "residentialSiteArea": _residential_area,
    "existingProposedFloorArea": _floor_area,
    "ownershipCertificates": _ownership,
}
