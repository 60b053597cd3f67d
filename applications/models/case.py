"""The case: the root that documents, messages and history hang on."""

import json
from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.search import SearchVectorField
from django.db.models.functions import Coalesce

from core.models import AuthorityOwned, Versioned


class Case(AuthorityOwned, Versioned):
    class Kind(models.TextChoices):
        APPLICATION = "application", "Application"
        PRE_APPLICATION = "pre_application", "Pre-application advice"
        ENFORCEMENT = "enforcement", "Enforcement"

    issued_by = models.ForeignKey(
        "accounts.LocalAuthority", on_delete=models.PROTECT, related_name="+", help_text="The council that gave the reference."
    )
    reference = models.CharField(max_length=80)
    alternative_reference = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.APPLICATION)
    officer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    claimed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who registers it."
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    address_lines = models.CharField(max_length=400, blank=True, help_text="Everything before the town, parts separated by commas.")
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    ward = models.CharField(max_length=100, blank=True)
    parish = models.CharField(max_length=100, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True)
    boundary_submitted = models.MultiPolygonField(srid=4326, null=True, blank=True)
    boundary_corrected = models.MultiPolygonField(srid=4326, null=True, blank=True)
    boundary_bng = models.GeneratedField(
        expression=models.Func(
            Coalesce("boundary_corrected", "boundary_submitted"),
            27700,
            function="ST_Transform",
            output_field=models.MultiPolygonField(srid=27700),
        ),
        output_field=models.MultiPolygonField(srid=27700),
        db_persist=True,
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["issued_by", "reference"], name="one_reference_an_issuer"),
            models.UniqueConstraint(fields=["id", "authority"], name="case_and_authority"),
            models.CheckConstraint(
                condition=models.Q(claimed_by=None, claimed_at=None) | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="claimed_by_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "officer"], name="case_by_officer"),
            models.Index(fields=["authority", "uprn"], name="case_by_uprn"),
            models.Index(fields=["authority", "reference"], name="case_by_reference"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def boundary(self) -> object:
        """The red line as it stands: corrected if it was, else as submitted (EPSG:4326 MultiPolygon, or None)."""
        return self.boundary_corrected or self.boundary_submitted

    @property
    def boundary_geojson(self) -> dict[str, Any] | None:
        """The red line as GeoJSON geometry for maps (EPSG:4326), or None."""
        boundary = self.boundary_corrected or self.boundary_submitted
        return json.loads(boundary.geojson) if boundary else None

    @property
    def address(self) -> str:
        return ", ".join(part for part in [self.address_lines, self.town, self.postcode] if part) or "No address"


class CaseReference(AuthorityOwned):
    """A reference that the case had before; found by search and redirected."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="former_references")
    reference = models.CharField(max_length=80)
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["authority", "reference"], name="former_reference")]

    def __str__(self) -> str:
        return self.reference


class ReferenceCounter(AuthorityOwned):
    """One row a council and pattern; the next number is taken by UPDATE … RETURNING in the transaction that makes the case."""

    pattern = models.CharField(max_length=60)
    next_number = models.PositiveIntegerField(default=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "pattern"], name="one_counter_a_pattern")]

    def __str__(self) -> str:
        return f"{self.pattern}: {self.next_number}"


class CaseSearch(AuthorityOwned):
    """What a case is searched by. Read only through the database function search_cases(), which sees one council."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="search")
    words = models.TextField()
    references = models.TextField(help_text="References old and new, UPRN and postcode, in capitals, without spaces.")
    site = models.GeometryField(srid=27700, null=True, blank=True, spatial_index=False, help_text="The red line, or the point without one.")
    vector = models.GeneratedField(
        expression=models.Func(
            models.F("words"), template="to_tsvector('simple'::regconfig, %(expressions)s)", output_field=SearchVectorField()
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "case searches"

    def __str__(self) -> str:
        return self.references
