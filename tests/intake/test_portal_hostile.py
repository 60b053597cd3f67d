"""Packages that no honest sender makes: each is answered with clear words, and none gets anything done."""

import io
import json
import random
import stat
import struct
import zipfile
import zlib

import pytest

from intake.fetching import FetchError
from intake.packages import Limits, Package, PackageRefused, checked_path, is_package
from intake.readers.oneapp import read_xml
from tests.factories import portal
from tests.intake.test_portal import read_package

FORM = ("Application.json", json.dumps(portal.form(4, documentList=[])).encode())


def opened(content, **limits):
    return Package(io.BytesIO(content), Limits(**limits))


def info(name, **changes):
    made = zipfile.ZipInfo(name)
    for key, value in changes.items():
        setattr(made, key, value)
    return made


def refused(content, **limits):
    with pytest.raises(PackageRefused) as refusal:
        opened(content, **limits)
    return refusal.value.words


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a/../../b.pdf",
        "/etc/passwd",
        "C:\\windows\\a.pdf",
        "c:a.pdf",
        "..\\..\\a.pdf",
        "a\nb.pdf",
        "a\tb.pdf",
        "..",
        ".",
    ],
)
def test_a_path_that_leads_out_is_a_trick(name):
    assert "is a trick" in refused(portal.zipped([FORM, (info(name), b"x")]))


def test_a_name_that_hides_its_end_behind_a_null_is_a_trick():
    content = portal.zipped([FORM, ("plan.pdf_.exe", b"x")]).replace(b"plan.pdf_.exe", b"plan.pdf\x00.exe")

    assert "is a trick" in refused(content)


@pytest.mark.parametrize("name", ["plans/front.pdf", "plans\\front.pdf", "a..b/front.pdf"])
def test_an_ordinary_folder_is_no_trick(name):
    assert [member.name for member in opened(portal.zipped([(info(name), b"x")])).members] == ["front.pdf"]


def test_a_link_is_refused():
    link = info("plan.pdf", external_attr=(stat.S_IFLNK | 0o777) << 16)

    assert "leads elsewhere" in refused(portal.zipped([FORM, (link, b"/etc/passwd")]))


def test_a_password_is_refused():
    content = bytearray(portal.zipped([FORM, ("plan.pdf", b"x" * 50)]))
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[at + 8] |= 1

    assert "locked with a password" in refused(bytes(content))


def test_another_way_of_packing_is_refused():
    assert "packed in a way that cannot be read" in refused(portal.zipped([FORM], compression=zipfile.ZIP_LZMA))


def test_five_thousand_files_are_too_many():
    assert refused(portal.zipped([(f"{number}.pdf", b"") for number in range(5_000)])) == (
        "The package holds more than 1,000 files. Ask for it in parts."
    )


def test_a_thousand_files_are_not_too_many():
    assert len(opened(portal.zipped([(f"{number}.pdf", b"") for number in range(1_000)])).members) == 1_000


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert "a hundredfold" in refused(portal.zipped([("bomb.pdf", b"\0" * 30_000_000)]))


def test_files_that_are_too_large_one_by_one_or_together_are_refused():
    content = portal.zipped([("a.pdf", b"a" * 2000), ("b.pdf", b"b" * 2000)])

    assert "a file of more than" in refused(content, most_bytes=1_999)
    assert "when it is unpacked" in refused(content, most_bytes_together=3_999)


def test_a_bomb_whose_files_overlap_is_refused():
    """Every entry of the list of contents points at the same packed bytes."""
    one = portal.zipped([("a.pdf", bytes(range(256)) * 40)])
    at = one.index(b"PK\x01\x02")
    local, entry, end = one[:at], one[at : one.index(b"PK\x05\x06")], bytearray(one[one.index(b"PK\x05\x06") :])
    struct.pack_into("<HHLL", end, 8, 400, 400, len(entry) * 400, at)

    with pytest.raises(PackageRefused):
        opened(local + entry * 400 + bytes(end))


@pytest.mark.parametrize("claimed", [10, 5_000_000])
def test_a_size_that_is_a_lie_is_found_out_while_reading(claimed):
    content = bytearray(
        portal.zipped([("a.pdf", b"abc" * 5000)], compression=zipfile.ZIP_STORED if claimed < 100 else zipfile.ZIP_DEFLATED)
    )
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, claimed)
    package = opened(bytes(content))

    with pytest.raises(PackageRefused, match="is damaged"):
        package.read(package.members[0], 10_000_000)


def test_zip64_sizes_that_are_lies_are_refused():
    extra = struct.pack("<HHQ", 1, 8, 2**62)
    made = info("a.pdf", extra=extra)
    content = bytearray(portal.zipped([(made, b"abc")]))
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, 0xFFFFFFFF)

    assert "a file of more than 250 MB" in refused(bytes(content))


@pytest.mark.parametrize("keep", [0, 3, 22, 200])
def test_a_package_that_was_cut_off_is_refused(keep):
    assert "not a whole zip file" in refused(portal.package(4)[:keep])


def test_a_broken_list_of_contents_is_refused():
    content = bytearray(portal.package(4))
    at = content.index(b"PK\x01\x02")
    content[at : at + 4] = b"XXXX"

    assert "list of contents cannot be read" in refused(bytes(content))


def test_a_list_of_contents_that_claims_to_be_vast_is_not_held_in_memory():
    content = bytearray(portal.package(4))
    struct.pack_into("<L", content, content.rindex(b"PK\x05\x06") + 12, 50_000_000)

    assert "more than 1,000 files" in refused(bytes(content))


def test_bytes_before_and_after_are_of_no_account():
    said = read_package(b"GARBAGE" * 10 + portal.package(4) + b"more" * 10)

    assert read_package(portal.package(4) + b"more" * 10).application
    assert said.faults or said.application  # what begins with something else is not taken for a zip


def test_a_zip_in_a_zip_is_not_opened():
    inner = portal.zipped([FORM])

    reading = read_package(portal.zipped([("inner.zip", inner)]))

    assert reading.application is None
    assert "neither Application.json nor Application.xml" in reading.faults[0].message


def test_two_forms_in_one_package_are_refused():
    reading = read_package(portal.zipped([FORM, ("copy/application.JSON", FORM[1])]))

    assert "2 files named Application.json" in reading.faults[0].message


def test_litter_of_computers_is_left_out():
    content = portal.zipped([("__MACOSX/._plan.pdf", b"x"), (".DS_Store", b"x"), ("plans/", b""), ("plans/plan.pdf", b"x")])

    assert [member.path for member in opened(content).members] == ["plans/plan.pdf"]


def test_a_member_is_read_as_a_file_and_an_empty_one_is_not():
    package = opened(portal.zipped([("a.pdf", b"abc"), ("empty.pdf", b"")]))

    with package.opened(package.members[0]) as fetched:
        assert (fetched.file.read(), fetched.size, fetched.name) == (b"abc", 3, "a.pdf")
    with pytest.raises(FetchError, match="empty"), package.opened(package.members[1]):
        pass


def test_a_damaged_member_is_refused_and_the_others_are_not():
    content = bytearray(portal.zipped([FORM, ("a.pdf", b"abc" * 100)], compression=zipfile.ZIP_STORED))
    at = content.index(b"abcabc")
    content[at : at + 3] = b"xxx"
    package = opened(bytes(content))

    assert package.read(package.members[0], 10**6) == FORM[1]
    with pytest.raises(FetchError, match="damaged"), package.opened(package.members[1]):
        pass


def test_only_a_zip_is_taken_for_one():
    assert is_package(portal.package(4)[:4])
    assert not is_package(b"%PDF")


@pytest.mark.parametrize("name", ["\u202egpj.exe", "a" * 500 + ".pdf", "plan?.pdf", "weir ümläut.pdf"])
def test_odd_but_harmless_names_are_kept(name):
    assert checked_path(name) == name


# --- the form ------------------------------------------------------------------------------------------------------


def with_form(name, content):
    return read_package(portal.zipped([(name, content)]))


def test_a_package_without_a_form_says_so():
    reading = read_package(portal.zipped([("plan.pdf", portal.pdf())]))

    assert reading.application is None
    assert reading.faults[0].message.startswith("“PP-10099001.zip”") is False
    assert "neither Application.json nor Application.xml" in reading.faults[0].message
    assert "upload its package by hand" in reading.faults[0].message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"NaN", b'{"a": 1}', b'{"applicationData": []}', b"\xff\xfe\x00", b"[" * 5000]
)
def test_json_that_is_none_is_a_fault_where_there_is_no_xml(content):
    reading = with_form("Application.json", content)

    assert reading.application is None
    assert "Application.json could not be read" in reading.faults[0].message


def test_json_that_is_none_gives_way_to_xml_with_a_note():
    said = portal.form(4, documentList=[])
    reading = read_package(portal.zipped([("Application.json", b"{"), ("Application.xml", portal.xml(said).encode())]))

    assert reading.application.applicant.email == "nerys@example.com"
    assert reading.application.schema_name == "OneApp"
    assert any("Application.json could not be read" in note.message for note in reading.notes)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_json_with_a_byte_order_mark_is_read(encoding):
    said = portal.form(4, documentList=[], applicationData__applicant__personFamilyName="Çelik")

    reading = with_form("Application.json", json.dumps(said, ensure_ascii=False).encode(encoding))

    assert reading.application.applicant.last_name == "Çelik"
    assert not any("UTF-8" in note.message for note in reading.notes)


def test_json_in_the_encoding_of_windows_is_read_with_a_note():
    said = portal.form(4, documentList=[], applicationData__applicant__personFamilyName="Çelik")

    reading = with_form("Application.json", json.dumps(said, ensure_ascii=False).encode("windows-1252"))

    assert reading.application.applicant.last_name == "Çelik"
    assert any("Windows-1252" in note.message for note in reading.notes)


@pytest.mark.parametrize("scenario", [0, 13, 99, -1, 4.5, "four", None, [], {}, True, 10**30])
def test_an_unknown_scenario_is_a_fault_with_its_number(scenario):
    reading = with_form("Application.json", json.dumps(portal.form(scenario, documentList=[])).encode())

    assert [fault.pointer for fault in reading.faults] == ["/applicationScenario/scenarioNumber"]
    if scenario in (0, 13, 99):
        assert f"Scenario {scenario} " in reading.faults[0].message


BOMB = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Proposal>&b;</Proposal>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Proposal>&x;</Proposal>'
DTD = b'<?xml version="1.0"?><!DOCTYPE p SYSTEM "http://evil.example/p.dtd"><Proposal/>'


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, DTD])
def test_entities_and_document_types_are_refused(content):
    reading = with_form("Application.xml", content)

    assert reading.application is None
    assert "which is a trick" in reading.faults[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not XML"),
        (b"<Proposal>", "is not XML"),
        (b"<html/>", "its root is not a Proposal"),
        (b"not xml", "is not XML"),
        (b'<?xml version="1.0" encoding="klingon"?><Proposal/>', "is not XML"),
        (b"<Proposal>" + b"<a>" * 200 + b"</a>" * 200 + b"</Proposal>", "more than 60 levels deep"),
        (b"<Proposal><ApplicationData>words</ApplicationData></Proposal>", "is not XML"),
    ],
)
def test_xml_that_is_none_says_what_is_wrong(content, words):
    document, faults, _ = read_xml(content)

    assert document is None
    assert words in faults[0].message


@pytest.mark.parametrize(("encoding", "notes"), [("utf-8", 0), ("utf-16", 0), ("windows-1252", 1)])
def test_xml_in_other_encodings_is_read(encoding, notes):
    said = portal.form(4, documentList=[], applicationData__applicant__personFamilyName="Çelik")
    content = (
        portal.xml(said).replace('encoding="utf-8"', 'encoding="utf-16"' if encoding == "utf-16" else 'encoding="utf-8"').encode(encoding)
    )

    document, faults, remarks = read_xml(content)

    assert faults == []
    assert document["applicationData"]["applicant"]["personFamilyName"] == "Çelik"
    assert len(remarks) == notes


@pytest.mark.parametrize(
    "place", ["siteLocation", "applicant", "siteArea", "ownershipCertificates", "advice", "trees", "siteVisit", "declaration"]
)
@pytest.mark.parametrize("value", [None, "", [], {}, "words", 7, True, [[]], [{}], {"a": {"b": [1]}}, {"²": "²"}, {"9" * 5000: 1}])
def test_parts_of_the_wrong_sort_break_nothing_and_are_not_lost(place, value):
    said = portal.form(4, documentList=[])
    said["applicationData"][place] = value

    reading = with_form("Application.json", json.dumps(said).encode())

    assert reading.application is not None
    assert reading.faults == ()
    if value not in (None, "", [], {}, [[]], [{}]):
        assert any(answer.pointer.startswith(f"/applicationData/{place}") for answer in reading.application.answers)


@pytest.mark.parametrize(
    "polygon", [None, {}, [], "words", {"type": "Point", "coordinates": [1, 2]}, portal.feature([[1, 2], [3, 4]]), {"features": 7}]
)
def test_a_red_line_that_is_none_is_a_note(polygon):
    said = portal.form(4, documentList=[])
    said["polygon"] = polygon

    reading = with_form("Application.json", json.dumps(said).encode())

    assert reading.application.boundary is None
    assert any("draw it from the location plan" in note.message for note in reading.notes)


def test_the_best_red_line_counts():
    degrees = [[-0.1148, 51.4613], [-0.1151, 51.4613], [-0.1151, 51.4612], [-0.1148, 51.4612], [-0.1148, 51.4613]]
    files = [
        ("SiteLocation.geojson", json.dumps(portal.feature()).encode()),
        ("SiteLocationWGS84.geojson", json.dumps(portal.feature(degrees)).encode()),
    ]
    bare = json.dumps(portal.form(4, documentList=[], polygon=None)).encode()

    by_degrees = read_package(portal.zipped([("Application.json", bare), *files])).application
    by_form = read_package(portal.zipped([FORM, *files])).application

    assert by_degrees.boundary.geometry.extent[0] == pytest.approx(-0.1151)
    assert by_form.boundary.geometry.extent[0] == pytest.approx(-0.0740, abs=0.0005)


def test_a_crc_of_the_form_that_is_wrong_is_a_fault():
    content = bytearray(portal.zipped([FORM]))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 16, zlib.crc32(b"other"))

    assert "is damaged" in read_package(bytes(content)).faults[0].message


@pytest.mark.parametrize("seed", range(40))
def test_a_package_with_some_other_bytes_is_read_or_refused(seed):
    dice, content = random.Random(seed), bytearray(portal.package(4, "both"))
    for _ in range(dice.choice([1, 3, 20])):
        content[dice.randrange(len(content) - 1500, len(content))] = dice.randrange(256)

    reading = read_package(bytes(content))

    assert reading.application or reading.faults
