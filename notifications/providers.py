"""Those who carry a message: GOV.UK Notify, else an SMTP server, else (demo and tests) the local outbox. None of them: it is held."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from core.sealing import SecretLost
from notifications.models import Message
from notifications.selectors import own_account

TIMEOUT_SECONDS = 15
FINAL_STATUS = {400, 404, 413}
KEY_STATUS = {401, 403}


@dataclass(frozen=True)
class Handed:
    """A provider took the message: its own id for it, and what is known of its delivery."""

    provider_id: str
    state: str


class Refused(Exception):
    """The provider will never take this message; the words say why."""


class NotNow(Exception):
    """The provider could not take it now; later it may."""


class KeyRefused(NotNow):
    """The provider does not take our key: nothing leaves until somebody puts it right."""


class Provider(Protocol):
    name: str

    def send(self, message: Message) -> Handed: ...

    def find(self, message: Message) -> Handed | None:
        """What became of an attempt whose answer never reached us; None when it is not known to have left."""


class Notify:
    """GOV.UK Notify, with one email template whose whole text is ((subject)) and ((body))."""

    name = "notify"

    def __init__(self, key: str, template_id: str) -> None:
        self.client = NotificationsAPIClient(key, base_url=settings.NOTIFY_BASE_URL, timeout=TIMEOUT_SECONDS)
        self.template_id = template_id

    def send(self, message: Message) -> Handed:
        answer = self._ask(
            self.client.send_email_notification,
            email_address=message.to,
            template_id=self.template_id,
            personalisation={"subject": message.subject, "body": message.body},
            reference=str(message.public_id),
        )
        return Handed(answer["id"], Message.State.SENDING)

    def find(self, message: Message) -> Handed | None:
        found = self._ask(self.client.get_all_notifications, reference=str(message.public_id))["notifications"]
        on_their_way = [one for one in found if not one["status"].endswith("failure")]
        return Handed(on_their_way[0]["id"], Message.State.SENDING) if on_their_way else None

    def status(self, message: Message) -> str:
        """Notify's word for where a message is: created, sending, delivered, permanent-failure, temporary-failure, technical-failure."""
        return str(self._ask(self.client.get_notification_by_id, message.provider_id)["status"])

    def _ask(self, call: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except APIError as error:
            raise self._fault(error) from error

    @staticmethod
    def _fault(error: APIError) -> Exception:
        words = error.message
        if isinstance(words, list):
            words = " ".join(str(one.get("message", one)) for one in words)
        text = f"GOV.UK Notify answered {error.status_code}: {words}"
        if error.status_code in KEY_STATUS:
            return KeyRefused(f"{text}. Its API key has to be put right.")
        return Refused(text) if error.status_code in FINAL_STATUS else NotNow(text)


class LockedNotify:
    """A council's service at GOV.UK Notify whose key cannot be opened here: as one that takes no key."""

    name = "notify"

    def __init__(self, why: SecretLost) -> None:
        self.why = str(why)

    def send(self, message: Message) -> Handed:
        raise KeyRefused(
            f"The council's API key for GOV.UK Notify cannot be opened: {self.why} Set the old key again, or enter the API key anew."
        )

    def find(self, message: Message) -> Handed | None:
        return self.send(message)


class Smtp:
    """A mail server of the council's. It tells nothing of delivery."""

    name = "smtp"

    def send(self, message: Message) -> Handed:
        from smtplib import SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

        mail = EmailMessage(
            message.subject,
            message.body,
            settings.DEFAULT_FROM_EMAIL,
            [message.to],
            reply_to=[message.reply_to] if message.reply_to else None,
        )
        mail.extra_headers["Message-ID"] = f"<{message.public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
        try:
            mail.send()
        except (SMTPRecipientsRefused, SMTPSenderRefused) as error:
            raise Refused(f"The mail server refused the address: {error}") from error
        except (SMTPException, OSError) as error:
            raise NotNow(f"The mail server could not be used: {error}") from error
        return Handed(mail.extra_headers["Message-ID"], Message.State.SENDING)

    def find(self, message: Message) -> Handed | None:
        return None


class Outbox:
    """The demo's: a message counts as delivered and is read at /outbox/."""

    name = "outbox"

    def send(self, message: Message) -> Handed:
        return Handed("", Message.State.DELIVERED)

    def find(self, message: Message) -> Handed | None:
        return None


def choose(authority_id: int | None = None) -> Provider | None:
    """Who carries messages here, or those of a council that may have a service of its own; None: nobody, and they are held."""
    own = own_account(authority_id) if authority_id is not None else None
    if own is not None:
        try:
            return Notify(own.key, str(own.email_template_id))
        except SecretLost as error:
            return LockedNotify(error)
    if settings.NOTIFY_API_KEY:
        return Notify(settings.NOTIFY_API_KEY, settings.NOTIFY_EMAIL_TEMPLATE_ID)
    if settings.EMAIL_HOST:
        return Smtp()
    if settings.LOCAL_OUTBOX:
        return Outbox()
    return None
