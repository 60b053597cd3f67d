"""What the law asks about a case, what was agreed, and what follows from both."""

from django.db import models

from applications.models.application import PlanningApplication
from applications.models.case import Case
from core.models import AuthorityOwned, Versioned


class Development(AuthorityOwned, Versioned):
    """The development in figures. `sources` says of each field where it came from ("submitted" or "officer") and who confirmed it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="development")
    dwellings_gained = models.IntegerField(null=True, blank=True)
    floorspace_gained = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, help_text="Square metres, all uses.")
    floorspace_by_use = models.JSONField(default=dict, blank=True, help_text="{use: square metres gained, less than nothing where lost}.")
    dwellings_lost = models.PositiveIntegerField(null=True, blank=True)
    site_area = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True, help_text="Hectares.")
    projection = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, help_text="Metres beyond the rear wall of the original house."
    )
    maximum_height = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True, help_text="Metres.")
    eaves_height = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True, help_text="Metres.")
    property_type = models.CharField(max_length=80, blank=True, help_text="ODP property type, such as residential.house.terrace.")
    project_types = models.JSONField(default=list, blank=True)
    is_major = models.BooleanField(default=False)
    is_eia = models.BooleanField(default=False)
    is_public_service_infrastructure = models.BooleanField(default=False)
    floorspace_not_homes = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="Square metres, what is not homes."
    )
    use = models.CharField(max_length=30, blank=True, help_text="As the returns count it (applications.development.USES).")
    storeys = models.PositiveSmallIntegerField(null=True, blank=True)
    is_change_of_use = models.BooleanField(default=False)
    is_minor_commercial = models.BooleanField(default=False)
    is_demolition = models.BooleanField(default=False)
    is_retrospective = models.BooleanField(default=False)
    affects_exterior = models.BooleanField(default=True)
    is_departure = models.BooleanField(default=False)
    affects_public_right_of_way = models.BooleanField(default=False)
    prior_approval_required = models.BooleanField(default=False)
    sources = models.JSONField(default=dict, blank=True)
    details = models.JSONField(
        default=list, blank=True, help_text="What was sent and has no column: [{section, label, value, pointer}], in the order of the form."
    )

    def __str__(self) -> str:
        return f"Development of {self.case}"


class CaseConstraint(AuthorityOwned):
    """A designation that touches the site, and who says so: the applicant (`declared`), a look-up (`found`), an officer.

    `intersects` is what counts. What people said or did is never overwritten by a look-up; where they differ, an officer decides.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="constraints")
    code = models.CharField(max_length=80, help_text="ODP designation, such as designated.conservationArea.")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=80)
    entities = models.JSONField(default=list, blank=True)
    intersects = models.BooleanField(default=True, help_text="No: the source looked and found that it does not touch the site.")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declared = models.BooleanField(null=True, blank=True, help_text="What came with the application; empty: it did not say.")
    found = models.BooleanField(null=True, blank=True, help_text="What the last look-up found; empty: it could not tell.")
    found_entities = models.JSONField(default=list, blank=True)
    found_source = models.CharField(max_length=300, blank=True)
    looked_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="one_constraint_a_code"),
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None) | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="constraint_removed_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TimeAgreement(AuthorityOwned):
    """An extension of time or planning performance agreement. A fact of its own: nothing overwrites it."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", "Extension of time"
        PPA = "ppa", "Planning performance agreement"

    application = models.ForeignKey(PlanningApplication, on_delete=models.PROTECT, related_name="time_agreements")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EXTENSION)
    agreed_until_on = models.DateField()
    agreed_on = models.DateField()
    evidence = models.TextField(help_text="How it was agreed in writing.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(agreed_until_on__gte=models.F("agreed_on")), name="agreed_until_after_agreed")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.agreed_until_on}"


class CaseDates(AuthorityOwned):
    """The dates of a case as the law has them today: a projection, rebuilt from facts by applications.projection.refresh()."""

    application = models.OneToOneField(PlanningApplication, on_delete=models.PROTECT, primary_key=True, related_name="dates")
    statutory_expiry_on = models.DateField(null=True, blank=True)
    effective_expiry_on = models.DateField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    guarantee_on = models.DateField(null=True, blank=True)
    publicity_end_on = models.DateField(null=True, blank=True)
    earliest_decision_on = models.DateField(null=True, blank=True)
    next_consequence = models.CharField(max_length=40, blank=True)
    next_consequence_words = models.CharField(max_length=400, blank=True)
    next_consequence_on = models.DateField(null=True, blank=True)
    money_at_stake = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    statute_version = models.CharField(max_length=40, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "next_consequence_on"], name="dates_by_consequence")]

    def __str__(self) -> str:
        return f"Dates of {self.application}"


class TaskMark(AuthorityOwned):
    """That somebody did a task which leaves no record of its own, or began it."""

    class State(models.TextChoices):
        DRAFT = "draft", "In progress"
        DONE = "done", "Completed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="task_marks")
    task = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task"], name="one_mark_a_task")]

    def __str__(self) -> str:
        return f"{self.task}: {self.state}"
