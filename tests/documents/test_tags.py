"""The words for what a document is."""

import re
from pathlib import Path

from documents import tags

APPS = ["api", "applicant_portal", "assessment", "casework", "consultation", "decision", "intake", "validation"]


def test_each_tag_stands_once_in_one_of_four_groups() -> None:
    groups = [tag.group for tag in tags.all_tags().values()]

    assert {group: groups.count(group) for group in tags.GROUP_NAMES} == {"drawings": 21, "evidence": 12, "supporting": 71, "internal": 13}
    assert [title for title, _ in tags.choices()] == list(tags.GROUP_NAMES.values())


def test_people_read_words_and_an_unknown_code_as_it_is() -> None:
    assert tags.tag_name("sitePlan.proposed") == "Site plan - proposed"
    assert tags.tag_name("somethingNew") == "somethingNew"
    assert tags.group_of(["somethingNew", "photographs.existing"]) == "evidence"
    assert tags.group_of([]) == "supporting"


def test_every_tag_that_the_stages_give_is_known() -> None:
    root = Path(__file__).parents[2]
    given = {code for app in APPS for path in (root / app).rglob("*.py") for code in re.findall(r'"(internal\.\w+)"', path.read_text())}

    assert given - set(tags.all_tags()) == set()
