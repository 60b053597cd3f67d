"""What is weighed: visits, texts, conditions and informatives."""

import uuid

from django.db import models

from core.models import AuthorityOwned, Versioned


class SiteVisit(AuthorityOwned, Versioned):
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="site_visits")
    visited_on = models.DateField()
    notes = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    photographs = models.ManyToManyField("documents.Document", through="SiteVisitPhotograph", related_name="+")

    class Meta:
        ordering = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return f"Visit on {self.visited_on}"


class SiteVisitPhotograph(AuthorityOwned):
    visit = models.ForeignKey(SiteVisit, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.document)


class Summary(AuthorityOwned, Versioned):
    """One text of the assessment. A returned text is kept; the next save makes a new edition, once."""

    class Category(models.TextChoices):
        WORKS = "summary_of_work", "Summary of works"
        SITE = "site_description", "Site description"
        CONSULTATION = "consultation_summary", "Summary of consultation"
        NEIGHBOURS = "neighbour_summary", "Summary of neighbour responses"
        AMENITY = "amenity", "Amenity"
        ASSESSMENT = "assessment", "Assessment"
        OTHER = "additional_evidence", "Other considerations"

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="summaries")
    category = models.CharField(max_length=30, choices=Category)
    edition = models.PositiveIntegerField(default=1)
    text = models.TextField(blank=True)
    done = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["case", "category", "edition"]
        verbose_name_plural = "summaries"
        constraints = [models.UniqueConstraint(fields=["case", "category", "edition"], name="one_summary_an_edition")]

    def __str__(self) -> str:
        return self.get_category_display()


class Condition(AuthorityOwned, Versioned):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="conditions")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    reason = models.TextField()
    pre_commencement = models.BooleanField(default=False)
    standard = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, cancelled_by=None) | models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="condition_cancelled_by_and_when",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="condition_has_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class Informative(AuthorityOwned, Versioned):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="informatives")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, cancelled_by=None) | models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="informative_cancelled_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title
