"""Base models without a domain."""

import uuid

from django.db import models


class AuthorityOwned(models.Model):
    """A row that belongs to one council. Its table is under row-level security (core.migration_operations.SeparateByAuthority)."""

    authority = models.ForeignKey("accounts.LocalAuthority", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A record that people edit: the form carries `version`, a stale save is refused (core.services.check_version)."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def new_uuid() -> uuid.UUID:
    return uuid.uuid4()
