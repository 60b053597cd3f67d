"""The virus scan of what comes in, where a ClamAV daemon is configured (CLAMAV_SOCKET: a path, or host:port)."""

from collections.abc import Callable

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.files import File

NOT_SCANNED, CLEAN = "not_scanned", "clean"
TIMEOUT = 60  # seconds


def scan(file: File, called: str, refused: Callable[[str], Exception]) -> str:
    """`clean` or `not_scanned`. Raises `refused(words)` for a virus, and when a configured scanner does not answer."""
    if not settings.CLAMAV_SOCKET:
        return NOT_SCANNED
    file.seek(0)
    try:
        answer = _scanner(settings.CLAMAV_SOCKET).instream(file)
    except BufferTooLongError:
        return NOT_SCANNED
    except (ClamdError, OSError):
        raise refused(f"We could not check {called} for viruses just now, so we have not kept it. Try again in a few minutes.") from None
    status, _ = answer.get("stream", ("ERROR", ""))
    if status == "FOUND":
        raise refused(f"{called} has a virus, so we have not kept it. Check your computer and send a clean copy.")
    return CLEAN if status == "OK" else NOT_SCANNED


def _scanner(address: str) -> ClamdNetworkSocket:
    if address.startswith("/"):
        return ClamdUnixSocket(address, timeout=TIMEOUT)
    host, _, port = address.rpartition(":")
    return ClamdNetworkSocket(host or address, int(port), timeout=TIMEOUT)
