"""`manage.py import_planning_data`."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from places.models import Area, DataSet
from tests.factories.accounts import LocalAuthorityFactory
from tests.fakes.outside import OutsideFake
from tests.places.publications import as_csv, as_geojson, feature, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    def run(*files, **options):
        paths = []
        for name, body in files:
            (tmp_path / name).write_bytes(body)
            paths.append(str(tmp_path / name))
        call_command("import_planning_data", *paths, **options)
        return capsys.readouterr().out

    return run


def test_files_named_like_their_data_sets(run):
    said = run(
        ("conservation-area.csv", as_csv(row(1), row(2, ""))), ("tree.geojson", as_geojson(feature(entity=3))), as_of=date(2026, 11, 3)
    )
    assert "Conservation areas: 2 read, 1 written, 0 no longer there, 0 repaired, 1 left out; 1 count." in said
    assert "2 Area 2: It has no shape. Left out." in said
    assert dict(DataSet.objects.values_list("key", "as_of")) == {"conservation-area": date(2026, 11, 3), "tree": date(2026, 11, 3)}


def test_wards_of_the_statistics_office(run):
    run(("wards.json", as_geojson(feature(WD24CD="E05", WD24NM="Riverside"))), data_set="ward")
    assert (DataSet.objects.get().kind, Area.objects.get().name) == ("ward", "Riverside")


def test_a_data_set_of_the_councils_own(run):
    run(("streams.geojson", as_geojson(feature(id=1))), codes=["watercourse"], title="Streams")
    assert (DataSet.objects.get().name, Area.objects.get().codes) == ("Streams", ["watercourse"])


def test_a_name_is_fetched(run, settings, capsys):
    with OutsideFake() as fake:
        settings.PLANNING_DATA_FILES_URL = fake.address
        fake.answers("/dataset/green-belt.csv", as_csv(row(1)))
        call_command("import_planning_data", "green-belt")
    assert DataSet.objects.get().source.endswith("/dataset/green-belt.csv")


def test_one_bad_file_keeps_no_other_from_being_imported(run, capsys):
    with pytest.raises(CommandError, match=r"Not imported: .*tree\.csv"):
        run(("tree.csv", b"<html>"), ("conservation-area.csv", as_csv(row(1))))
    assert "web page" in capsys.readouterr().err
    assert Area.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [("thing.csv", {}, "say what it means"), ("thing.csv", {"codes": ["nonsense"]}, "not a designation of the ODP list")],
)
def test_a_data_set_that_nobody_knows(run, capsys, name, options, words):
    with pytest.raises(CommandError):
        run((name, as_csv(row(1))), **options)
    assert words in capsys.readouterr().err


def test_without_a_name_it_lists_what_it_knows(run):
    said = run()
    assert "conservation-area" in said and "Tree preservation zones" in said


@pytest.mark.parametrize("what", ["conservation-area.csv", "/nowhere/conservation-area", "green-belt.geojson"])
def test_a_file_that_is_not_there_is_not_fetched_in_its_place(settings, capsys, what):
    with OutsideFake() as fake:
        settings.PLANNING_DATA_FILES_URL = fake.address
        fake.answers("/dataset/conservation-area.csv", as_csv(row(1)))
        with pytest.raises(CommandError, match="Not imported"):
            call_command("import_planning_data", what)
    assert "there is no such file" in capsys.readouterr().err
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": [1], "geometry": null}]}', "properties are not an"),
        (b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000, "nested so deeply"),
    ],
    ids=["properties in a list", "nested"],
)
def test_odd_geojson_is_told_and_changes_nothing(run, capsys, body, words):
    with pytest.raises(CommandError, match="Not imported"):
        run(("tree.geojson", body))
    assert words in capsys.readouterr().err
    assert not DataSet.objects.exists()


def test_an_encoding_that_is_none_of_texts_is_told(db, tmp_path):
    LocalAuthorityFactory(subdomain="southwark")
    with pytest.raises(CommandError, match="There is no encoding base64"):
        call_command("import_addresses", str(tmp_path), authority="southwark", encoding="base64")
