"""What the desk keeps of its own."""

import uuid

from django.conf import settings
from django.db import models

from core.models import AuthorityOwned


class CalendarFeed(AuthorityOwned):
    """An officer's secret address for a calendar of their deadlines. Only a hash of its token is kept; a new one ends the old one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="one_calendar_feed_a_person")]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"


class LetterRun(AuthorityOwned):
    """Letters of the outbox that are printed together: one PDF for the printer, of all cases of the council."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        MADE = "made", "Ready to print"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=255, blank=True, help_text="Where its PDF is in the store; empty before and after.")
    pages = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0, help_text="Since the last letter that could be made.")
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted_on=None, posted_by=None, posted_at=None)
                | models.Q(posted_on__isnull=False, posted_by__isnull=False, posted_at__isnull=False),
                name="letter_run_posted_on_by_at",
            )
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="making"), name="letter_run_making")]

    def __str__(self) -> str:
        return f"Letters of {self.asked_at:%-d %B %Y}"


class LetterInRun(AuthorityOwned):
    """One letter's place in a run. A letter that did not print is taken out and waits for the next."""

    run = models.ForeignKey(LetterRun, on_delete=models.PROTECT, related_name="letters")
    message = models.ForeignKey("notifications.Message", on_delete=models.PROTECT, related_name="runs")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=255, blank=True, help_text="Where its PDF is in the store until the run is posted.")
    pages = models.PositiveIntegerField(default=0)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["message"], condition=models.Q(taken_out_at=None), name="one_run_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(taken_out_at=None, taken_out_because="")
                | (models.Q(taken_out_at__isnull=False) & ~models.Q(taken_out_because="")),
                name="taken_out_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"


class ReceivedItem(AuthorityOwned):
    """A call, letter or email that came to the council beside the applicant's pages, written down by an officer."""

    class How(models.TextChoices):
        PHONE = "phone", "Phone call"
        LETTER = "letter", "Letter"
        EMAIL = "email", "Email"
        IN_PERSON = "in_person", "In person"

    class Sender(models.TextChoices):
        AGENT = "agent", "The agent"
        APPLICANT = "applicant", "The applicant"
        CONSULTEE = "consultee", "A consultee"
        NEIGHBOUR = "neighbour", "A neighbour"
        OTHER = "other", "Somebody else"

    class About(models.TextChoices):
        ANSWER = "answer", "Answer to a request"
        EXTENSION = "extension", "Agreed extension of time"
        WITHDRAWAL = "withdrawal", "Withdrawal of the application"
        OTHER = "other", "Other correspondence"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="received_items")
    how = models.CharField(max_length=10, choices=How)
    sender = models.CharField(max_length=10, choices=Sender)
    from_name = models.CharField(max_length=300)
    received_on = models.DateField()
    about = models.CharField(max_length=10, choices=About, default=About.OTHER)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    request = models.ForeignKey("validation.ValidationRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True, help_text="What it did in the case, or why it did nothing.")
    documents = models.ManyToManyField("documents.Document", through="ReceivedDocument", related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["authority", "case", "-received_on"], name="received_item_by_case")]

    def __str__(self) -> str:
        return f"{self.get_how_display()} from {self.from_name}"


class ReceivedDocument(AuthorityOwned):
    """A file that came with a received item."""

    item = models.ForeignKey(ReceivedItem, on_delete=models.PROTECT, related_name="received_documents")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "document"], name="one_document_a_received_item")]

    def __str__(self) -> str:
        return str(self.document)


class CorrespondenceTemplate(AuthorityOwned):
    """A council's own words for a letter or email that officers write often. One with a usual one's code stands in its place."""

    code = models.SlugField(
        max_length=40, help_text="Short name, such as site-visit. That of a usual template: this one stands in its place."
    )
    name = models.CharField(max_length=120, help_text="As officers choose it.")
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="What is filled in stands in double brackets, such as ((reference)).")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["authority", "code"], name="one_template_a_code")]

    def __str__(self) -> str:
        return self.name
