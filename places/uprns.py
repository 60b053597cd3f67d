"""UPRNs come with and without zeros in front: PlanX and others pad them to twelve digits, gazetteers do not."""

LONGEST = 12


def bare(uprn: str) -> str:
    """The UPRN without zeros in front, as the gazetteer keeps it; other text as it is."""
    text = uprn.strip()
    return text.lstrip("0") if text.isdigit() else text


def spellings(uprn: str) -> list[str]:
    """The ways in which cases may hold this UPRN: without zeros and padded to twelve digits; none for none."""
    plain = bare(uprn)
    if not plain:
        return []
    return sorted({uprn.strip(), plain, plain.zfill(LONGEST)} if plain.isdigit() else {plain})
