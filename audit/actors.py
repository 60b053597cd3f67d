"""Who did it, when it was not a signed-in user."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Actor:
    """kind: user, applicant, public, consultee, api or system; name: what the history shows; key: which person of a case, whatever their
    name is or becomes."""

    kind: str
    name: str
    user_id: int | None = None
    key: str = ""


def System(name: str = "BOPS") -> Actor:
    return Actor("system", name)


def Applicant(party: Any) -> Actor:
    """The applicant, the agent or a colleague of theirs, who came in through a link. Its key is "party-<pk>" or "colleague-<pk>"."""
    role = party.get_role_display()
    key = f"{type(party).__name__.lower()}-{party.pk}"
    return Actor("applicant", f"{party.name} ({role[:1].lower()}{role[1:]})", key=key)


def ApiClientActor(client: Any) -> Actor:
    return Actor("api", client.name)


def Public(name: str) -> Actor:
    return Actor("public", name or "A member of the public")


def actor_of(by: Any) -> Actor:
    """The actor behind `by`: a User or an Actor. TypeError for nobody: an act without an actor is an error."""
    if isinstance(by, Actor):
        return by
    if by is None or not getattr(by, "is_authenticated", False):
        raise TypeError("Say who did it: `by` must be a user or an actor.")
    return Actor("user", by.name, by.pk)


def user_of(by: Any) -> Any:
    """The User behind `by`, or None when it was not one (for foreign keys to people)."""
    return None if isinstance(by, Actor) else by
