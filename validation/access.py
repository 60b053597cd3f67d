"""Who may open the applicant's pages of a case, and when they last did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.models import AccessLink, Colleague, EmailProof, Party


@dataclass(frozen=True)
class WithAccess:
    """Somebody who may open, or could once, the applicant's pages: when a link was last sent to them and last opened."""

    person: Any
    sent_at: datetime | None
    used_at: datetime | None

    @property
    def is_colleague(self) -> bool:
        return isinstance(self.person, Colleague)

    @property
    def role(self) -> str:
        words: str = self.person.get_role_display()
        return words[:1].upper() + words[1:]


def people_with_access(application: Any) -> list[WithAccess]:
    """The applicant, the agent and everybody they ever added. Opening counts by a link to the case and by one to all of theirs."""
    case = application.case
    parties = list(case.parties.exclude(role=Party.Role.COMPLAINANT).order_by("-role"))
    people = [*parties, *case.colleagues.select_related("party").order_by("removed_at", "pk")]
    links = list(AccessLink.objects.filter(case=case, purpose=AccessLink.Purpose.APPLICANT).order_by("pk"))
    proofs = list(
        EmailProof.objects.filter(authority=case.authority, email__in=[person.email.lower() for person in people if person.email])
    )
    found = []
    for person in people:
        column = "colleague_id" if isinstance(person, Colleague) else "party_id"
        theirs = [link for link in links if getattr(link, column) == person.pk]
        used = [link.used_at for link in [*theirs, *(proof for proof in proofs if proof.email == person.email.lower())] if link.used_at]
        found.append(WithAccess(person, max((link.created_at for link in theirs), default=None), max(used, default=None)))
    return found


def colleague_with_access(application: Any, public_id: Any) -> Colleague:
    """A colleague who was not removed; DoesNotExist for everybody else."""
    found: Colleague = application.case.colleagues.select_related("party", "case").get(public_id=public_id, removed_at=None)
    return found
