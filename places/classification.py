"""Words for the classification codes of AddressBase: the first letter says what kind of thing it is, the second what use."""

KINDS = {
    "R": "Home",
    "C": "Business or service",
    "L": "Land",
    "M": "Military",
    "O": "Object",
    "P": "Building as a whole",
    "U": "Not classified",
    "X": "Mixed use",
    "Z": "Object of interest",
}
USES = {
    "RD": "House or flat",
    "RG": "Garage",
    "RH": "House in multiple occupation",
    "RI": "Communal residence",
    "CC": "Community",
    "CE": "School or college",
    "CH": "Hotel",
    "CI": "Industry",
    "CL": "Leisure",
    "CM": "Medical",
    "CO": "Office",
    "CR": "Shop or restaurant",
    "CT": "Transport",
    "CU": "Utility",
    "PP": "Building as a whole",
    "PS": "Street",
    "ZW": "Place of worship",
}
SHELLS = "P"  # stands for the things inside it (PP) or for a street (PS); nobody lives at it


def kind_of(code: str) -> str:
    """ "House or flat" for RD04, "Business or service" for CX02; empty for none or one unknown."""
    return USES.get(code[:2]) or KINDS.get(code[:1], "")
