"""A council's gazetteer arrives as a file; an administrator looks at it, and an officer tells a neighbour who lives further away."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.tenancy import acting_for
from tests.factories.applications import PlanningApplicationFactory
from tests.places import gazetteer_files as made
from tests.stories.actors import Officer
from tests.stories.town import Town

HERE = {"LATITUDE": "51.4568", "LONGITUDE": "-0.0728", "EASTING": "533900", "NORTHING": "174800"}
FAR = {"LATITUDE": "51.5", "LONGITUDE": "-0.1", "EASTING": "531900", "NORTHING": "179600", "POSTCODE": "ZZ9 9ZZ"}


class AtTheDesk(Officer):
    """Looks at each page at both widths, and keeps a picture where STORY_SHOTS says."""

    def page_is_fine(self, name: str = "") -> None:
        super().page_is_fine()
        if name and os.environ.get("STORY_SHOTS"):
            for width in (1280, 375):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=Path(os.environ["STORY_SHOTS"]) / f"{name}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.story
def test_a_gazetteer_arrives_and_is_used(town: Town, visit: Any, tmp_path: Path) -> None:
    houses = [HERE | {"UPRN": str(700 + number), "BUILDING_NUMBER": str(number + 1)} for number in range(12)]
    owner = FAR | {"UPRN": "900", "BUILDING_NUMBER": "9", "STREET_NAME": "QUARRY ROAD", "ORGANISATION": "LANDLORDS LTD"}
    path = made.core_file(tmp_path / "AddressBaseCore_FULL_2026-10-30_001.csv", *houses, owner, {"UPRN": "12X"})
    call_command("import_addresses", str(path), "--authority", town.council.subdomain)

    administrator = visit(AtTheDesk, "administrator")
    administrator.page.goto(f"{town.officers}/addresses/")
    administrator.sees("What was refused")
    administrator.page_is_fine("addresses")
    administrator.fills("Try a look-up", "zz99zz")
    administrator.presses("Find addresses")
    administrator.sees("Landlords Ltd, 9 Quarry Road, Anytown, ZZ9 9ZZ")
    administrator.page_is_fine("addresses-found")

    with acting_for(town.council):
        reference = PlanningApplicationFactory.create(authority=town.council, published=True).case.reference
    officer = visit(AtTheDesk, "case_officer")
    officer.opens(reference, "consultation/neighbours/")
    officer.sees("12 addresses within")
    officer.page_is_fine("neighbours")
    officer.fills("Look up other addresses", "9 quarry rd")
    officer.page.keyboard.press("Enter")
    officer.sees("1 found for “9 quarry rd”")
    officer.chooses("Landlords Ltd, 9 Quarry Road, Anytown, ZZ9 9ZZ")
    officer.page_is_fine("neighbours-found")
    officer.presses("Save neighbours")
    officer.sees("Neighbours saved.")
    with acting_for(town.council):
        told = set(town.application(reference).case.neighbours.values_list("uprn", flat=True))
    assert told == {str(700 + number) for number in range(12)} | {"900"}
