"""Looks into one file of a stranger, in a process of its own: `python -m documents.inspector`, a job as JSON on its input, an answer as
JSON on its output. A file may be made to crash or starve whatever opens it; then this process dies and nothing else. Imports no Django.

The job: {"do": "pdf" | "office" | "mail", "file": path, "seconds": n} and for mail {"kind": ending, "folder": path}.
"""

import json
import resource
import sys
from typing import Any

MEMORY = 1024**3
LARGEST_FILE = 300_000_000


def limit(seconds: int) -> None:
    """No more than 1 GB of memory, so many seconds of computing, and no process beside this one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def work(job: dict[str, Any]) -> dict[str, Any]:
    try:
        if job["do"] == "pdf":
            from documents.pdf_checks import look

            return look(job["file"])
        if job["do"] == "office":
            from documents.office_checks import look as look_at_office

            return look_at_office(job["file"])
        from documents.mail_reading import read

        return read(job["file"], job["kind"], job["folder"])
    except MemoryError:
        return {"fault": "too_much"}


if __name__ == "__main__":
    task = json.load(sys.stdin)
    limit(task["seconds"])
    json.dump(work(task), sys.stdout)
