"""What a new ownership certificate must say (DMPO articles 13 and 14)."""

from typing import Any

from applications.models import LandOwner, Ownership
from core.errors import DomainError
from validation.certificates import CERTIFICATES, MOST_OWNERS


def guard_certificate(agree: bool | None, said: dict[str, Any]) -> None:
    """DomainError beside the field where an answer about the certificate is not complete."""
    if agree is None:
        raise DomainError("Select whether you send a new certificate", "agree")
    if not agree:
        if not said["text"]:
            raise DomainError("Tell us why the certificate is right as it stands", "text")
        return
    given = said["certificate"]
    if given.get("certificate") not in dict(CERTIFICATES):
        raise DomainError("Select which certificate is right", "certificate")
    _guard_owners(given["certificate"], given["owners"])
    if given["certificate"] in "cd" and not given["steps"]:
        raise DomainError("Say what you did to find the owners, and in which newspaper you published a notice and when", "steps")


def _guard_owners(certificate: str, owners: list[dict[str, str]]) -> None:
    if len(owners) > MOST_OWNERS:
        raise DomainError(f"One answer takes {MOST_OWNERS} owners. Send us a list as a document.", "certificate")
    if certificate in "ad" and owners:
        raise DomainError("This certificate has no owners who were told. Take them away, or choose certificate B or C.", "certificate")
    if certificate in "bc" and not owners:
        raise DomainError("Enter the name of each owner who was told", "owner_0")
    for number, owner in enumerate(owners):
        if not owner["told_on"]:
            raise DomainError(f"Enter the day on which {owner['name']} was told", f"owner_told_on_{number}")
        if not owner["address"]:
            raise DomainError(f"Enter the address of {owner['name']}", f"owner_address_{number}")


def certificate_of(case: Any) -> dict[str, Any]:
    """The certificate and owners as the case has them: certificate ("a" to "d" or ""), agricultural_tenants, owners."""
    row = Ownership.objects.filter(case=case).first()
    owners = [
        {"name": o.name, "address": o.address, "told_on": o.notice_given_on.isoformat() if o.notice_given_on else ""}
        for o in LandOwner.objects.filter(case=case).order_by("pk")
    ]
    return {
        "certificate": row.certificate if row else "",
        "agricultural_tenants": row.agricultural_tenants if row else "",
        "steps": str(row.details.get("steps", "")) if row else "",
        "owners": owners,
    }


def certificate_in_words(said: dict[str, Any] | None) -> str:
    """A certificate that somebody filled in, in one paragraph; "" where they filled in nothing."""
    if not said:
        return ""
    told = [f"told on {owner['told_on']}" if owner["told_on"] else "" for owner in said["owners"]]
    rows = [(owner["name"], owner["address"], day) for owner, day in zip(said["owners"], told, strict=True)]
    owners = [", ".join(part for part in row if part) for row in rows]
    parts = [dict(CERTIFICATES).get(said["certificate"], ""), *owners, said["steps"]]
    return "\n".join(part for part in parts if part)
