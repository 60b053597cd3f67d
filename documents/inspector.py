"""Looks into one file of a stranger, in a process of its own: `python -m documents.inspector`, a job as JSON on its input, an answer as
JSON on its output. A file may be made to crash or starve whatever opens it; then this process dies and nothing else. Imports no Django.

The job: {"do": "pdf" | "office" | "kind" | "picture" | "strip" | "mail", "file": path, "seconds": n, "memory": bytes}, for mail with
{"kind": ending, "folder": path}, for strip with {"kind": content type, "made": path}.
"""

import json
import resource
import sys
from typing import Any

LARGEST_FILE = 300_000_000


def limit(seconds: int, memory: int) -> None:
    """No more than so much memory, so many seconds of computing, and no process beside this one."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _pdf(job: dict[str, Any]) -> dict[str, Any]:
    from documents import pdf_checks

    return pdf_checks.look(job["file"])


def _office(job: dict[str, Any]) -> dict[str, Any]:
    from documents import office_checks

    return office_checks.look(job["file"], inside=job["do"] == "office")


def _picture(job: dict[str, Any]) -> dict[str, Any]:
    from documents import picture_checks

    return picture_checks.look(job["file"], job["memory"])


def _strip(job: dict[str, Any]) -> dict[str, Any]:
    from documents import picture_checks

    return picture_checks.strip(job["file"], job["kind"], job["made"])


def _mail(job: dict[str, Any]) -> dict[str, Any]:
    from documents import mail_reading

    return mail_reading.read(job["file"], job["kind"], job["folder"])


JOBS = {"pdf": _pdf, "office": _office, "kind": _office, "picture": _picture, "strip": _strip, "mail": _mail}


def work(job: dict[str, Any]) -> dict[str, Any]:
    try:
        return JOBS[job["do"]](job)
    except MemoryError:
        return {"fault": "too_much"}


if __name__ == "__main__":
    task = json.load(sys.stdin)
    limit(task["seconds"], task["memory"])
    json.dump(work(task), sys.stdout)
