"""Two deliveries of one application at the same moment."""

import threading
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import LocalAuthority
from applications.models import Case
from audit.actors import ApiClientActor
from core.tenancy import acting_for
from intake.models import Submission
from intake.services import receive, understand
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory

NOW = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def planx(django_db_setup, django_db_blocker):
    """A client of a council of its own, really committed: two connections must see it. Nothing else looks at that council."""
    name = uuid.uuid4().hex
    with django_db_blocker.unblock():
        before = LocalAuthority.objects.filter(subdomain__startswith="twin-").count()
        authority = LocalAuthorityFactory(subdomain=f"twin-{name}", council_code=f"T{before:03X}")
        yield ApiClientFactory(authority=authority, token=f"bops_{name}")
        connection.close()


@pytest.mark.parametrize("same", [True, False], ids=["the same content", "other content"])
def test_make_one_case(planx, same):
    sent = odp.document(files=[])
    bodies = [odp.encoded(sent), odp.encoded(sent if same else odp.change(sent, data__user=None))]
    start, references, errors = threading.Barrier(2), [], []

    def deliver(body):
        try:
            with acting_for(planx.authority):
                start.wait()
                kept = receive(authority=planx.authority, client=planx, source="planx", body=body, headers={}, now=NOW)
                references.append(understand(submission=kept, by=ApiClientActor(planx), now=NOW).reference)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    with acting_for(planx.authority):
        assert errors == []
        assert len(set(references)) == 1
        assert Case.objects.count() == 1
        assert Submission.objects.count() == (1 if same else 2)
