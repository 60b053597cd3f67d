"""How a signed-in person is read for each page."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import Membership
from core.tenancy import current_authority_id


class StaffBackend(ModelBackend):
    """On a council's site the person is read together with their place in it: one question to the database for both."""

    def get_user(self, user_id: Any) -> Any:
        authority_id = current_authority_id()
        if authority_id is None:
            return super().get_user(user_id)
        here = Membership.objects.select_related("user").filter(user_id=user_id, authority_id=authority_id, ended_at=None).first()
        if here is None:
            return super().get_user(user_id)
        here.user.place = here
        return here.user if self.user_can_authenticate(here.user) else None
