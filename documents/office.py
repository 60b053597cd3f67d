"""An Office file as a PDF, made by LibreOffice in a process that can do no harm: no macros, no network, a profile and a folder of its own,
limits on time and memory. Called from a worker."""

import resource
import signal
import subprocess
import tempfile
from functools import cache
from os import killpg
from pathlib import Path
from shutil import disk_usage, which

import structlog

from documents.kinds import ENDINGS, office_program

SECONDS = 90  # on the clock: LibreOffice needs some to start
COMPUTING = 80
MEMORY = 4 * 1024**3  # of addresses: the program itself takes half of it
LARGEST = 300_000_000
ROOM = 50_000_000  # bytes: with less left on the disk LibreOffice fails without a word
# Macros never run, links are not followed, nothing is fetched, no old settings are looked for.
SAFE = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Java", "Enable", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)
ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(ITEM.format(*line) for line in SAFE)
    + "</oor:items>"
)


class NotShown(Exception):
    """LibreOffice made no PDF. cause: "office", "time", "disk" or "no_office"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@cache
def _cut_off() -> list[str]:
    """What to put before a command so that it has no network; nothing where this machine does not allow that (containers often do not)."""
    if not which("unshare"):
        return []
    for way in (["unshare", "--user", "--map-root-user", "--net", "--"], ["unshare", "--net", "--"]):
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    structlog.get_logger().warning("office_has_network", hint="LibreOffice runs without a network of its own being taken away")
    return []


def as_pdf(content: Path, content_type: str) -> bytes:
    """The file as a PDF. NotShown when there is no LibreOffice, when it takes too long, or when it cannot read the file."""
    program = office_program()
    if not program:
        raise NotShown("no_office")
    with tempfile.TemporaryDirectory(prefix="bops-office-") as place:
        folder = Path(place)
        source = folder / f"paper{ENDINGS[content_type][0]}"
        source.symlink_to(content)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS)
        _run([*_cut_off(), program, f"-env:UserInstallation=file://{profile.parent}", *_order(folder, source)], folder)
        made = folder / "made" / "paper.pdf"
        if not made.is_file() or made.is_symlink() or not made.stat().st_size:
            raise NotShown("disk" if disk_usage(folder).free < ROOM else "office")
        return made.read_bytes()


def _order(folder: Path, source: Path) -> list[str]:
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    return [*quiet, "--convert-to", "pdf", "--outdir", str(folder / "made"), str(source)]


def _run(command: list[str], folder: Path) -> None:
    """Run it to its end, or kill it and all that it started."""
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            killpg(process.pid, signal.SIGKILL)
            raise NotShown("time") from None


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
