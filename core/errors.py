"""The one family of refusals that people are meant to read."""


class DomainError(Exception):
    """An expected refusal: words that say what to do, and the form field they belong to (None: the whole form)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleRecord(DomainError):
    """Somebody else saved this record after the page was opened; nothing was saved. The form shows `theirs` and goes on from `version`."""

    def __init__(self, theirs: str = "", who: str = "Somebody else", version: int | None = None) -> None:
        super().__init__(
            f"{who} changed this while you were working on it. Nothing of yours was saved: compare the two texts and save again."
        )
        self.theirs, self.version = theirs, version


class StoreAway(OSError):
    """The store of files did not answer, or refused: it may answer later."""
