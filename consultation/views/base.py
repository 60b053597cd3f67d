from accounts.permissions import Permission
from applications.lifecycle import BEFORE_VALIDATION, RUNNING
from applications.views import CaseTaskView


class PublicityView(CaseTaskView):
    """A page of publicity: written on while a valid application runs and, where people are sent to its page, while it is public."""

    permission = Permission.PUBLICISE
    sends_people_to_the_page = True

    def can_edit(self) -> bool:
        application = self.application
        running = application.status in RUNNING and application.status not in BEFORE_VALIDATION
        return running and (application.published_at is not None or not self.sends_people_to_the_page)
