"""A real ClamAV daemon whose database is one line of ours: it knows EICAR's harmless test string, wherever it stands in a file."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

TEST_STRING = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # in two, so that this file is clean
PATIENCE_SECONDS = 30
MOST_KILOBYTES = 600  # that it looks at
SETTINGS = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength {most}K
MaxFileSize {most}K
MaxScanSize {most}K
AlertExceedsMax yes
"""


class Clamd:
    """Runs the daemon while the block lasts; `socket` is what CLAMAV_SOCKET is set to."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        self.socket = str(self.folder / "clamd.sock")

    def __enter__(self) -> Clamd:
        program = shutil.which("clamd") or "/usr/sbin/clamd"
        assert Path(program).exists(), "The virus scanner of the tests is not installed: run `make setup`."
        (self.folder / "signatures").mkdir()
        (self.folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{TEST_STRING.hex()}\n")
        (self.folder / "clamd.conf").write_text(SETTINGS.format(folder=self.folder, most=MOST_KILOBYTES))
        command = [program, "-c", str(self.folder / "clamd.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            assert self.process.poll() is None, "The virus scanner did not start: see docs/testing.md."
            assert time.monotonic() < until, f"The virus scanner was not there within {PATIENCE_SECONDS} seconds."
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as question:
            try:
                question.connect(self.socket)
                question.sendall(b"zPING\0")
                return question.recv(16).startswith(b"PONG")
            except OSError:
                return False

    def __exit__(self, *exc: object) -> None:
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
