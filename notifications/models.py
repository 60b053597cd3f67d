"""The outbox: what is to leave is a row first and a task second."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import constant_time_compare

from core.models import AuthorityOwned
from core.sealing import seal, unseal


class Message(AuthorityOwned):
    """One email, letter or text. Its words are fixed when it is written; its fate is told by `state`."""

    class Channel(models.TextChoices):
        EMAIL = "email", "Email"
        LETTER = "letter", "Letter"
        SMS = "sms", "Text message"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Sent, not yet known to be delivered"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        HELD = "held", "Held: no provider is set up"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    template = models.CharField(max_length=80)
    to = models.CharField(max_length=320)
    to_name = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True, default="", db_default="", help_text="Where a letter goes, a line each.")
    reply_to = models.EmailField(max_length=320, blank=True, default="", db_default="", help_text="Empty: the council's own address.")
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    shown_body = models.TextField(help_text="As officers see it: without links and codes that open a door.")
    link = models.TextField(
        blank=True, default="", db_default="", help_text="The address that a letter's code opens; forgotten once the letter is posted."
    )
    enclosures = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        db_default=[],
        help_text="Documents that a letter is posted with, by their keys.",
    )
    instead_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text="What did not arrive, or was lost."
    )
    sent_by = models.CharField(max_length=300, help_text="Whose act it tells of.")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Since when it matters no more that it did not arrive.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["authority", "case", "-created_at"], name="message_by_case"),
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["authority", "created_at"], condition=models.Q(channel="letter", state="waiting"), name="letter_to_print"),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"


class Announcement(AuthorityOwned):
    """Something that the outside world should hear of; `api` delivers it as a webhook."""

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.event


class MessageWording(AuthorityOwned):
    """A council's own words for a message, or its return to the standard ones. A row a change; the latest holds."""

    key = models.CharField(max_length=80, help_text="Key of a declared message.")
    standard = models.BooleanField(default=False, help_text="Back to the standard words.")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["authority", "key", "-id"], name="wording_by_message")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standard=True, subject="", body="")
                | (models.Q(standard=False) & ~models.Q(subject="") & ~models.Q(body="")),
                name="wording_is_standard_or_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class NotifyAccount(AuthorityOwned):
    """A council's own service at GOV.UK Notify, in place of the one that the server is set up with."""

    sealed_key = models.TextField(help_text="The API key, sealed.")
    email_template_id = models.UUIDField("ID of the email template", help_text="Its subject is ((subject)), its message ((body)).")
    callback_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the bearer token that its receipts carry.")
    paused = models.BooleanField(default=False, help_text="While it is paused, the server's own service carries the messages.")

    class Meta:
        verbose_name = "GOV.UK Notify service"
        constraints = [models.UniqueConstraint(fields=["authority"], name="one_notify_account_a_council")]

    def __str__(self) -> str:
        return f"GOV.UK Notify service of {self.authority}"

    @property
    def key(self) -> str:
        """The API key; SecretLost when it cannot be opened here."""
        return unseal(self.sealed_key)

    @key.setter
    def key(self, key: str) -> None:
        self.sealed_key = seal(key)

    def new_callback_token(self) -> str:
        """A fresh bearer token for receipts: told once, kept as a hash. The caller saves."""
        token = secrets.token_urlsafe(32)
        self.callback_hash = hashlib.sha256(token.encode()).hexdigest()
        return token

    def knows(self, token: str) -> bool:
        """Whether a receipt with this bearer token comes from its service."""
        return bool(self.callback_hash) and constant_time_compare(hashlib.sha256(token.encode()).hexdigest(), self.callback_hash)
