"""Newer editions of the law's tables, in use without a release."""

import re
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

import statute
from applications import editions
from statute.tables import DATA, lookup, use_folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tables of the release in a folder of their own."""
    folder = tmp_path / "edition"
    shutil.copytree(DATA, folder)
    yield folder
    use_folder(None)


def edit(folder: Path, file: str, pattern: str, new: str) -> None:
    path = folder / file
    text, times = re.subn(pattern, new, path.read_text(), count=1, flags=re.DOTALL)
    assert times == 1
    path.write_text(text)


FIGURE = r'(key = "pa.part4.classE".*?amount = )\d+'


def check(folder: Path) -> str:
    out = StringIO()
    call_command("check_statute", str(folder), stdout=out)
    return out.getvalue()


def test_the_release_can_be_used_and_differs_from_nothing():
    out = StringIO()
    call_command("check_statute", stdout=out)
    assert f"Version {statute.version()}" in out.getvalue()
    assert "No figure differs" in out.getvalue()


def test_names_each_figure_that_an_edition_changes(copy):
    edit(copy, "determination.toml", FIGURE, r"\g<1>42")
    told = check(copy)
    assert "determination/pa.part4.classE from 2015-04-15: amount 56 → 42" in told
    assert told.count("→") == 1
    assert f"in use is {statute.version()}" in told


def test_names_rules_that_are_new(copy):
    with (copy / "fees.toml").open("a") as file:
        file.write(
            '\n[[fees]]\nkey = "drones"\nfrom = 2027-04-01\ncitation = "SI 2027/1"\nsource = "https://www.legislation.gov.uk"\n'
            'confidence = "high"\namount = 99\n'
        )
    assert "fees/drones from 2027-04-01: new" in check(copy)


def test_an_edition_is_used_from_the_start_and_answers(copy, settings):
    edit(copy, "determination.toml", FIGURE, r"\g<1>42")
    before, settings.STATUTE_FOLDER = statute.version(), str(copy)
    apps.get_app_config("applications").ready()
    assert lookup("determination", "pa.part4.classE", date(2026, 11, 2))["amount"] == 42
    assert statute.version() != before
    settings.STATUTE_FOLDER = ""
    apps.get_app_config("applications").ready()
    assert statute.version() == before


@pytest.mark.parametrize(
    ("file", "pattern", "new", "words"),
    [
        ("determination.toml", FIGURE, r"\g<1>", "not TOML"),
        ("determination.toml", FIGURE, r'\g<1>"soon"', "amount is 'soon', but was 56"),
        ("determination.toml", r'key = "pa.part4.classE"', 'key = "gone"', "determination/pa.part4.classE is missing"),
        ("determination.toml", r'citation = "[^"]*"\n', "", "not complete: 'citation'"),
        ("determination.toml", r'confidence = "medium"', 'confidence = "sure"', "confidence is high, medium, low, not sure"),
        ("determination.toml", r'source = "https:', 'source = "javascript:', "the web address of a source"),
        ("calendar.toml", r"from = 2015-04-15", "from = 2015-04-15\nuntil = 2014-01-01", "before it begins"),
        ("calendar.toml", r"from = 2015-04-15", 'from = "2015-04-15"', "dates"),
    ],
)
def test_what_cannot_be_used_stops_the_check_and_the_start(copy, settings, file, pattern, new, words):
    edit(copy, file, pattern, new)
    with pytest.raises(CommandError, match=re.escape(words)):
        check(copy)
    settings.STATUTE_FOLDER = str(copy)
    with pytest.raises(ImproperlyConfigured, match="STATUTE_FOLDER"):
        apps.get_app_config("applications").ready()


def test_two_rules_of_one_day_are_refused(copy):
    text = (copy / "calendar.toml").read_text()
    first = text[text.index("[[calendar]]") : text.index("[[calendar]]", text.index("[[calendar]]") + 1)]
    (copy / "calendar.toml").write_text(text + "\n" + first.replace("from = 2015-04-15", "from = 2020-01-01"))
    with pytest.raises(CommandError, match="two rows are in force on 2020-01-01"):
        check(copy)


@pytest.mark.parametrize(("place", "words"), [("nowhere", "is not a folder"), (".", "holds no .toml")])
def test_a_place_without_tables_is_refused(tmp_path, place, words):
    with pytest.raises(editions.NotAnEdition, match=words):
        editions.use(str(tmp_path / place))
