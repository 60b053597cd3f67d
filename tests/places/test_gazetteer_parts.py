"""AddressBase Premium and DTF 7.3: addresses in parts, of which an update may bring one."""

from datetime import UTC, datetime

import pytest

from audit.actors import System
from places.gazetteer import importing
from places.gazetteer.importing import Wish
from places.models import Address, GazetteerRecord
from tests.places import gazetteer_files as made
from tests.places.gazetteer_files import blpu, classification, dpa, dtf_blpu, dtf_lpi, lpi, organisation, parts_file, street

WHOLE = [street(), blpu(), lpi(), dpa(), organisation(), classification()]
METADATA = [29, "GeoPlace", "", "", "", "", "", "", "", "", ""]


@pytest.fixture
def put_in(authority, now):
    def put(path, **wish):
        [run] = importing.import_addresses(authority=authority, path=path, wish=Wish(**wish), by=System("A test"), now=now)
        assert run.state == "done", run.error
        return run

    return put


@pytest.fixture
def file(tmp_path):
    numbers = iter(range(100))
    return lambda *records, **about: parts_file(tmp_path / f"{next(numbers)}.csv", *records, **about)


def counts(run):
    return run.added, run.changed, run.retired, run.refused


def one():
    return Address.objects.get()


class TestPremium:
    def test_an_address_out_of_its_parts(self, put_in, file):
        ignored = [[11, "I", 1, 20100001], METADATA, [23, "I", 9, 10000000001], [30, "I", 9, 10000000001]]
        run = put_in(file(*WHOLE, *ignored))
        assert (run.format, counts(run)) == ("AddressBase Premium", (1, 0, 0, 0))
        assert one().single_line == "The Red Lion, 14 Mill Lane, Anytown, AN1 3CD"
        assert (one().usrn, one().classification, one().state) == ("20100001", "RD04", "current")
        assert one().supplied_at == datetime(2025, 1, 10, 9, 0, tzinfo=UTC)

    def test_records_in_any_order(self, put_in, file):
        put_in(file(*reversed(WHOLE)))
        assert one().single_line == "The Red Lion, 14 Mill Lane, Anytown, AN1 3CD"

    @pytest.mark.parametrize(
        ("secondary", "primary", "code", "lines"),
        [
            (["2", "", "", "", ""], ["14", "", "16", "", ""], "RD06", "Flat 2, 14–16 Mill Lane"),
            (["2", "", "", "", ""], ["14", "", "", "", ""], "CO01", "2, 14 Mill Lane"),
            (["2", "A", "3", "B", "UNIT"], ["", "", "", "", "ROSE COURT"], "CO01", "Unit 2A–3B, Rose Court, Mill Lane"),
            (["", "", "", "", "GROUND FLOOR FLAT"], ["14", "A", "", "", ""], "RD06", "Ground Floor Flat, 14A Mill Lane"),
            (["", "", "", "", ""], ["", "", "", "", "14A-16"], "RD06", "14A–16 Mill Lane"),
            (["", "", "", "", ""], ["", "", "", "", "St Mary's Church"], "ZW99", "St Mary's Church, Mill Lane"),
        ],
    )
    def test_lines_as_people_write_them(self, put_in, file, secondary, primary, code, lines):
        put_in(file(street(), blpu(), lpi(secondary=secondary, primary=primary), classification(code=code)))
        assert one().lines == lines

    def test_the_name_on_letters_is_the_approved_official_one_in_english(self, put_in, file):
        names = [
            lpi(key="A", status=3, primary=["", "", "", "", "ALTERNATIVE"]),
            lpi(key="B", status=8, primary=["", "", "", "", "FORMER"]),
            lpi(key="C", official="N", primary=["", "", "", "", "UNOFFICIAL"]),
            lpi(key="D", language="CYM", primary=["", "", "", "", "YR HEN DY"]),
            lpi(key="E", primary=["", "", "", "", "THE OLD HOUSE"]),
            lpi(key="F", ended="2024-01-01", primary=["", "", "", "", "ENDED"]),
        ]
        put_in(file(street(), street(name="LON Y FELIN", language="CYM"), blpu(), *names))
        assert one().lines == "The Old House, Mill Lane"

    @pytest.mark.parametrize(
        ("values", "state"),
        [({"status": 6}, "provisional"), ({"status": 8}, "retired"), ({"ended": "2024-12-31"}, "retired"), ({"state": 4}, "retired")],
    )
    def test_states(self, put_in, file, values, state):
        put_in(file(street(), blpu(**values), lpi()))
        assert one().state == state

    def test_without_a_councils_name_the_postal_one_serves(self, put_in, file):
        put_in(file(blpu(), dpa()))
        assert one().lines == "14 Mill Lane"

    def test_what_nothing_names_is_said(self, put_in, file):
        run = put_in(file(blpu()))
        assert run.faults == [{"why": "UPRN 10000000001: no record names it (LPI or delivery point)"}]

    def test_only_one_custodians(self, put_in, file):
        run = put_in(file(*WHOLE, blpu(2, custodian=9999), lpi(2, key="B")), custodians={"5840"})
        assert counts(run) == (1, 0, 0, 0)
        assert not GazetteerRecord.objects.filter(owner=2).exists()


class TestDtf:
    def test_an_address_of_an_llpg(self, put_in, file):
        named = street()[:9]
        run = put_in(file(named, dtf_blpu(organisation="The Red Lion", **{"class": "CL06"}), dtf_lpi(), version="7.3"))
        assert run.format == "DTF 7.3"
        assert one().single_line == "The Red Lion, 14 Mill Lane, Anytown, AN1 3CD"
        assert (one().classification, one().kind) == ("CL06", "Leisure")
        assert (round(one().point.x, 3), round(one().point.y, 3)) == (-0.128, 51.504)

    def test_two_volumes_of_one_day(self, put_in, file):
        put_in(file(street()[:9], dtf_blpu(), dtf_lpi(), version="7.3", clock="09:00:00"))
        second = file(dtf_lpi(change="U", order=1, primary=["15", "", "", "", ""]), version="7.3", clock="17:00:00", kind="C")
        put_in(second)
        assert one().lines == "15 Mill Lane"


class TestUpdates:
    @pytest.fixture
    def full(self, file):
        return file(*WHOLE, blpu(2), lpi(2, key="B", primary=["16", "", "", "", ""]))

    def test_a_new_name_of_the_street_alone(self, put_in, full, file):
        put_in(full)
        run = put_in(file(street(name="QUARRY ROAD", change="U"), day="2025-02-10", kind="C"))
        assert counts(run) == (0, 2, 0, 0)
        assert sorted(a.lines for a in Address.objects.all()) == ["14 Quarry Road", "16 Quarry Road"]

    def test_a_part_taken_away(self, put_in, full, file):
        put_in(full)
        put_in(file(organisation(change="D"), day="2025-02-10", kind="C"))
        assert Address.objects.get(uprn="10000000001").organisation == ""

    def test_a_property_taken_away_is_retired_with_its_address(self, put_in, full, file):
        put_in(full)
        run = put_in(file(blpu(2, "D"), lpi(2, "B", "D"), day="2025-02-10", kind="C"))
        assert counts(run) == (0, 0, 1, 0)
        gone = Address.objects.get(uprn="2")
        assert (gone.state, gone.lines) == ("retired", "16 Mill Lane")

    def test_an_identifier_that_moves_to_another_property(self, put_in, full, file):
        put_in(full)
        moved = [lpi(2, key="5840L000000001", change="U", primary=["14", "", "", "", ""]), lpi(2, key="B", change="D")]
        put_in(file(*moved, day="2025-02-10", kind="C"))
        assert Address.objects.get(uprn="2").lines == "14 Mill Lane"

    def test_deleted_and_inserted_in_one_file_by_pro_order(self, put_in, full, file):
        put_in(full)
        put_in(file(lpi(change="I", order=9, primary=["1", "", "", "", ""]), lpi(change="D", order=8), day="2025-02-10", kind="C"))
        assert Address.objects.get(uprn="10000000001").lines == "1 Mill Lane"

    def test_twice_and_out_of_order(self, put_in, full, file):
        update = file(lpi(change="U", primary=["1", "", "", "", ""]), blpu(2, "D"), day="2025-02-10", kind="C")
        for path in (update, full, update, full):
            run = put_in(path)
        assert counts(run) == (0, 0, 0, 0)
        assert {a.uprn: (a.lines, a.state) for a in Address.objects.all()} == {"10000000001": ("1 Mill Lane", "current")}

    def test_an_older_file_does_not_bring_back_what_was_taken_away(self, put_in, full, file):
        put_in(full)
        put_in(file(blpu(2, "D"), day="2025-02-10", kind="C"))
        put_in(full)
        assert Address.objects.get(uprn="2").state == "retired"


class TestBadFiles:
    @pytest.mark.parametrize(
        ("rows", "error"),
        [
            ([made.header(), *WHOLE], "ends without its trailer (record 99): it is cut short"),
            ([made.header(), *WHOLE, made.trailer(7)], "The trailer counts 7 records, the file has 6"),
            ([made.header(), *WHOLE, made.trailer(6), blpu(3)], "Line 9 comes after the trailer"),
            ([made.header(), made.header(), *WHOLE, made.trailer(6)], "Line 2 is a second header"),
        ],
    )
    def test_a_file_that_is_not_whole_changes_nothing(self, authority, now, tmp_path, rows, error):
        path = made.written(tmp_path / "x.csv", rows)
        [run] = importing.import_addresses(authority=authority, path=path, wish=Wish(), by=System("A test"), now=now)
        assert error in run.error
        assert (run.state, Address.objects.count(), GazetteerRecord.objects.count()) == ("failed", 0, 0)

    @pytest.mark.parametrize(
        ("record", "why"),
        [
            ([77, "I", 1], "Record 77 is none of this format"),
            (["x", "I", 1], "It is no record of this format"),
            (blpu(5)[:20], "Record 21 has 20 columns; 22 or 23 are known"),
            (blpu(5, change="X"), "“X” is no type of change: I, U or D"),
            (blpu("12x"), "“12x” is not a UPRN"),
            (lpi(5, usrn="x"), "“x” is not a USRN"),
            (lpi(5, key=""), "Record 24 has no key"),
            (blpu(5, updated="yesterday"), "“yesterday” is not a date"),
            ([21], "Record 21 has 1 columns; 22 or 23 are known"),
        ],
    )
    def test_a_bad_record_is_named_and_stops_no_other(self, put_in, file, record, why):
        run = put_in(file(*WHOLE, record))
        assert run.faults == [{"line": 8, "why": why}]
        assert counts(run) == (1, 0, 0, 1)

    def test_a_place_outside_britain(self, put_in, file):
        wrong = blpu(5)
        wrong[8] = "9999999"
        run = put_in(file(*WHOLE, wrong, lpi(5, key="B")))
        assert run.faults == [{"why": "UPRN 5: The easting 9999999 is outside Great Britain"}]
        assert Address.objects.count() == 1
