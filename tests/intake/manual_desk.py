"""The desk of an officer who keys in a case, for tests. All of it goes without JavaScript."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake.manual.models import ManualDraft
from tests.factories.places import AddressFactory
from tests.fakes.file_host import drawing

RED_LINE = "533900, 175100\n533930, 175100\n533930, 175140\n533900, 175140"


class Desk:
    """An officer at the desk, and what is being keyed in."""

    def __init__(self, client, user, authority):
        self.client, self.user, self.authority, self.draft = client, user, authority, None

    def begin(self, type_code="pp.full.householder"):
        answer = self.client.post(reverse("intake:manual_start"), {"type": type_code})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        self.draft = ManualDraft.objects.latest("pk")
        return answer

    def url(self, page):
        return reverse("intake:manual_page", kwargs={"public_id": self.draft.public_id, "page": page})

    def check_url(self):
        return reverse("intake:manual_check", kwargs={"public_id": self.draft.public_id})

    def post(self, page, **said):
        self.draft.refresh_from_db()
        return self.client.post(self.url(page), {"version": self.draft.version, **said})

    def save(self, page, **said):
        answer = self.post(page, **said)
        assert answer.status_code == 302, errors(answer)
        self.draft.refresh_from_db()
        return answer

    def least(self, **receipt):
        """Only what no case can do without."""
        self.save("receipt", **{"received_on": timezone.localdate().isoformat(), "description": "A rear extension", **receipt})
        self.save("site", uprn="typed", address_lines="Land north of Mill Lane")
        self.save("people", last_name="Quill")

    def create(self):
        self.draft.refresh_from_db()
        path = reverse("intake:manual_create", kwargs={"public_id": self.draft.public_id})
        return self.client.post(path, {"version": self.draft.version})


def errors(answer):
    text = answer.content.decode()
    start = text.find("There is a problem")
    return text[start : start + 800]


def upload(name="Site plan.png", words="Site plan"):
    return SimpleUploadedFile(name, drawing(words, "PNG"), "image/png")


def whole(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    AddressFactory(authority=desk.authority, uprn="200003333", lines="12 Elm Tree Row", postcode="SE15 4ZZ")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    desk.begin()
    desk.save("receipt", received_on=yesterday, how="post", their_reference="PP-123", description="A rear extension\nof one storey")
    desk.save("site", uprn="200003333")
    desk.save("red_line", boundary=RED_LINE)
    desk.save(
        "people", first_name="Rosa", last_name="Quill", same_as_site="on", agent_last_name="Draughtsman", agent_company="Draughtsman Ltd",
        agent_address_lines="1 Office Street", agent_postcode="se1 1aa",
    )  # fmt: skip
    desk.save("development", property_type="residential.house.terrace", projection="3.5", maximum_height="3", eaves_height="2.4")
    desk.save(
        "certificate", certificate="b", accurate="on", agricultural_tenants="no", owner_0="Ada Quill", owner_address_0="1 Elm Tree Row",
        owner_told_on_0=yesterday,
    )  # fmt: skip
    desk.save("fee", paid="258.00", method="cheque", paid_on=yesterday, payment_reference="000123")
    desk.save("files", files=[upload(), upload("Elevations existing.png", "Elevations")])
