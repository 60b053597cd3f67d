"""Publicity and what people say."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models.functions import Lower

from core.models import AuthorityOwned, Versioned


class Consultation(AuthorityOwned, Versioned):
    """One per application. Its end is the last of its periods; it is never shortened."""

    case = models.OneToOneField("applications.Case", on_delete=models.PROTECT, related_name="consultation")
    started_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Last day for comments, inclusive.")
    neighbours_chosen_at = models.DateTimeField(null=True, blank=True)
    neighbours_chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("started_on")), name="consultation_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"Consultation on {self.case}"


class Neighbour(AuthorityOwned):
    """An address that is to be told, or that wrote to us."""

    class Source(models.TextChoices):
        ADDRESSES = "addresses", "Chosen from the address table"
        MANUAL = "manual", "Typed in"
        COMMENT = "comment", "Wrote without being asked"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="neighbours")
    uprn = models.CharField(max_length=12, blank=True)
    address = models.CharField(max_length=500)
    point = models.PointField(srid=4326, null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source)
    adjoining = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["address"]
        constraints = [models.UniqueConstraint("case", Lower("address"), name="one_neighbour_an_address")]

    def __str__(self) -> str:
        return self.address


class PrintRun(AuthorityOwned):
    """A batch of letters made together, merged into one PDF for the printer."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        MADE = "made", "Ready to print"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="print_runs")
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    letters_wanted = models.PositiveIntegerField()
    content = models.JSONField(help_text="What the letters say, frozen when they were asked for.")
    letter_date = models.DateField()
    reply_by_on = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attempts = models.PositiveIntegerField(default=0, help_text="Since the last letter that could be made.")
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(null=True, blank=True)
    posted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted_on=None, posted_by=None) | models.Q(posted_on__isnull=False, posted_by__isnull=False),
                name="posted_on_and_by",
            )
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="making"), name="print_run_making")]

    def __str__(self) -> str:
        return f"Print run {self.pk}"


class Letter(AuthorityOwned):
    """One letter to one address; its page is stored once and never made twice."""

    print_run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="letters")
    neighbour = models.ForeignKey(Neighbour, on_delete=models.PROTECT, related_name="letters")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=255, blank=True, help_text="Where its PDF is in the store; empty until made.")
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["print_run", "neighbour"], name="one_letter_a_neighbour_a_run")]

    def __str__(self) -> str:
        return f"Letter to {self.neighbour}"


class SiteNotice(AuthorityOwned):
    class Delivery(models.TextChoices):
        PRINT = "print", "I will print it"
        INTERNAL_TEAM = "internal_team", "Email it to a team of the council"
        APPLICANT = "applicant", "Email it to the applicant or agent"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="site_notices")
    quantity = models.PositiveIntegerField(default=1)
    where = models.TextField(blank=True)
    delivery = models.CharField(max_length=15, choices=Delivery)
    team_email = models.EmailField(blank=True)
    comment_by_on = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    displayed_on = models.DateField(null=True, blank=True)
    displayed_where = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.TextField(blank=True)
    evidence = models.ManyToManyField("documents.Document", blank=True, related_name="+", through="SiteNoticeEvidence")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1, quantity__lte=100), name="site_notice_quantity"),
            models.CheckConstraint(
                condition=models.Q(displayed_on=None, recorded_by=None, recorded_at=None)
                | models.Q(displayed_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False),
                name="displayed_on_and_recorded_by",
            ),
            models.CheckConstraint(condition=~models.Q(delivery="internal_team") | ~models.Q(team_email=""), name="team_has_email"),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False, displayed_on=None) & ~models.Q(cancel_reason="")),
                name="notice_cancelled_by_when_why",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(displayed_on=None, cancelled_at=None), name="one_site_notice_to_display"
            ),
        ]

    def __str__(self) -> str:
        return f"Site notice for {self.case}"


class SiteNoticeEvidence(AuthorityOwned):
    notice = models.ForeignKey(SiteNotice, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.document)


class PressNotice(AuthorityOwned):
    """A notice in a newspaper, as it was published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="press_notices")
    newspaper = models.CharField(max_length=200)
    published_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "newspaper", "published_on"], name="one_press_notice_a_day")]

    def __str__(self) -> str:
        return f"{self.newspaper}, {self.published_on}"


class Comment(AuthorityOwned, Versioned):
    """What a member of the public wrote. The text is kept as it came; what is published is `published_text`."""

    class Sentiment(models.TextChoices):
        SUPPORTIVE = "supportive", "Supports"
        NEUTRAL = "neutral", "Neutral"
        OBJECTION = "objection", "Objects"

    class State(models.TextChoices):
        RECEIVED = "received", "To be read"
        PUBLISHED = "published", "Published"
        HELD = "held", "Not published"
        WITHDRAWN = "withdrawn", "Withdrawn by its writer"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="comments")
    neighbour = models.ForeignKey(Neighbour, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    email = models.EmailField(blank=True)
    sentiment = models.CharField(max_length=12, choices=Sentiment)
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    text = models.TextField()
    published_text = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    moderated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moderated_at = models.DateTimeField(null=True, blank=True)
    hold_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(moderated_by__isnull=False, moderated_at__isnull=False) & ~models.Q(published_text="")),
                name="published_comment_moderated",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "case", "state"], name="comment_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sentiment_display()}: {self.name}"
