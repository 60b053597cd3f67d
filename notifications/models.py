"""The outbox: what is to leave is a row first and a task second."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import AuthorityOwned


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
