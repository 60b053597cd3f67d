"""Reading councils and people."""

from accounts.models import LocalAuthority, Membership


def authority_for_host(host: str) -> tuple[LocalAuthority, str] | None:
    """The council of a host name (no port) and which of its sites it is: "officers" or "public"."""
    for authority in LocalAuthority.objects.filter(officer_host=host) | LocalAuthority.objects.filter(public_host=host):
        return authority, "officers" if authority.officer_host == host else "public"
    return None


def officers_of(authority: LocalAuthority) -> list[Membership]:
    """People who can be given a case: everyone with a current membership who may assess, validate or review, by name."""
    working = {"validation", "case_officer", "reviewer", "team_leader", "enforcement"}
    members = authority.memberships.filter(ended_at=None, user__is_active=True).select_related("user").order_by("user__name")
    return [member for member in members if working & set(member.roles)]
