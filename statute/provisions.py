"""The provisions that an application of a kind rests on, for officers to check it against: title, words, and where it is published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statute.kinds import kind_of_code

GPDO = "Town and Country Planning (General Permitted Development) (England) Order 2015"
GPDO_URL = "https://www.legislation.gov.uk/uksi/2015/596/schedule/2"
ACT = "Town and Country Planning Act 1990"
ACT_URL = "https://www.legislation.gov.uk/ukpga/1990/8/section"
LISTED = "Planning (Listed Buildings and Conservation Areas) Act 1990"
CLASS = re.compile(r"pa\.part(?P<part>\d+)\.class(?P<letters>[A-Z]+)")
LAWFUL = {
    "ldc_existing": ("191", "Whether an existing use or operation is lawful: no enforcement action can be taken, and no notice is broken"),
    "ldc_condition": ("191", "Whether a failure to keep to a condition is lawful: the time to enforce has passed, and no notice is broken"),
    "ldc_proposed": ("192", "Whether a proposed use or operation would be lawful if it began on the day of the application"),
}


@dataclass(frozen=True, slots=True)
class Provision:
    """title: as cited; says: what has to be checked; url: where it is published."""

    title: str
    says: str
    url: str


def provisions(type_code: str) -> tuple[Provision, ...]:
    """What an application of this type must come within; empty for kinds that rest on no rule of their own."""
    kind = kind_of_code(type_code)
    if found := CLASS.fullmatch(type_code):
        part, letters = found["part"], found["letters"]
        says = "The limits and conditions of the class: what it does not permit, and what must be approved before work begins"
        article = Provision(f"{GPDO}, article 3", "Permission is granted by the Order, and where it is not", f"{GPDO_URL[:-11]}/article/3")
        return (Provision(f"{GPDO}, Schedule 2, Part {part}, Class {letters}", says, f"{GPDO_URL}/part/{part}"), article)
    if kind.regime in LAWFUL:
        section, says = LAWFUL[kind.regime]
        return (Provision(f"{ACT}, section {section}", says, f"{ACT_URL}/{section}"),)
    if kind.regime == "ldc_listed":
        says = "Whether works to a listed building would be lawful without listed building consent"
        return (Provision(f"{LISTED}, section 26H", says, "https://www.legislation.gov.uk/ukpga/1990/9/section/26H"),)
    if kind.family == "ldc":
        return tuple(Provision(f"{ACT}, section {number}", says, f"{ACT_URL}/{number}") for number, says in dict(LAWFUL.values()).items())
    if kind.family == "prior_approval":
        return (
            Provision(f"{GPDO}, Schedule 2", "The class under which prior approval is sought, with its limits and conditions", GPDO_URL),
        )
    return ()
