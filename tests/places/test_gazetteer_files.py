"""Files of addresses: each format, each change, and what happens to files that are bad, late, twice there or cut short."""

import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from places.gazetteer import importing
from places.gazetteer.importing import Wish
from places.gazetteer.lines import CannotRead
from places.models import Address, AddressImport
from tests.factories.places import AddressFactory, AddressImportFactory
from tests.places import gazetteer_files as made


@pytest.fixture
def put_in(authority, now):
    """Import a path; the rows of its files."""
    from audit.actors import System

    def put(path, **wish):
        return list(importing.import_addresses(authority=authority, path=path, wish=Wish(**wish), by=System("A test"), now=now))

    return put


def counts(run):
    return run.added, run.changed, run.retired, run.refused


class TestCore:
    def test_an_address_with_all_its_parts(self, put_in, tmp_path):
        row = {"UPRN": "010000000001", "PARENT_UPRN": "010000000009", "SUB_BUILDING": "FLAT 2", "BUILDING_NAME": "ST MARY'S COURT"}
        [run] = put_in(made.core_file(tmp_path / "AddressBaseCore_FULL_2025-02-01_001.csv", row))
        address = Address.objects.get()
        assert (run.state, counts(run), run.format) == ("done", (1, 0, 0, 0), "AddressBase Core")
        assert address.single_line == "Flat 2, St Mary's Court, 14 Mill Lane, Anytown, AN1 3CD"
        assert (address.uprn, address.parent_uprn) == ("10000000001", "10000000009")
        assert (address.usrn, address.classification, address.kind) == ("20100001", "RD04", "House or flat")
        assert (round(address.point.x, 4), round(address.point.y, 4)) == (-0.128, 51.5038)
        assert address.updated_on == date(2025, 1, 5)
        assert address.supplied_at == datetime(2025, 2, 1, tzinfo=UTC)

    def test_columns_are_found_by_their_names(self, put_in, tmp_path):
        names = list(reversed(made.core.COLUMNS))
        path = made.written(tmp_path / "x.csv", [[n.lower() for n in names], list(reversed(made.core_row()))])
        assert counts(put_in(path)[0]) == (1, 0, 0, 0)

    def test_addresses_of_other_councils_are_left_out_when_asked(self, put_in, tmp_path):
        path = made.core_file(tmp_path / "x.csv", {}, {"UPRN": "2", "GSS_CODE": "E09000001"})
        put_in(path, custodians={"E09000028"})
        assert [a.uprn for a in Address.objects.all()] == ["10000000001"]

    def test_where_there_are_no_parts_the_single_line_serves(self, put_in, tmp_path):
        put_in(
            made.core_file(
                tmp_path / "x.csv", {"BUILDING_NUMBER": "", "STREET_NAME": "", "SINGLE_LINE_ADDRESS": "THE BARN, ANYTOWN, AN1 3CD"}
            )
        )
        assert Address.objects.get().single_line == "The Barn, Anytown, AN1 3CD"

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"UPRN": "12A"}, "“12A” is not a UPRN"),
            ({"UPRN": "0"}, "“0” is not a UPRN"),
            ({"UPRN": "1234567890123"}, "“1234567890123” is not a UPRN"),
            ({"LATITUDE": "71.5"}, "The latitude 71.5 is outside Great Britain"),
            ({"EASTING": "nan"}, "The easting nan is outside Great Britain"),
            ({"EASTING": "x"}, "“x” is not a number for the easting"),
            ({"EASTING": "", "LATITUDE": ""}, "It has no coordinates"),
            ({"LAST_UPDATE_DATE": "2025-13-01"}, "“2025-13-01” is not a date"),
            ({"STREET_NAME": "", "BUILDING_NUMBER": "", "SINGLE_LINE_ADDRESS": ""}, "It has no address"),
            ({"BUILDING_NAME": "A " * 200}, "Its lines has more than 300 characters"),
        ],
    )
    def test_a_bad_line_is_named_and_stops_no_other(self, put_in, tmp_path, values, why):
        [run] = put_in(made.core_file(tmp_path / "x.csv", {"UPRN": "7"}, values, {"UPRN": "8"}))
        assert run.faults == [{"line": 3, "why": why}]
        assert (run.state, counts(run)) == ("done", (2, 0, 0, 1))

    def test_bad_bytes_zero_bytes_and_open_quotation_marks_stop_no_other_line(self, put_in, tmp_path):
        good = made.core_file(tmp_path / "good.csv", {"UPRN": "7"}, {"UPRN": "8", "BUILDING_NAME": "CAFÉ HOUSE"}).read_bytes()
        names, seven, eight = good.splitlines()
        bad = [seven.replace(b"MILL LANE", b"CAF\xc9 ROW"), seven.replace(b"MILL", b"MI\x00LL"), seven.replace(b"ANYTOWN", b'"ANYTOWN', 1)]
        bad.append(seven.replace(b"MILL", b'MI"L"L', 1) + b',"x"y')
        path = tmp_path / "x.csv"
        path.write_bytes(b"\xef\xbb\xbf" + b"\n".join([names, *bad, seven, b"", eight]) + b"\n")
        [run] = put_in(path)
        assert [fault["line"] for fault in run.faults] == [2, 3, 4, 5]
        assert "not utf-8: say --encoding cp1252" in run.faults[0]["why"]
        assert {a.uprn: a.lines for a in Address.objects.all()} == {"7": "14 Mill Lane", "8": "Café House, 14 Mill Lane"}

    def test_a_file_from_windows(self, put_in, tmp_path):
        path = made.written(tmp_path / "x.csv", [list(made.core.COLUMNS), made.core_row(STREET_NAME="CAFÉ ROW")], encoding="cp1252")
        put_in(path, encoding="cp1252")
        assert Address.objects.get().lines == "14 Café Row"

    def test_too_many_bad_lines_refuse_the_file_and_nothing_of_it_stays(self, put_in, tmp_path):
        path = made.core_file(tmp_path / "x.csv", {"UPRN": "7"}, *[{"UPRN": "x"}] * 4)
        [run] = put_in(path, faults_allowed=3)
        assert (run.state, counts(run)) == ("failed", (0, 0, 0, 4))
        assert run.error == "More than 3 lines cannot be used; the last was line 6: “x” is not a UPRN."
        assert not Address.objects.exists()

    def test_a_value_that_the_database_could_take_for_its_own_signs(self, put_in, tmp_path):
        put_in(made.core_file(tmp_path / "x.csv", {"ORGANISATION": "A\\N\tB\\. C", "STREET_NAME": "\\N"}))
        assert Address.objects.get().single_line == "A\\n B\\. C, 14 \\N, Anytown, AN1 3CD"


class TestPlus:
    def test_an_address_from_the_councils_parts(self, put_in, tmp_path):
        [run] = put_in(made.written(tmp_path / "AddressBasePlus_FULL_2025-02-01_001.csv", [made.plus_row(LA_ORGANISATION="SMITH & SONS")]))
        address = Address.objects.get()
        assert run.format == "AddressBase Plus"
        assert address.single_line == "Smith & Sons, Flat 2, 14–16 Mill Lane, Anytown, AN1 3CD"

    def test_from_royal_mails_where_the_council_gives_no_street(self, put_in, tmp_path):
        names = {
            "SUB_BUILDING_NAME": "FLAT 3",
            "BUILDING_NAME": "12A",
            "DEPENDENT_THOROUGHFARE": "MILL COTTAGES",
            "THOROUGHFARE": "MILL LANE",
        }
        row = made.plus_row(STREET_DESCRIPTION="", **names)
        put_in(made.written(tmp_path / "x.csv", [row]))
        assert Address.objects.get().lines == "Flat 3, 12A Mill Cottages, Mill Lane"

    def test_the_file_of_column_names_beside_it_is_passed_over(self, put_in, tmp_path):
        made.written(tmp_path / "AddressBasePlus_Header.csv", [list(made.plus.COLUMNS)])
        made.written(tmp_path / "data.csv", [list(made.plus.COLUMNS), made.plus_row()])
        [run] = put_in(tmp_path)
        assert counts(run) == (1, 0, 0, 0)

    def test_only_one_custodians(self, put_in, tmp_path):
        path = made.written(tmp_path / "x.csv", [made.plus_row(), made.plus_row(UPRN="2", LOCAL_CUSTODIAN_CODE="9999")])
        put_in(path, custodians={"5840"})
        assert Address.objects.count() == 1

    def test_what_no_longer_exists_is_kept_and_retired(self, put_in, tmp_path):
        put_in(made.written(tmp_path / "x.csv", [made.plus_row(STATE="4")]))
        assert Address.objects.get().state == "retired"


class TestUpdates:
    """Change-only files: no twins, nothing lost, and no harm from a file that comes late or twice."""

    @pytest.fixture
    def full(self, tmp_path):
        return made.core_file(tmp_path / "core_2025-02-01.csv", {"UPRN": "1"}, {"UPRN": "2"}, {"UPRN": "3"})

    @pytest.fixture
    def update(self, tmp_path):
        changes = [
            {"UPRN": "2", "BUILDING_NUMBER": "22", "CHANGE_CODE": "U", "LAST_UPDATE_DATE": "2025-02-20"},
            {"UPRN": "3", "CHANGE_CODE": "D"},
            {"UPRN": "4", "CHANGE_CODE": "I"},
            {"UPRN": "99", "CHANGE_CODE": "D"},
        ]
        return made.core_file(tmp_path / "core_2025-03-01.csv", *changes)

    AFTER = {
        "1": ("14 Mill Lane", "current"),
        "2": ("22 Mill Lane", "current"),
        "3": ("14 Mill Lane", "retired"),
        "4": ("14 Mill Lane", "current"),
    }

    def there(self):
        return {a.uprn: (a.lines, a.state) for a in Address.objects.all()}

    def test_in_order(self, put_in, full, update):
        assert counts(put_in(full)[0]) == (3, 0, 0, 0)
        assert counts(put_in(update)[0]) == (1, 1, 1, 0)
        assert self.there() == self.AFTER

    def test_twice(self, put_in, full, update):
        for path in (full, update, update, full, full):
            [run] = put_in(path)
        assert counts(run) == (0, 0, 0, 0)
        assert self.there() == self.AFTER

    def test_a_folder_is_taken_in_the_order_of_its_dates(self, put_in, full, update, tmp_path):
        full.rename(tmp_path / "z_2025-02-01.csv")
        runs = put_in(tmp_path)
        assert [run.file for run in runs] == ["z_2025-02-01.csv", "core_2025-03-01.csv"]
        assert self.there() == self.AFTER

    def test_an_older_file_that_comes_late_changes_nothing_that_is_newer(self, put_in, full, update):
        put_in(update)
        put_in(full)
        assert self.there()["2"] == ("22 Mill Lane", "current")

    def test_an_address_taken_away_and_brought_again_in_one_file_is_brought(self, put_in, full, tmp_path):
        put_in(full)
        again = [{"UPRN": "1", "CHANGE_CODE": "I", "BUILDING_NUMBER": "1"}, {"UPRN": "1", "CHANGE_CODE": "D"}]
        put_in(made.core_file(tmp_path / "core_2025-03-02.csv", *again))
        assert self.there()["1"] == ("1 Mill Lane", "current")

    def test_the_last_of_two_lines_about_one_address_counts(self, put_in, tmp_path):
        [run] = put_in(made.core_file(tmp_path / "x.csv", {"UPRN": "1"}, {"UPRN": "0001", "BUILDING_NUMBER": "15"}))
        assert (counts(run), self.there()) == ((1, 0, 0, 0), {"1": ("15 Mill Lane", "current")})

    def test_an_address_typed_by_an_officer_is_taken_over(self, put_in, authority, full):
        AddressFactory(authority=authority, uprn="1", lines="Fourteen Mill Lane")
        put_in(full)
        assert self.there()["1"] == ("14 Mill Lane", "current")

    def test_another_councils_addresses_stay_as_they_are(self, put_in, full, now):
        from audit.actors import System
        from core.tenancy import acting_for
        from tests.factories.accounts import LocalAuthorityFactory

        put_in(full)
        other = LocalAuthorityFactory()
        with acting_for(other):
            list(importing.import_addresses(authority=other, path=full, wish=Wish(), by=System("A test"), now=now))
            assert Address.objects.count() == 3
            assert AddressImport.objects.count() == 1

    def test_what_a_full_supply_no_longer_has_is_retired_when_asked(self, put_in, authority, full, now, tmp_path):
        from audit.actors import System

        put_in(full)
        AddressFactory(authority=authority, uprn="77")  # typed in: no supply speaks of it
        runs = put_in(made.core_file(tmp_path / "core_2025-04-01.csv", {"UPRN": "1"}, {"UPRN": "2"}))
        ask = {"authority": authority, "runs": runs, "by": System("A test"), "now": now}
        with pytest.raises(CannotRead, match=r"1 of 3 addresses are missing\. Say --even-if-many"):
            importing.retire_missing(even_if_many=False, **ask)
        assert importing.retire_missing(even_if_many=True, **ask).retired == 1
        assert {a.uprn for a in Address.objects.current()} == {"1", "2", "77"}


class TestFiles:
    def test_a_zip_of_files(self, put_in, tmp_path):
        for number in (1, 2):
            made.core_file(tmp_path / f"data_{number}.csv", {"UPRN": str(number)})
        with zipfile.ZipFile(tmp_path / "ab.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in (1, 2):
                archive.write(tmp_path / f"data_{number}.csv", f"data/data_{number}.csv")
            archive.writestr("readme.pdf", b"%PDF")
        runs = put_in(tmp_path / "ab.zip")
        assert [run.file for run in runs] == ["ab.zip/data/data_1.csv", "ab.zip/data/data_2.csv"]
        assert all(len(run.sha256) == 64 for run in runs)
        assert Address.objects.count() == 2

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("x.csv", b"", "holds no addresses"),
            ("x.csv", b"a,b,c\n1,2,3\n", "is in no format known here: its first line has 3 columns"),
            ("x.zip", b"PK\x03\x04 not really", "is no zip"),
            ("x.csv", b"10,A,1,,1,,,,F\n", "has no date of the file"),
        ],
    )
    def test_what_is_no_gazetteer_file_says_so(self, put_in, tmp_path, name, content, why):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CannotRead, match=why):
            put_in(tmp_path / name)

    def test_a_path_that_is_not_there(self, put_in, tmp_path):
        with pytest.raises(CannotRead, match="There is no"):
            put_in(tmp_path / "nowhere.csv")

    def test_a_damaged_zip_changes_nothing(self, put_in, tmp_path):
        made.core_file(tmp_path / "data.csv", *[{"UPRN": str(number)} for number in range(1, 400)])
        with zipfile.ZipFile(tmp_path / "ab.zip", "w", zipfile.ZIP_STORED) as archive:
            archive.write(tmp_path / "data.csv", "data.csv")
        content = bytearray((tmp_path / "ab.zip").read_bytes())
        content[5000:5010] = b"8888888888"
        (tmp_path / "ab.zip").write_bytes(content)
        [run] = put_in(tmp_path / "ab.zip")
        assert (run.state, "damaged" in run.error, Address.objects.count()) == ("failed", True, 0)

    def test_a_line_without_end_is_no_gazetteer(self, put_in, tmp_path):
        path = made.core_file(tmp_path / "x.csv", {})
        path.write_bytes(path.read_bytes() + b"1" * 300_000)
        [run] = put_in(path)
        assert (run.state, Address.objects.count()) == ("failed", 0)
        assert "longer than 100,000 characters" in run.error

    def test_an_import_that_was_killed_is_shown_as_stopped(self, put_in, authority, tmp_path):
        killed = AddressImportFactory(authority=authority, state="running", finished_at=None)
        put_in(made.core_file(tmp_path / "y.csv", {}))
        killed.refresh_from_db()
        assert killed.state == "stopped"

    def test_the_history_says_what_was_imported(self, put_in, tmp_path):
        put_in(made.core_file(tmp_path / "y.csv", {}))
        said = AuditEvent.objects.get(type="addresses_imported")
        assert (said.data["added"], said.data["file"], said.actor_name) == (1, "y.csv", "A test")


class TestCommand:
    def test_it_reports(self, authority, tmp_path, capsys):
        path = made.core_file(tmp_path / "core_2025-03-02.csv", {}, {"UPRN": "x"})
        call_command("import_addresses", str(path), "--authority", authority.subdomain)
        out, err = capsys.readouterr()
        assert "core_2025-03-02.csv (AddressBase Core of 2025-03-02): 1 added, 0 changed, 0 retired, 1 lines refused" in out
        assert "core_2025-03-02.csv, line 3: “x” is not a UPRN" in err

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (["--authority", "nowhere"], "There is no council nowhere"),
            (["--encoding", "klingon"], "There is no encoding klingon"),
        ],
    )
    def test_wrong_arguments_have_an_answer(self, authority, tmp_path, arguments, why):
        path = made.core_file(tmp_path / "x.csv", {})
        with pytest.raises(CommandError, match=why):
            call_command("import_addresses", str(path), "--authority", authority.subdomain, *arguments)

    def test_a_refused_file_is_an_error_of_the_command(self, authority, tmp_path):
        path = made.core_file(tmp_path / "x.csv", {"UPRN": "x"}, {"UPRN": "y"})
        with pytest.raises(CommandError, match="Not every file could be used"):
            call_command("import_addresses", str(path), "--authority", authority.council_code, "--faults-allowed", "1")
