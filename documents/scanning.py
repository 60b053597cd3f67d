"""The virus scan of what comes in, where a ClamAV daemon is configured (CLAMAV_SOCKET: a path, or host:port).

Where one is configured, nobody is given a file that it has not looked at from beginning to end.
"""

import socket
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.files import File

NOT_SCANNED, CLEAN, PENDING, REFUSED = "not_scanned", "clean", "pending", "refused"
PING_TIMEOUT = 5  # seconds
PIECE = 65_536
LONGEST_ANSWER = 4096
TOO_LONG = "size limit exceeded. ERROR"
BEYOND_LIMITS = "Heuristics.Limits."  # how the scanner names what it did not look at in full


def scan(file: File, called: str, refused: Callable[[str], Exception], not_now: Callable[[str], Exception], *, patience: float = 60) -> str:
    """`clean`, or `not_scanned` where no scanner is configured.

    Raises `refused(words)` for a virus, and for a file that is beyond what the scanner looks at; `not_now(words)` when it does not answer.
    """
    if not settings.CLAMAV_SOCKET:
        return NOT_SCANNED
    said = _said_of(file, patience)
    if said.endswith(TOO_LONG) or BEYOND_LIMITS in said:
        raise refused(
            f"{called} is too large for our virus scanner, so we have not kept it. Save it at a lower quality, or split it into parts."
        )
    if said.endswith(" FOUND"):
        raise refused(f"{called} has a virus, so we have not kept it. Check your computer and send a clean copy.")
    if said != "stream: OK":
        raise not_now(f"We could not check {called} for viruses just now, so we have not kept it. Try again in a few minutes.")
    return CLEAN


def is_configured() -> bool:
    return bool(settings.CLAMAV_SOCKET)


def answers() -> bool:
    """Whether files can be checked now: true where no scanner is configured."""
    if not settings.CLAMAV_SOCKET:
        return True
    try:
        return _ask("PING", PING_TIMEOUT) == "PONG"
    except (OSError, ValueError):
        return False


def _said_of(file: File, patience: float) -> str:
    """The scanner's words on a file: `stream: OK`, `stream: <name> FOUND`, or why it could not tell; "" when it does not answer."""
    file.seek(0)
    try:
        return _ask("INSTREAM", patience, iter(lambda: file.read(PIECE), b""))
    except (OSError, ValueError):
        return ""


def _ask(command: str, timeout: float, content: Iterable[bytes] | None = None) -> str:
    """One question in clamd's protocol; content goes in pieces, each with its length before it, and ends with a length of nought."""
    with _connected(timeout) as connection:
        connection.sendall(f"z{command}\0".encode())
        whole = content is None or _sent(connection, content)
        answer = b""
        try:
            while len(answer) < LONGEST_ANSWER and (more := connection.recv(LONGEST_ANSWER)):
                answer += more
        except ConnectionResetError:
            pass
    said = answer.decode("utf-8", "replace").strip("\0\n ")
    return said if whole or said.endswith(TOO_LONG) else ""


def _sent(connection: socket.socket, content: Iterable[bytes]) -> bool:
    """Whether the daemon took all of it. It hangs up in the middle of what is longer than it takes, and has said so then; one that was
    stopped in the middle has said nothing."""
    try:
        for piece in content:
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _connected(timeout: float) -> socket.socket:
    address = settings.CLAMAV_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=timeout)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
