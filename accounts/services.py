"""Verbs of people: the second factor, invitations, passwords."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import events
from accounts.models import ApiClient, LocalAuthority, Membership, SignInCode, UsedSignature, User, hash_code, hash_token
from accounts.policy import SIGN_IN_CODE_MINUTES, SIGN_IN_CODE_TRIES, SIGN_IN_CODE_WAIT_SECONDS
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from notifications.services import send_email

BACKUP_CODES = 10
BACKUP_HASH_LENGTH = 16
SECRET_BYTES = 32
PASSWORD_LINK_DAYS = settings.PASSWORD_RESET_TIMEOUT // 86400


class WrongCode(DomainError):
    """The code is not right, or too old, or was used."""


@transaction.atomic
def send_code(*, user: User, authority: LocalAuthority, now: datetime) -> None:
    """Email a person a fresh code; an earlier one no longer works. DomainError when the last one left only seconds ago."""
    device = SignInCode.objects.select_for_update().get_or_create(user=user, defaults={"name": "email", "confirmed": True})[0]
    if device.sent_at and now - device.sent_at < timedelta(seconds=SIGN_IN_CODE_WAIT_SECONDS):
        raise DomainError(
            f"We sent a code moments ago. Look for it, or wait {SIGN_IN_CODE_WAIT_SECONDS} seconds before you ask for another."
        )
    code = f"{secrets.randbelow(1_000_000):06d}"
    device.code_hash, device.tries_left = hash_code(user, code), SIGN_IN_CODE_TRIES
    device.sent_at, device.expires_at = now, now + timedelta(minutes=SIGN_IN_CODE_MINUTES)
    device.save()
    context = {"code": code, "minutes": SIGN_IN_CODE_MINUTES}
    send_email(authority=authority, message="accounts.sign_in_code", to=user.email, to_name=user.name, context=context, by=user, now=now)


def check_code(*, user: User, factor: str, code: str, authority: LocalAuthority | None, now: datetime) -> Any:
    """The device that proves a person by "app", "email" or "backup" code. WrongCode, with the try counted, when it does not."""
    with transaction.atomic():
        device = _device(user, factor)
        allowed, why = device.verify_is_allowed() if device else (True, None)
        proved = bool(device and allowed and _matches(device, user, code, now))
        if proved and authority is not None:
            record(events.SIGNED_IN, authority=authority, by=user, now=now, factor=FACTORS[factor])
    if not allowed:
        seconds = max(1, int((why["locked_until"] - now).total_seconds()) + 1) if why and why.get("locked_until") else 60
        raise WrongCode(f"Too many wrong codes. Wait {_wait(seconds)}, then try again.", "code")
    if not proved:
        raise WrongCode(WRONG[factor], "code")
    return device


FACTORS = {"app": "an authenticator app", "email": "an emailed code", "backup": "a backup code"}
WRONG = {
    "app": "The code is not right. Enter the 6 digits that your authenticator app shows now",
    "email": "The code is not right, or it is too old. Enter the 6 digits of the newest email, or ask for another code",
    "backup": "The backup code is not right, or it was used before",
}


def _wait(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"


def _device(user: User, factor: str) -> Any:
    model = {"app": TOTPDevice, "email": SignInCode, "backup": StaticDevice}[factor]
    return model.objects.select_for_update().filter(user=user, confirmed=True).first()


def _matches(device: Any, user: User, code: str, now: datetime) -> bool:
    if isinstance(device, SignInCode):
        return _matches_emailed(device, user, code, now)
    if isinstance(device, StaticDevice):
        return device.verify_token(hash_code(user, code.lower())[:BACKUP_HASH_LENGTH])
    return bool(device.verify_token(code))


def _matches_emailed(device: SignInCode, user: User, code: str, now: datetime) -> bool:
    alive = bool(device.code_hash) and device.tries_left > 0 and device.expires_at is not None and now <= device.expires_at
    if alive and secrets.compare_digest(device.code_hash, hash_code(user, code)):
        device.code_hash, device.tries_left = "", 0
        device.throttle_reset(commit=False)
        device.save()
        return True
    device.tries_left = max(0, device.tries_left - 1)
    device.throttle_increment(commit=False)
    device.save()
    return False


@transaction.atomic
def begin_app(*, user: User) -> TOTPDevice:
    """Make the secret of an authenticator app; it counts once a code of it was entered."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def confirm_app(*, user: User, code: str, authority: LocalAuthority | None, now: datetime) -> TOTPDevice:
    """Take the app into use: it replaces an earlier one. WrongCode when it shows another code."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        raise WrongCode(WRONG["app"], "code")
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        if authority is not None:
            record(events.APP_SET_UP, authority=authority, by=user, now=now)
    return device


@transaction.atomic
def remove_app(*, user: User, authority: LocalAuthority | None, by: Any, now: datetime) -> None:
    """Forget a person's authenticator app, for a lost telephone: codes come by email again."""
    TOTPDevice.objects.filter(user=user).delete()
    if authority is not None:
        record(events.APP_REMOVED, authority=authority, by=by, now=now, name=user.name)


@transaction.atomic
def make_backup_codes(*, user: User, authority: LocalAuthority | None, by: Any, now: datetime, number: int = BACKUP_CODES) -> list[str]:
    """Fresh backup codes, each good for one sign-in; earlier ones stop working. They are shown now and never again."""
    device = StaticDevice.objects.get_or_create(user=user, defaults={"name": "backup", "confirmed": True})[0]
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(number)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=hash_code(user, code)[:BACKUP_HASH_LENGTH]) for code in codes)
    if authority is not None:
        record(events.BACKUP_CODES_MADE, authority=authority, by=by, now=now, number=number, name=user.name)
    return codes


@transaction.atomic
def send_password_link(*, user: User, authority: LocalAuthority, by: Any, now: datetime) -> None:
    """Email a person the link at which they choose a password: for an invitation, or because they forgot it."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = url_for(authority, "officers", "accounts:set_password", uid=uid, token=default_token_generator.make_token(user))
    context = {"link": link, "days": PASSWORD_LINK_DAYS}
    send_email(authority=authority, message="accounts.set_password", to=user.email, to_name=user.name, context=context, by=by, now=now)
    record(events.PASSWORD_LINK_SENT, authority=authority, by=by, now=now, name=user.name)


@transaction.atomic
def add_person(*, authority: LocalAuthority, email: str, name: str, roles: list[str], by: Any, now: datetime) -> Membership:
    """Give a person a place in the council; somebody new to BOPS is invited to choose a password.

    Somebody whose place had ended comes back. DomainError when they belong to the council already.
    """
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, None, name=name)
    membership = Membership.objects.select_for_update().filter(authority=authority, user=user).first()
    if membership is not None and membership.ended_at is None:
        raise DomainError(f"{user.name} belongs to the council already.", "email")
    membership = membership or Membership(authority=authority, user=user)
    membership.roles, membership.ended_at = roles, None
    membership.save()
    if not user.has_usable_password():
        send_password_link(user=user, authority=authority, by=by, now=now)
    return membership


@transaction.atomic
def make_api_client(
    *, authority: LocalAuthority, by: Any, now: datetime, token: str = "", secret: str = "", **fields: Any
) -> tuple[ApiClient, dict[str, str]]:
    """Let a machine talk to the council: the client, and what was made for it and is shown now and never again.

    A bearer client: {"token": …}, a new one if none is given. One that signs: {"client secret": …}, unless the secret was given.
    """
    client = ApiClient(authority=authority, created_at=now, **fields)
    shown = {}
    if client.kind == ApiClient.Kind.HMAC:
        client.sqid, client.secret = ApiClient.new_sqid(), secret or secrets.token_urlsafe(SECRET_BYTES)
        shown = {} if secret else {"client secret": client.secret}
    else:
        token = token or ApiClient.new_token()
        client.token_hash, shown = hash_token(token), {"token": token}
    client.save(force_insert=True)
    how = "requests that it signs" if client.sqid else "a token"
    record(events.API_CLIENT_MADE, authority=authority, by=by, now=now, name=client.name, how=how)
    return client, shown


def use_signature(*, client: ApiClient, digest: str, now: datetime) -> bool:
    """Remember that a signature was used; False where it was used before. One client's signatures only, whichever server took them."""
    try:
        with transaction.atomic():
            UsedSignature.objects.create(client=client, digest=digest, used_at=now)
    except IntegrityError:
        return False
    return True


def forget_signatures(*, before: datetime) -> int:
    """Forget signatures that are too old to be taken anyway. How many."""
    return UsedSignature.objects.filter(used_at__lt=before).delete()[0]


@transaction.atomic
def choose_password(*, user: User, password: str, authority: LocalAuthority, now: datetime) -> None:
    """Set the password that a person chose; the link they came by, and their other sessions, stop working."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(events.PASSWORD_CHOSEN, authority=authority, by=user, now=now)
