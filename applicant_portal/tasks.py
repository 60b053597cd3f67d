"""Effects of the portal that no visitor waits for."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import LocalAuthority, hash_token
from accounts.policy import EMAIL_PROOF_HOURS, EMAIL_PROOFS_AN_HOUR
from applicant_portal import messages
from applicant_portal.selectors import cases_of_email
from applications.models import EmailProof
from audit.actors import System
from core.hosts import url_for
from core.tasks import bops_task
from notifications.services import send_email

AN_HOUR = timedelta(hours=1)


@bops_task
def send_email_proof(authority_id: int, email: str) -> bool:
    """Email the link to all cases of an address: to one that has some, and not more often than is sane. Answers whether it was sent.

    Looked up here and not while somebody waits, so that how long the page takes says nothing about an address.
    """
    authority, now = LocalAuthority.objects.get(pk=authority_id), timezone.now()
    with transaction.atomic():
        LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority_id)  # two requests at once are counted one after the other
        recent = EmailProof.objects.filter(authority=authority, email=email, created_at__gt=now - AN_HOUR).count()
        if recent >= EMAIL_PROOFS_AN_HOUR or not cases_of_email(authority, email):
            return False
        EmailProof.objects.filter(authority=authority, email=email, used_at=None, revoked_at=None).update(
            revoked_at=now
        )  # the newest works
        token = secrets.token_urlsafe(32)
        proof = EmailProof.objects.create(
            authority=authority,
            email=email,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + timedelta(hours=EMAIL_PROOF_HOURS),
        )
        context = {"link": url_for(authority, "public", "applicant_portal:link", token=token), "link_until": proof.expires_at}
        key = messages.YOUR_APPLICATIONS.key
        send_email(authority=authority, message=key, to=email, context=context, by=System("The applicant’s pages"), now=now)
    return True
