"""Where things are."""

from django.contrib.gis.db import models

from core.models import AuthorityOwned


class Address(AuthorityOwned):
    """One property of the council's gazetteer."""

    uprn = models.CharField(max_length=12)
    lines = models.CharField(max_length=300, help_text="Everything before the town, parts separated by commas.")
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8)
    point = models.PointField(srid=4326)
    point_bng = models.GeneratedField(
        expression=models.Func(models.F("point"), 27700, function="ST_Transform", output_field=models.PointField(srid=27700)),
        output_field=models.PointField(srid=27700),
        db_persist=True,
    )

    class Meta:
        ordering = ["postcode", "lines"]
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["authority", "uprn"], name="one_address_a_uprn")]
        indexes = [models.Index(fields=["authority", "postcode"], name="address_by_postcode")]

    def __str__(self) -> str:
        return self.single_line

    @property
    def single_line(self) -> str:
        return ", ".join(part for part in [self.lines, self.town, self.postcode] if part)
