"""The review of documents says what would be published without a redacted copy."""

from typing import Any

from django.urls import reverse

from tests.factories.documents import DocumentFactory


def test_documents_without_a_redacted_copy_are_counted_before_publishing(application: Any, officer_client: Any) -> None:
    client, _ = officer_client(application.authority)
    path = reverse("validation:review_documents", kwargs={"reference": application.reference})
    assert "redacted copy" not in client.get(path).text
    plan = DocumentFactory.create(case=application.case)
    DocumentFactory.create(case=application.case)
    assert "2 documents would become public as they are" in client.get(path).text
    DocumentFactory.create(case=application.case, redaction_of=plan)
    assert "1 document would become public as it is" in client.get(path).text
