"""The work list, search and case page of a council with 10,000 and with 400,000 applications: what history costs.

Works in a database of its own, made and dropped here. Prints milliseconds (the best of several) and the ratio of the two.
"""

import time
from collections.abc import Callable

from benchmarks.scratch import Scratch, scaled

NAME = "bops_bench"


scratch = Scratch(NAME)

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from applications.models import Case, CaseDates, CaseSearch, Party, PlanningApplication  # noqa: E402
from core.db.owner import as_owner  # noqa: E402
from core.tenancy import acting_for  # noqa: E402
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory  # noqa: E402
from tests.factories.applications import PlanningApplicationFactory  # noqa: E402

SIZES = (scaled(10_000, 200), scaled(400_000, 2_000))
TRIES = 7
OPEN_SHARE = 40  # one in so many is open: 10,000 of 400,000


def multiply(model: type, first: int, last: int, proto: int, changes: dict[str, str]) -> None:
    """Copy the row `proto` of a model for each number from first to last; `changes` are SQL expressions of n."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]  # type: ignore[attr-defined]
    columns = [field.column for field in fields]
    if "id" in columns and "id" not in changes:
        columns.remove("id")
    values = [changes.get(column, f'p."{column}"') for column in columns]
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[attr-defined]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" p '  # noqa: S608
            f'CROSS JOIN generate_series(%s, %s) n WHERE p."{key}" = %s',
            [first, last, proto],
        )


def grow(proto: PlanningApplication, first: int, last: int, officer_id: int) -> None:
    """Add applications number first to last, one in OPEN_SHARE of them open, one in ten of those the officer's."""
    base, mine = 1_000_000, f"CASE WHEN n %% {OPEN_SHARE * 10} = 0 THEN {officer_id} END"
    open_now = f"n %% {OPEN_SHARE} = 0"
    reference = "'25-' || lpad(n::text, 6, '0') || '-HAPP'"
    multiply(
        Case, first, last, proto.pk, {"id": f"{base} + n", "reference": reference, "officer_id": mine, "uprn": "(300000000000 + n)::text"}
    )
    status = f"CASE WHEN {open_now} THEN 'in_assessment' ELSE 'determined' END"
    day = "DATE '2026-11-24' + (n %% 90)::int - 20"
    decided = {
        "outcome": f"CASE WHEN {open_now} THEN '' ELSE 'granted' END",
        "determined_on": f"CASE WHEN {open_now} THEN NULL ELSE DATE '2026-01-05' END",
    }
    shown = {"effective_expiry_on": day, "reference_sort": reference, "address_sort": "(n %% 997)::text || ' pine grove, anytown'"}
    moment = "TIMESTAMPTZ '2026-11-02 10:00+00' - n * INTERVAL '7 minutes'"
    multiply(
        PlanningApplication, first, last, proto.pk, {"case_id": f"{base} + n", "status": status, "received_at": moment, **decided, **shown}
    )
    multiply(
        CaseDates,
        first,
        last,
        proto.pk,
        {"application_id": f"{base} + n", "effective_expiry_on": day, "next_consequence_on": f"CASE WHEN {open_now} THEN {day} END"},
    )
    words = f"{reference} || ' ' || (n %% 997) || ' Pine Grove Anytown Build an extension Ada Applicant' || n"
    multiply(CaseSearch, first, last, proto.pk, {"case_id": f"{base} + n", "words": words, '"references"': "", "references": reference})
    multiply(Party, first, last, Party.objects.get(case_id=proto.pk).pk, {"case_id": f"{base} + n"})


def best(ask: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several tries."""
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def pages(client: Client) -> dict[str, str]:
    return {
        "work list, mine": "/",
        "work list, all": "/work/all/",
        "work list, all, by address": "/work/all/?sort=address",
        "work list, closed": "/work/closed/",
        "search, a reference": "/search/?q=25-000250",
        "search, a name": "/search/?q=Applicant250",
        "search, words that many have": "/search/?q=extension",
        "radar": "/radar/",
        "case page": "/cases/25-000250-HAPP/",
    }


def main() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    council = LocalAuthorityFactory.create()
    membership = MembershipFactory.create(authority=council, roles=["team_leader"])
    with acting_for(council):
        proto = PlanningApplicationFactory.create(authority=council, valid=True)
    client = Client(HTTP_HOST=council.officer_host)
    client.force_login(membership.user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=membership.user, name="app", confirmed=True).persistent_id
    session["host"] = council.officer_host
    session.save()
    measured: dict[str, list[float]] = {}
    done = 0
    for size in SIZES:
        with acting_for(council):
            grow(proto, done + 1, size, membership.user_id)
        done = size
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for title, path in pages(client).items():
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, (path, answer.status_code)
            measured.setdefault(title, []).append(best(lambda path=path: client.get(path, follow=True)))  # type: ignore[misc]
    print(f"{'':32}{SIZES[0]:>12,}{SIZES[1]:>12,}   ratio")
    for title, (small, large) in measured.items():
        print(f"{title:32}{small:>9.0f} ms{large:>9.0f} ms{large / small:>8.1f}")


with scratch:
    main()
