"""Reading councils and people."""

from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.utils.http import urlsafe_base64_decode
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.messages import SET_PASSWORD
from accounts.models import LocalAuthority, Membership, User
from accounts.policy import PASSWORD_LINK_WAIT_MINUTES
from notifications.models import Message


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


def current_membership(user: User, authority: LocalAuthority) -> Membership | None:
    """A person's place in a council, unless it has ended."""
    return user.memberships.filter(authority=authority, ended_at=None).first()


def may_enter(user: User, authority: LocalAuthority | None) -> bool:
    """Whether a person belongs on an officers' site (of `authority`) or, without one, on the whole-system site."""
    return user.is_staff if authority is None else current_membership(user, authority) is not None


def post_council(user: User, authority: LocalAuthority | None) -> LocalAuthority | None:
    """The council in whose name a person is written to: the one they are at, else the first that they belong to."""
    if authority is not None:
        return authority
    membership = user.memberships.filter(ended_at=None).select_related("authority").order_by("pk").first()
    return membership.authority if membership else None


def has_app(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def app_being_set_up(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def backup_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def person_by_email(email: str, authority: LocalAuthority) -> User | None:
    """An active person of the council, by email address."""
    return User.objects.filter(email__iexact=email, is_active=True, memberships__authority=authority, memberships__ended_at=None).first()


def was_sent_a_link(user: User, authority: LocalAuthority, now: datetime) -> bool:
    """Whether a link to choose a password left for this person a few minutes ago: anybody may ask for one, and nobody gets a flood."""
    since = now - timedelta(minutes=PASSWORD_LINK_WAIT_MINUTES)
    return Message.objects.filter(authority=authority, template=SET_PASSWORD.key, to=user.email, created_at__gt=since).exists()


def person_of_link(uid: str, token: str, authority: LocalAuthority) -> User | None:
    """The person behind a password link; None when the link is wrong, used or too old."""
    try:
        pk = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True, memberships__authority=authority, memberships__ended_at=None).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None
