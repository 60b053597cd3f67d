"""All dates of one application: how long the law engine takes."""

import time
from datetime import date

import statute

ROUNDS = 2000
DAY = date(2026, 9, 1)
CASE = statute.CaseFacts(
    "pp.full.householder", DAY, DAY, in_conservation_area=True, extensions=(statute.Extension(date(2026, 11, 20), date(2026, 10, 1)),)
)


def all_dates() -> None:
    """What the case page and the radar show of one case."""
    statute.effective_expiry(CASE)
    statute.consequences(CASE)
    ends = {kind: statute.publicity_end(CASE, kind=kind, started_on=DAY).value for kind in ("site_notice", "letter", "press_notice")}
    statute.earliest_decision(CASE, ends=ends)
    statute.appeal_limit(CASE, outcome="refused", decided_on=date(2026, 11, 1))
    statute.lifetime(CASE, decided_on=date(2026, 11, 1))


def main() -> None:
    all_dates()
    start = time.process_time()
    for _ in range(ROUNDS):
        all_dates()
    print(f"all dates of one application: {(time.process_time() - start) / ROUNDS * 1000:.2f} ms of processor time (aim: under 1 ms)")


if __name__ == "__main__":
    main()
