"""Application types: the national list, and what a council makes of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import AuthorityOwned


class ApplicationType(models.Model):
    """One ODP type code. Loaded from applications/types.toml by `load_reference_data`; law about it is in statute/."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=6, unique=True)
    family = models.CharField(
        max_length=40, help_text="planning_permission, prior_approval, lawfulness_certificate, pre_application or other."
    )
    category = models.CharField(max_length=40)
    workflow = models.CharField(max_length=40, help_text="A key of casework/workflows.py.")
    outcomes = ArrayField(
        models.CharField(max_length=40), default=list, help_text="Decisions that can be made, as codes of decision/outcomes.py."
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AuthorityApplicationType(AuthorityOwned):
    """A council's own name, suffix or switches for a type."""

    type = models.ForeignKey(ApplicationType, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    suffix = models.CharField(max_length=6, blank=True)
    disclaimer = models.TextField(blank=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "type"], name="one_override_a_type")]

    def __str__(self) -> str:
        return str(self.type)
