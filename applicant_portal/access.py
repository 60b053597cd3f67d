"""Who came in through emailed links, and for how long: one session for the link of a case and for the one that shows all cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import RequestPermission, open_to
from applicant_portal.selectors import application_by_reference, case_of_document, case_of_request, links_of, person_by_email, proof_of
from applications.models import AccessLink, Colleague, EmailProof, Party, PlanningApplication
from audit.actors import Actor, Applicant
from core.live import stamp

SESSION_KEY = "applicant"
SESSION_LASTS = timedelta(hours=12)
MOST_LINKS = 20  # kept in one session


@dataclass(frozen=True)
class Access:
    """One person's way into one case: by a link to it, or because they proved that they read their email address."""

    link: AccessLink | EmailProof
    application: PlanningApplication
    party: Party | Colleague

    @property
    def actor(self) -> Actor:
        return Applicant(self.party)

    @property
    def writer(self) -> str:
        """Whose drafts are theirs, on whatever device."""
        return self.actor.key

    @property
    def live_url(self) -> str:
        """Where an open page asks whether the case has changed since it was drawn."""
        path = reverse("applicant_portal:changes", kwargs={"reference": self.application.reference})
        return f"{path}?at={stamp(self.application.last_event)}"

    @property
    def is_party(self) -> bool:
        """The applicant or agent, not a colleague of theirs."""
        return isinstance(self.party, Party)

    @property
    def sees_all(self) -> bool:
        """Whether the list of all their cases is open to them."""
        return isinstance(self.link, EmailProof)


@dataclass(frozen=True)
class Held:
    """What a browser's session is tied to: links to cases, the newest last, and the proof of an email address."""

    links: tuple[int, ...] = ()
    proof: int | None = None
    case: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Held":
        kept = request.session.get(SESSION_KEY) or {}
        return cls(tuple(kept.get("links", ())), kept.get("proof"), kept.get("case"))


def open_session(request: HttpRequest, link: AccessLink | EmailProof) -> None:
    """Tie this browser to the link that was just used. What somebody else left in it is forgotten, with what they typed."""
    kept = request.session.get(SESSION_KEY) or {}
    owner = link.email.lower() or Applicant(link.person).key  # a link that was posted has no address
    if kept.get("owner") != owner:
        request.session.flush()
        kept = {}
    request.session.cycle_key()
    if isinstance(link, EmailProof):
        kept = {**kept, "proof": link.pk}
    else:
        kept = {**kept, "links": [*kept.get("links", []), link.pk][-MOST_LINKS:], "case": link.case_id}
    request.session[SESSION_KEY] = {**kept, "owner": owner}


def close_session(request: HttpRequest) -> None:
    request.session.flush()


def is_current(link: AccessLink | EmailProof, now: datetime) -> bool:
    """Whether the session that the link opened still holds: used less than twelve hours ago, not revoked, its owner may still come in."""
    if link.used_at is None or link.revoked_at is not None or now >= link.used_at + SESSION_LASTS:
        return False
    return isinstance(link, EmailProof) or link.is_theirs


def current_proof(request: Any, held: Held | None = None) -> EmailProof | None:
    """The email address that whoever sits at this browser proved to read, or None."""
    proof = proof_of(request.authority, (held or Held.of(request)).proof)
    return proof if proof is not None and is_current(proof, timezone.now()) else None


def last_link(request: Any) -> AccessLink | EmailProof | None:
    """What opened this browser's session, whether or not it still holds: the proof of an address, else the newest link to a case."""
    held = Held.of(request)
    return proof_of(request.authority, held.proof) or next(iter(links_of(request.authority, held.links)), None)


def access_of(request: Any, case_id: int | None = None, application: PlanningApplication | None = None) -> Access | None:
    """The access that this browser has now to a case (None: to the one it opened last), or None. `application`: where it was read."""
    held = Held.of(request)
    case_id = case_id or held.case
    link, person = _way_in(request, held, case_id) if case_id else (None, None)
    if link is None or person is None:
        return None
    application = application or request.authority.applications.with_case().with_last_event().filter(pk=case_id).first()
    return Access(link, application, person) if application is not None else None


def _way_in(request: Any, held: Held, case_id: int) -> tuple[AccessLink | EmailProof | None, Party | Colleague | None]:
    """The proof of an address comes first: what it opens is more, and it lasts as long."""
    now = timezone.now()
    proof = current_proof(request, held) if held.proof else None
    person = person_by_email(request.authority, case_id, proof.email) if proof is not None else None
    if person is not None:
        return proof, person
    for link in links_of(request.authority, held.links, case_id):
        if is_current(link, now):
            return link, link.person
    return None, None


def _wanted_case(request: Any, kwargs: dict[str, Any]) -> int | None:
    """The case that an address is about, where it says so other than by its reference."""
    held = Held.of(request)
    if len(held.links) < 2 and held.proof is None:
        return None  # one link, one case
    if "request_id" in kwargs:
        return case_of_request(request.authority, kwargs["request_id"])
    if "public_id" in kwargs:
        return case_of_document(request.authority, kwargs["public_id"])
    return None


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one case: the view gets `request.access`. Without a current session a page that says how to come in, as 404."""

    @open_to(RequestPermission.LINK)
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = None
        if "reference" in kwargs:
            application = application_by_reference(request.authority, kwargs.pop("reference"))
            if application is None:
                return link_needed(request)
        wanted = application.pk if application else _wanted_case(request, kwargs)
        request.access = access_of(request, wanted, application)
        if request.access is None:
            return _not_in(request, wanted)
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def by_email(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of all of somebody's cases: the view gets `request.proof`. Without one the page that says how to come in, as 404."""

    @open_to(RequestPermission.LINK)
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.proof = current_proof(request)
        if request.proof is None:
            return link_needed(request)
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def _not_in(request: Any, wanted: int | None) -> HttpResponse:
    held = Held.of(request)
    if wanted is None and held.case is None and request.method == "GET" and current_proof(request, held) is not None:
        return redirect("applicant_portal:cases")
    return link_needed(request)


def link_needed(request: Any) -> HttpResponse:
    return render(request, "applicant_portal/link_needed.jinja", {"can_resend": SESSION_KEY in request.session}, status=404)
