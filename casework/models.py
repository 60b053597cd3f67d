"""What the desk keeps of its own."""

from django.conf import settings
from django.db import models

from core.models import AuthorityOwned


class CalendarFeed(AuthorityOwned):
    """An officer's secret address for a calendar of their deadlines. Only a hash of its token is kept; a new one ends the old one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="one_calendar_feed_a_person")]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
