"""The people of a case, what they own, and the links by which they come in."""

import uuid

from django.db import models
from django.db.models.functions import Lower

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
    email_key = models.GeneratedField(expression=Lower("email"), output_field=models.CharField(max_length=320), db_persist=True)
    access_closed_at = models.DateTimeField(null=True, blank=True, help_text="Since when no link opens the case for them.")

    class Meta:
        ordering = ["case", "role"]
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="one_party_a_role")]
        indexes = [models.Index(fields=["authority", "email_key"], name="party_by_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.company or "No name given"

    @property
    def may_enter(self) -> bool:
        """Whether the applicant's pages are open to them at all."""
        return self.access_closed_at is None and self.role in {self.Role.APPLICANT, self.Role.AGENT}


class Colleague(AuthorityOwned):
    """Somebody whom the applicant or agent lets see and answer a case with a link of their own. Not a party: no notice goes to them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="colleagues")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="colleagues", help_text="Who added them.")
    party_email = models.CharField(max_length=320, help_text="The address of whoever added them, then: when it changes, their access ends.")
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=320)
    email_key = models.GeneratedField(expression=Lower("email"), output_field=models.CharField(max_length=320), db_persist=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_name = models.CharField(max_length=300, blank=True)
    # Told by email alone (notifications.letters)
    prefers_post = False
    company = address_lines = town = county = postcode = country = ""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "email_key"], condition=models.Q(removed_at=None), name="one_colleague_an_address"),
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by_name="")
                | (models.Q(removed_at__isnull=False) & ~models.Q(removed_by_name="")),
                name="removed_when_and_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["authority", "email_key"], name="colleague_by_email")]

    def __str__(self) -> str:
        return self.name

    def get_role_display(self) -> str:
        return f"colleague of {self.party.name}"

    @property
    def may_enter(self) -> bool:
        """As long as nobody removed them, and whoever added them may still come in at the address they had then."""
        return self.removed_at is None and self.party.may_enter and self.party.email.lower() == self.party_email.lower()


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
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, blank=True, related_name="access_links")
    email = models.CharField(max_length=320, blank=True, help_text="Where it was sent: it opens nothing once their address is another.")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.APPLICANT)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} for {self.case}"

    @property
    def person(self) -> Party | Colleague | None:
        """Whose link it is."""
        return self.colleague or self.party

    @property
    def is_theirs(self) -> bool:
        """Whether the person may come in, and at the address to which this link was sent (none: it was posted)."""
        person = self.person
        return person is not None and person.may_enter and self.email.lower() in ("", person.email.lower())


class EmailProof(AuthorityOwned):
    """A link that proves that somebody reads an email address, and shows them all their cases here. One use, as an AccessLink."""

    email = models.CharField(max_length=320, help_text="In small letters.")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "email", "created_at"], name="email_proof_by_email")]

    def __str__(self) -> str:
        return self.email
