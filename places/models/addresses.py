"""The council's gazetteer: addresses, what they were made from, and each file that was imported."""

from django.contrib.gis.db import models
from django.contrib.postgres.search import SearchVectorField

from core.models import AuthorityOwned
from places.classification import kind_of


class AddressQuerySet(models.QuerySet["Address"]):
    def current(self) -> "AddressQuerySet":
        """Those that may be offered: a retired address is kept only because cases point to it."""
        return self.exclude(state=Address.State.RETIRED)


class Address(AuthorityOwned):
    """One property of the council's gazetteer."""

    class State(models.TextChoices):
        CURRENT = "current", "In use"
        PROVISIONAL = "provisional", "Provisional"
        RETIRED = "retired", "No longer in use"

    uprn = models.CharField("UPRN", max_length=12, help_text="Without zeros in front.")
    parent_uprn = models.CharField("UPRN of the building", max_length=12, blank=True)
    usrn = models.CharField("USRN", max_length=8, blank=True)
    classification = models.CharField(max_length=6, blank=True, help_text="Code of the AddressBase scheme, such as RD04.")
    state = models.CharField(max_length=11, choices=State, default=State.CURRENT)
    organisation = models.CharField(max_length=200, blank=True)
    lines = models.CharField(max_length=300, help_text="Everything before the town, parts separated by commas.")
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    point = models.PointField(srid=4326)
    point_bng = models.GeneratedField(
        expression=models.Func(models.F("point"), 27700, function="ST_Transform", output_field=models.PointField(srid=27700)),
        output_field=models.PointField(srid=27700),
        db_persist=True,
    )
    vector = models.GeneratedField(
        expression=models.Func(
            models.F("organisation"),
            models.F("lines"),
            models.F("town"),
            function="address_words",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    updated_on = models.DateField(null=True, blank=True, help_text="Last changed by its custodian.")
    supplied_at = models.DateTimeField(null=True, blank=True, help_text="Of the file that last spoke of it; empty where somebody typed it.")

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["postcode", "lines"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["authority", "uprn"], name="one_address_a_uprn"),
            models.CheckConstraint(condition=~models.Q(uprn__startswith="0"), name="uprn_without_zeros_in_front"),
        ]
        indexes = [
            models.Index(fields=["authority", "postcode"], name="address_by_postcode"),
            models.Index(fields=["authority", "parent_uprn"], condition=~models.Q(parent_uprn=""), name="address_by_building"),
        ]

    def __str__(self) -> str:
        return self.single_line

    @property
    def single_line(self) -> str:
        return ", ".join(part for part in [self.organisation, self.lines, self.town, self.postcode] if part)

    @property
    def kind(self) -> str:
        """Home, business and so on, in words; empty where the gazetteer does not say."""
        return kind_of(self.classification)


class GazetteerRecord(AuthorityOwned):
    """One record of a gazetteer that comes in parts (AddressBase Premium, DTF 7.3), as last supplied: an update may bring one of an
    address's parts alone, and the others are needed to write the address again."""

    kind = models.PositiveSmallIntegerField(help_text="The record identifier: 15, 21, 24, 28, 31 or 32.")
    key = models.CharField(max_length=40, help_text="What the format tells its records apart by: LPI key, UPRN and so on.")
    owner = models.BigIntegerField(help_text="UPRN; of a street's name the USRN.")
    usrn = models.BigIntegerField(null=True, help_text="Of an LPI: its street.")
    deleted = models.BooleanField(default=False)
    supplied_at = models.DateTimeField()
    pro_order = models.BigIntegerField(default=0)
    fields = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "kind", "key"], name="one_gazetteer_record_a_key")]
        indexes = [
            models.Index(fields=["authority", "owner"], name="gazetteer_record_by_owner"),
            models.Index(fields=["authority", "usrn"], condition=models.Q(kind=24), name="gazetteer_record_by_street"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class AddressImport(AuthorityOwned):
    """One file of addresses: what it did to the gazetteer, and what in it could not be used."""

    class State(models.TextChoices):
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Refused"
        STOPPED = "stopped", "Stopped before its end"

    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=20)
    supplied_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    retired = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True, help_text="The first faults: line and what is wrong with it.")
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["authority", "-started_at"], name="address_import_by_start")]

    def __str__(self) -> str:
        return f"{self.file}: {self.get_state_display().lower()}"
