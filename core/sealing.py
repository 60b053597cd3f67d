"""Secrets that we must be able to read again: kept sealed (Fernet: AES with an HMAC), so that a copy of the database opens nothing.

The keys are settings.SECRETS_KEYS, the newest first; where none is set, one made from SECRET_KEY. Secrets that are only compared are
hashed instead (accounts.models.hash_token).
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretLost(Exception):
    """A sealed secret cannot be opened with the keys that are set. Set the key that it was sealed with, or enter the secret again."""


def _keys() -> MultiFernet:
    keys = list(settings.SECRETS_KEYS) or [
        base64.urlsafe_b64encode(hashlib.sha256(f"bops.sealing:{key}".encode()).digest())
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """The text, sealed with the newest key."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; SecretLost when no key of ours opens it."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretLost("This secret was sealed with a key that is not set here (SECRETS_KEYS).") from None
