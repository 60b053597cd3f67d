"""Finding a case by anything that people know of it."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import LocalAuthority
from applications.models import Case, CaseReference
from applications.projection import squeeze

LONGEST = 200  # characters of a question that are looked at
AT_MOST = 500  # cases that one search gives
SHORTEST_REFERENCE = 3  # characters below which a part of a reference says nothing


@dataclass(frozen=True)
class Question:
    """What somebody typed, made safe: no control characters, one space between words."""

    text: str

    @classmethod
    def of(cls, typed: str) -> "Question":
        printable = "".join(character if character.isprintable() else " " for character in typed[:LONGEST])
        return cls(" ".join(printable.encode("utf-8", "ignore").decode().split()))

    def references(self, authority: LocalAuthority) -> list[str]:
        """The references that it may stand for: as typed, in capitals, without the council's prefix, with / written as ~."""
        typed = self.text.replace("~", "/").replace(" ", "")
        prefixes = [f"{authority.council_code}{mark}".upper() for mark in "-/:"]
        stripped = [typed[len(prefix) :] for prefix in prefixes if typed.upper().startswith(prefix)]
        return list(dict.fromkeys(form for text in [typed, *stripped] for form in (text, text.upper()) if text))


def exact(authority: LocalAuthority, question: Question) -> str | None:
    """The reference of the case that has, or once had, just this reference."""
    forms = question.references(authority)
    if not forms:
        return None
    found = Case.objects.filter(authority=authority, reference__in=forms).values_list("reference", flat=True)
    former = CaseReference.objects.filter(authority=authority, reference__in=forms).values_list("case__reference", flat=True)
    return found.first() or former.first()


def search(authority: LocalAuthority, question: Question, *, published: bool = False) -> list[int]:
    """The keys of the council's cases, closed ones included, that hold all words (the last may be a beginning) or a part of a reference.

    `published` looks at those alone that were made public. Best first, at most AT_MOST.
    Read through the database's search_cases(), which sees the council of the session alone.
    """
    part, whole, beginning = _wanted(authority, question)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search_cases(%s, plainto_tsquery('simple', %s) && to_tsquery('simple', %s), %s, %s)",
            [part, whole, beginning, AT_MOST, published],
        )
        return [row[0] for row in cursor.fetchall()]


def _wanted(authority: LocalAuthority, question: Question) -> tuple[str, str, str]:
    """Part of a reference ("" for none), the whole words, and the last word as PostgreSQL's tsquery wants it."""
    *whole, last = question.text.replace(",", " ").split() or [""]
    forms = question.references(authority)
    part = squeeze(forms[-1]) if forms else ""
    quoted = last.replace("\\", "\\\\").replace("'", "''")
    return literal(part) if len(part) >= SHORTEST_REFERENCE else "", " ".join(whole), f"'{quoted}':*" if last else ""


def literal(text: str) -> str:
    """Text that LIKE takes as it stands."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
