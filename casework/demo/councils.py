"""Three councils and their people. The names of the councils are real, everything else about them is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoCouncil:
    subdomain: str
    code: str
    short_name: str
    name: str
    centre: tuple[float, float]  # longitude, latitude
    town: str
    postcode_area: str
    cases: int


COUNCILS = [
    DemoCouncil("southwark", "SWK", "Southwark", "London Borough of Southwark", (-0.0729, 51.4567), "London", "SE22", 250),
    DemoCouncil("lambeth", "LBH", "Lambeth", "London Borough of Lambeth", (-0.1185, 51.4656), "London", "SW9", 60),
    DemoCouncil("buckinghamshire", "BUC", "Buckinghamshire", "Buckinghamshire Council", (-0.6463, 51.6154), "Beaconsfield", "HP9", 30),
]

# local part of the email address → name, job title, roles
PEOPLE: dict[str, tuple[str, str, list[str]]] = {
    "case.officer": ("Priya Raman", "Senior planning officer", ["case_officer"]),
    "second.officer": ("Tom Ashworth", "Planning officer", ["case_officer"]),
    "third.officer": ("Grace Okafor", "Planning officer", ["case_officer", "validation"]),
    "validation": ("Mo Haddad", "Validation officer", ["validation"]),
    "support": ("Jean Petrie", "Technical support officer", ["support"]),
    "reviewer": ("Helen Marsh", "Principal planner", ["reviewer"]),
    "team.leader": ("David Osei", "Development manager", ["team_leader"]),
    "land.charges": ("Ruth Lowe", "Land charges officer", ["land_charges"]),
    "administrator": ("Sam Whitfield", "Systems administrator", ["administrator", "case_officer"]),
}
STREETS = [
    "Alder Road", "Beech Grove", "Cedar Street", "Dell Close", "Elm Terrace", "Fir Avenue", "Gorse Lane", "Hazel Walk",
    "Ivy Place", "Juniper Rise", "Larch Crescent", "Maple Gardens",
]  # fmt: skip
