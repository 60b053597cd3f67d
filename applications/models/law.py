"""What a council itself says of a figure of the law, over the tables that come with statute/."""

from django.db import models

from core.models import AuthorityOwned, new_uuid


class LawFigure(AuthorityOwned):
    """A figure that a named officer read in its source, or that the council sets where the law lets it; it counts from a day.

    `figure` empty: the rule is confirmed as it stands. Never deleted: a correction withdraws the row and adds another.
    """

    public_id = models.UUIDField(default=new_uuid, unique=True, editable=False)
    table = models.CharField(max_length=60, help_text="A table of statute/data, such as determination.")
    key = models.CharField(max_length=80, help_text="The rule in that table, such as pa.part4.classE.")
    figure = models.CharField(max_length=80, blank=True, help_text="The figure of the rule, such as amount or bands.2.each.")
    value = models.JSONField(null=True, blank=True, help_text="As applications.law.stored() writes it.")
    from_on = models.DateField(help_text="It governs what the law governs by the law of this day or later.")
    source = models.CharField(max_length=400)
    read_on = models.DateField()
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["table", "key", "figure", "-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "table", "key", "figure", "from_on"],
                condition=models.Q(withdrawn_at=None),
                name="one_figure_of_law_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None) | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="figure_withdrawn_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.key}/{self.figure}"
