"""A first guess at what a file is, from its name: whoever keys it in sees it and can change it."""

import re

WORDS = (  # the first that fits counts
    (r"location.?plan|os.?map", "locationPlan"),
    (r"(site|block).?plan.*exist|exist.*(site|block).?plan", "sitePlan.existing"),
    (r"(site|block).?plan", "sitePlan.proposed"),
    (r"elev.*exist|exist.*elev", "elevations.existing"),
    (r"elev", "elevations.proposed"),
    (r"roof.?plan", "roofPlan.proposed"),
    (r"floor.?plan.*exist|exist.*floor.?plan", "floorPlan.existing"),
    (r"floor.?plan", "floorPlan.proposed"),
    (r"section", "sections.proposed"),
    (r"street.?scene", "streetScene"),
    (r"photo", "photographs.existing"),
    (r"heritage", "heritageStatement"),
    (r"design.*access|\bdas\b", "designAndAccessStatement"),
    (r"flood", "floodRiskAssessment"),
    (r"application.?form|\bform\b|\b1app\b", "internal.applicationForm"),
)


def tag_for(name: str) -> str:
    """The code of a tag, or "" where the name says nothing."""
    plain = re.sub(r"[_\-.]+", " ", name.lower())
    return next((code for pattern, code in WORDS if re.search(pattern, plain)), "")
