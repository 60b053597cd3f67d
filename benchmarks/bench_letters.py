"""A batch of 200 neighbour letters as BOPS makes it (tagged PDF, merged), against headless Chromium, one PDF at a time.

Prints ratios of one run on one machine: seconds differ from machine to machine, ratios much less.
"""

import os
import resource
import shutil
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from django.template import engines  # noqa: E402

from documents import pdf  # noqa: E402
from documents.letterhead import Letterhead, window_lines  # noqa: E402
from documents.qr import qr_code  # noqa: E402

LETTERS, CHROMIUM_LETTERS = 200, 10
CONTEXT = {
    "letterhead": Letterhead(
        "Anytown Council", ("Town Hall", "Anytown", "AN1 1AA"), "planning@anytown.example", "020 7946 0100", "anytown.example"
    ),
    "date": date(2026, 11, 24),
    "reference": "26-00100-HAPP",
    "legislation": ["Town and Country Planning Act 1990"],
    "comment_by": date(2026, 12, 16),
    "site_address": "12 Orchard Lane, Anytown, AN1 2BC",
    "proposal": "Single storey rear extension with a flat roof and two rooflights",
    "qr": qr_code("https://anytown.example/applications/26-00100-HAPP/comment/"),
    "material": ["daylight and sunlight", "privacy", "traffic and parking"],
    "not_material": ["the value of property"],
    "officer": "Priya Raman",
    "notes": [],
}


def lines(number: int) -> list[str]:
    return window_lines("The Occupier", f"{number} Orchard Lane, Anytown, AN1 2BC")


def ours() -> tuple[float, float]:
    """Seconds for the batch, and megabytes that the process grew while making it."""
    pdf.render("print/neighbour_letter.jinja", CONTEXT | {"lines": lines(0)})  # a worker is warm
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    made = [pdf.render("print/neighbour_letter.jinja", CONTEXT | {"lines": lines(number)}) for number in range(1, LETTERS + 1)]
    merged = pdf.merge(made)
    seconds = time.perf_counter() - began
    assert pdf.page_count(merged) >= LETTERS
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def chromium() -> float | None:
    """Seconds that Chromium takes for a letter when it is started for each; None where it is not installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return None
    template = engines["jinja2"].env.get_template("print/neighbour_letter.jinja")
    flags = [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
    ]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for number in range(CHROMIUM_LETTERS):
            page = Path(folder) / "letter.html"
            page.write_text(template.render(CONTEXT | {"lines": lines(number), "lang": "en-GB", "title": "Letter", "metres": pdf.metres}))
            target = f"--print-to-pdf={folder}/{number}.pdf"
            command = [program, *flags, f"--user-data-dir={folder}/profile", target, page.as_uri()]
            subprocess.run(command, check=True, capture_output=True)
        return (time.perf_counter() - began) / CHROMIUM_LETTERS


seconds, grown = ours()
print(f"{LETTERS} letters, merged: {seconds:.1f} s, {LETTERS / seconds:.1f} letters a second on one core, memory grew by {grown:.0f} MB")
one = chromium()
if one is None:
    print("Chromium is not installed: nothing to compare with.")
else:
    print(f"headless Chromium, one PDF at a time: {one:.2f} s a letter, so {one * LETTERS:.0f} s for {LETTERS}")
    print(f"ratio: the batch is {one * LETTERS / seconds:.1f} times as fast")
