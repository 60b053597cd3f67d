"""The people of a case, what they own, and the links by which they come in."""

import uuid

from django.db import models

from applications.models.case import Case
from core.models import AuthorityOwned


class Party(AuthorityOwned):
    class Role(models.TextChoices):
        APPLICANT = "applicant", "Applicant"
        AGENT = "agent", "Agent"
        COMPLAINANT = "complainant", "Complainant"  # who reported a breach: shown to officers alone

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=Role)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    company = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, blank=True, help_text="individual, company, charity, public or parishCouncil.")
    email = models.EmailField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address_lines = models.CharField(max_length=400, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=60, blank=True)
    prefers_post = models.BooleanField(default=False)

    class Meta:
        ordering = ["case", "role"]
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="one_party_a_role")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.company or "No name given"


class Ownership(AuthorityOwned):
    """The ownership certificate (DMPO articles 13 and 14)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="ownership")
    certificate = models.CharField(max_length=1, choices=[(c, f"Certificate {c.upper()}") for c in "abcd"], blank=True)
    interest = models.CharField(max_length=40, blank=True)
    agricultural_tenants = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.get_certificate_display() or "No certificate"


class LandOwner(AuthorityOwned):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="land_owners")
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    interest = models.CharField(max_length=60, blank=True)
    notice_given = models.BooleanField(null=True)
    notice_given_on = models.DateField(null=True, blank=True)
    no_notice_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class AccessLink(AuthorityOwned):
    """An emailed link. Only a hash of its token is kept; one use opens a 12-hour session tied to this row."""

    class Purpose(models.TextChoices):
        APPLICANT = "applicant", "Applicant's portal"
        CONSULTEE = "consultee", "Consultee's response"
        COMMENT = "comment", "A neighbour's comment"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="access_links")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="access_links")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.APPLICANT)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} for {self.case}"
