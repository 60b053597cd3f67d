"""Published areas: constraints, wards and parishes. Open data, the same for every council, so these tables belong to none."""

from django.contrib.gis.db import models


class DataSet(models.Model):
    """One published data set of areas, as it was last imported."""

    class Kind(models.TextChoices):
        CONSTRAINT = "constraint", "Constraints"
        WARD = "ward", "Wards"
        PARISH = "parish", "Parishes"

    key = models.CharField(max_length=80, unique=True, help_text="As its publisher calls it, such as conservation-area.")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CONSTRAINT)
    as_of = models.DateField(help_text="The day that the file is true of.")
    imported_at = models.DateTimeField()
    source = models.CharField(max_length=200, help_text="The file or address it was read from.")
    codes = models.JSONField(default=list, blank=True, help_text="Designations that it can find: for these, finding nothing is an answer.")
    areas = models.PositiveIntegerField(default=0, help_text="How many count today.")
    repaired = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list, blank=True, help_text="The first of those repaired or left out, each by name.")

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One entity of a data set. It is never deleted: what a later file has no more, or says has ended, no longer counts."""

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="entities")
    key = models.CharField(max_length=80, help_text="Entity number, or the code of the ward or parish.")
    reference = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300, blank=True)
    codes = models.JSONField(default=list, blank=True, help_text="ODP designations that it means.")
    facts = models.JSONField(default=dict, blank=True, help_text="What its data set says beside, such as the grade of a listing.")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="A later file did not have it.")
    digest = models.CharField(max_length=32, help_text="Of what the file said, so that an import writes only what changed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["data_set", "key"], name="one_area_a_key")]

    def __str__(self) -> str:
        return self.name or self.reference or self.key


class AreaPiece(models.Model):
    """A part of an area of at most 128 corners, so that a look-up reads little. A point is a circle with the reach of its data set."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="pieces")
    shape = models.PolygonField(srid=27700)

    def __str__(self) -> str:
        return f"Piece of {self.area}"
