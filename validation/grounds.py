"""What makes a request necessary: the rule of national law, or the item of the council's own list. Words for both sides."""

from typing import Any

from validation.kinds import kind_of

PROCEDURE = "Development Management Procedure Order 2015"
LOCAL_LIST = "local_list"
GROUNDS = {
    "form": f"The application form, filled in ({PROCEDURE}, article 7)",
    "plans": f"Plans and drawings that the application needs ({PROCEDURE}, article 7)",
    "particulars": f"Particulars or evidence that the application needs ({PROCEDURE}, article 11)",
    "access_statement": f"A design and access statement ({PROCEDURE}, article 9)",
    "certificate": f"The ownership certificate and notices to owners ({PROCEDURE}, articles 13 and 14)",
    "fee": "The fee (Town and Country Planning Fees Regulations 2012)",
    "environment": "The environmental statement (Environmental Impact Assessment Regulations 2017)",
    "biodiversity": f"The statement on biodiversity net gain ({PROCEDURE}, article 7)",
    LOCAL_LIST: "An item of our local list of requirements",
}
CHOICES = [("", "Choose one"), *GROUNDS.items()]


def ground_of(request: Any) -> str:
    """In words, what makes a request necessary: what the officer chose, else what its kind rests on; empty where it rests on agreement."""
    chosen = request.payload.get("ground") or kind_of(request).ground
    words = GROUNDS.get(chosen, "")
    item, source = request.payload.get("list_item", ""), request.payload.get("list_source", "")
    if not words or not item or (chosen != LOCAL_LIST and not request.payload.get("requirement")):
        return words
    return f"{words}: {item} ({source})" if source and source not in words else f"{words}: {item}"
