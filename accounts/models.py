"""Councils, their people, and the machines that may talk to them."""

import hashlib
import json
import secrets
import uuid
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django_otp.models import Device, ThrottlingMixin

from accounts.permissions import Permission
from accounts.roles import ROLES, permissions_of
from core.sealing import seal, unseal

if TYPE_CHECKING:
    from applications.querysets import ApplicationQuerySet, BreachQuerySet

SQID_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
SQID_LENGTH = 12
SEALED = "sealed"

host_name = RegexValidator(r"^[a-z0-9.-]+(:\d+)?$", "A host name has small letters, digits, dots and hyphens, and no https:// in front.")


class LocalAuthority(models.Model):
    """A council: the tenant. Its host names are facts of its own, not derived from its name."""

    subdomain = models.SlugField(unique=True, help_text="Short name used in commands, such as southwark.")
    council_code = models.CharField(max_length=4, unique=True, help_text="As planning.data.gov.uk has it, such as SWK.")
    short_name = models.CharField(max_length=80)
    council_name = models.CharField(max_length=200)
    officer_host = models.CharField(max_length=200, unique=True, validators=[host_name])
    public_host = models.CharField(max_length=200, unique=True, validators=[host_name])
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    postal_address = models.TextField(blank=True, help_text="For letters: one part to a line.")
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_job_title = models.CharField(max_length=200, blank=True)
    reviewer_group_email = models.EmailField(blank=True)
    reference_pattern = models.CharField(max_length=60, default="{year:02d}-{number:05d}-{suffix}")
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["short_name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.CheckConstraint(condition=~models.Q(officer_host=models.F("public_host")), name="two_sites_two_hosts"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def applications(self) -> "ApplicationQuerySet":
        """Every application of this council: where each case query starts."""
        found: ApplicationQuerySet = apps.get_model("applications", "PlanningApplication").objects.filter(authority=self)
        return found

    @property
    def breaches(self) -> "BreachQuerySet":
        """Every reported breach of this council."""
        found: BreachQuerySet = apps.get_model("applications", "BreachReport").objects.filter(authority=self)
        return found


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do depends on the council (Membership)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May sign in to the whole-system admin.")
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's place in one council; the roles add up."""

    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=[(r.code, r.name) for r in ROLES.values()]), default=list)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user__name"]
        verbose_name = "person of the council"
        verbose_name_plural = "people of the council"
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="one_membership_a_council")]

    def __str__(self) -> str:
        return f"{self.user} at {self.authority}"

    def can(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)

    @property
    def manages_council(self) -> bool:
        """For pages: whether this person may change the council's settings."""
        return self.can(Permission.MANAGE_COUNCIL)

    @property
    def role_names(self) -> list[str]:
        return [ROLES[code].name for code in self.roles if code in ROLES]


def hash_token(token: str) -> str:
    """What is kept of a secret: its SHA-256, hexadecimal. Tokens are long and random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


class ApiClient(models.Model):
    """A machine that may talk to one council. Of its token only a hash is kept; what has to be read again is sealed (core.sealing)."""

    class Kind(models.TextChoices):
        BEARER = "bearer", "A token in each request (PlanX and others)"
        HMAC = "hmac", "Signed requests (Planning Portal)"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="api_clients")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BEARER, db_default=Kind.BEARER, help_text="How it proves who it is.")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    sqid = models.CharField(
        "address", max_length=20, unique=True, null=True, editable=False, help_text="Its own part of the address that it posts to."
    )
    product_id = models.CharField(
        "product ID", max_length=100, blank=True, default="", db_default="", help_text="As the Planning Portal gives it."
    )
    client_id = models.CharField(
        "client ID", max_length=100, blank=True, default="", db_default="", help_text="As the Planning Portal gives it."
    )
    sealed_secret = models.TextField(blank=True, default="", db_default="", editable=False)
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    file_hosts = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, help_text="Hosts that this client's files may be fetched from."
    )
    sealed_headers = models.JSONField(default=dict, blank=True, editable=False, db_column="file_headers")
    networks = ArrayField(
        models.CharField(max_length=50),
        default=list,
        db_default=[],
        blank=True,
        help_text="Addresses that it may call from, such as 203.0.113.0/24, with commas between. Empty: from anywhere.",
    )
    calls_a_minute = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most calls that are answered in a minute. Empty: no limit."
    )
    paused = models.BooleanField(
        default=False, db_default=False, help_text="What it sends is kept, and waits until an administrator starts it."
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "API client"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="bearer", token_hash__isnull=False)
                | models.Q(kind="hmac", sqid__isnull=False)
                & ~models.Q(product_id="")
                & ~models.Q(client_id="")
                & ~models.Q(sealed_secret=""),
                name="a_client_can_prove_who_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.authority})"

    @staticmethod
    def new_token() -> str:
        return f"bops_{secrets.token_urlsafe(32)}"

    @staticmethod
    def new_sqid() -> str:
        return "".join(secrets.choice(SQID_LETTERS) for _ in range(SQID_LENGTH))

    @property
    def secret(self) -> str:
        """The secret that its requests are signed with; SecretLost when it cannot be opened here."""
        return unseal(self.sealed_secret) if self.sealed_secret else ""

    @secret.setter
    def secret(self, secret: str) -> None:
        self.sealed_secret = seal(secret) if secret else ""

    @property
    def file_headers(self) -> dict[str, str]:
        """Headers sent when its files are fetched, such as api-key."""
        sealed = self.sealed_headers.get(SEALED) if isinstance(self.sealed_headers, dict) else None
        return json.loads(unseal(sealed)) if sealed else {}

    @file_headers.setter
    def file_headers(self, headers: dict[str, str]) -> None:
        self.sealed_headers = {SEALED: seal(json.dumps(headers)), "names": sorted(headers)} if headers else {}

    @property
    def file_header_names(self) -> list[str]:
        """Which headers are kept, without what is in them."""
        return list(self.sealed_headers.get("names", [])) if isinstance(self.sealed_headers, dict) else []

    def may_call_from(self, address: str) -> bool:
        """Whether an IP address lies in one of its networks; true where none is named."""
        try:
            return not self.networks or any(ip_address(address) in ip_network(network, strict=False) for network in self.networks)
        except ValueError:
            return False


class UsedSignature(models.Model):
    """A signature that a request carried: no other request may carry it again. Forgotten once its time is over anyway."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="used_signatures")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "digest"], name="a_signature_is_used_once")]

    def __str__(self) -> str:
        return f"Signature used by {self.client} at {self.used_at:%Y-%m-%d %H:%M:%S}"


class SignInCode(ThrottlingMixin, Device):
    """The second factor by email: one code at a time, kept as a keyed hash, good for a few minutes and a few tries."""

    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    tries_left = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_sign_in_code_a_person")]

    def __str__(self) -> str:
        return f"Emailed code of {self.user}"

    def get_throttle_factor(self) -> int:
        return 1


def hash_code(user: User, code: str) -> str:
    """What is kept of a short code: keyed with the server's secret, because a short code alone is soon guessed from its hash."""
    return salted_hmac("accounts.code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
