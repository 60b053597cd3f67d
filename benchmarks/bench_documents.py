"""A plan of 60 MB on A0: how long until its first page is seen. And what 500 renderings leave behind in a worker's memory.

Works in a database and a folder of its own, made and dropped here. Opening = the viewer's page and the picture of the page, as the server
sends them. Seconds are of this machine, whatever else it is doing.
"""

import io
import os
import random
import resource
import shutil
import time
import zlib
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pikepdf
import psycopg
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFilter

NAME = "bops_bench_documents"
A0 = (3370, 2384)  # points
RENDERINGS = 500


def read_url() -> str:
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    lines = (Path(__file__).parent.parent / ".local" / "env").read_text().splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith("DATABASE_URL="))


def execute(*statements: str) -> None:
    with psycopg.connect(ordinary, autocommit=True) as link:
        for statement in statements:
            link.execute(statement)


def lines_of_a_drawing(number: int) -> bytes:
    """Some twenty thousand short lines, as a CAD program writes hatching and surveys."""
    chance = random.Random(number)
    parts = ["0.1 w"]
    for _ in range(20_000):
        x, y = chance.random() * A0[0], chance.random() * A0[1]
        parts.append(
            f"{x:.3f} {y:.3f} m " + " ".join(f"{x + chance.gauss(0, 8):.3f} {y + chance.gauss(0, 8):.3f} l" for _ in range(4)) + " S"
        )
    return "\n".join(parts).encode()


def photograph() -> bytes:
    picture = Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3)).filter(ImageFilter.GaussianBlur(1.2))
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=88)
    return output.getvalue()


def large_plan(lines_mb: float = 25, pictures_mb: float = 35) -> bytes:
    """One page A0: 25 MB of packed lines (about 700,000 of them) and 35 MB of photographs."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A0)
    streams, size = [], 0
    while size < lines_mb * 1e6:
        stream = pdf.make_stream(b"")
        packed = zlib.compress(lines_of_a_drawing(len(streams)))
        stream.write(packed, filter=Name.FlateDecode)
        streams.append(stream)
        size += len(packed)
    pictures, size = {}, 0
    while size < pictures_mb * 1e6:
        content = photograph()
        kind = {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            "Width": 2000,
            "Height": 1500,
            "ColorSpace": Name.DeviceRGB,
            "BitsPerComponent": 8,
        }
        pictures[f"/I{len(pictures)}"] = pdf.make_indirect(pikepdf.Stream(pdf, content, Filter=Name.DCTDecode, **kind))
        size += len(content)
    places = [f"q 300 0 0 225 {n % 10 * 320 + 50} {n // 10 * 300 + 50} cm /I{n} Do Q" for n in range(len(pictures))]
    page.Resources = Dictionary(XObject=Dictionary(pictures))
    page.Contents = Array([*streams, pdf.make_stream("\n".join(places).encode())])
    output = io.BytesIO()
    pdf.save(output, compress_streams=False)
    return output.getvalue()


def memory_mb(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


ordinary = read_url()
execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)', f'CREATE DATABASE "{NAME}"')
os.environ |= {
    "DATABASE_URL": urlunsplit(urlsplit(ordinary)._replace(path=f"/{NAME}")),
    "DJANGO_SETTINGS_MODULE": "bops.settings.test",
    "LOG_LEVEL": "ERROR",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from core.db.owner import as_owner  # noqa: E402
from core.tenancy import acting_for  # noqa: E402
from documents import tasks  # noqa: E402
from documents.rendering.sandbox import room  # noqa: E402
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory  # noqa: E402
from tests.factories.applications import PlanningApplicationFactory  # noqa: E402
from tests.factories.documents import DocumentFactory, a_pdf  # noqa: E402


def signed_in(council: object) -> Client:
    user = MembershipFactory.create(authority=council, roles=["case_officer"]).user
    client = Client(HTTP_HOST=council.officer_host)  # type: ignore[attr-defined]
    client.force_login(user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=user, name="app", confirmed=True).persistent_id
    session["host"] = council.officer_host  # type: ignore[attr-defined]
    session.save()
    return client


def seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def opening(client: Client, address: str, picture: str) -> None:
    page = client.get(address)
    assert b'data-module="sheet"' in page.content
    assert client.get(picture).getvalue()[:4] == b"RIFF"


def time_to_first_page(council: object) -> None:
    content = large_plan()
    document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=council).case, file=content)
    version = document.current
    client = signed_in(council)
    address = f"/cases/{document.case.reference}/documents/{document.public_id}/view/"
    picture = f"/documents/{document.public_id}/pages/1/page/"
    made = seconds(lambda: tasks.make_previews(council.pk, version.pk))  # type: ignore[attr-defined]
    opening(client, address, picture)  # templates are read once a process
    opened = min(seconds(lambda: opening(client, address, picture)) for _ in range(5))
    sharper = seconds(lambda: tasks.draw_block(council.pk, version.pk, 1, 3, 1, 1))  # type: ignore[attr-defined]
    print(
        f"plan of {len(content) / 1e6:.0f} MB on A0: opened after it was drawn: {opened * 1000:.0f} ms to page and picture (aim: under 2 s)"
    )
    print(f"  drawn, and its words read, once after the upload: {made:.1f} s: so long waits who opens it at the moment it arrives")
    print(f"  a part enlarged to 340 dots an inch, first time: {sharper:.1f} s; then from the store")


def memory_of_a_worker(council: object) -> None:
    version = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=council).case, file=a_pdf(2, "Letter")).current
    for _ in range(10):
        draw(version)
    before = memory_mb()
    took = seconds(lambda: [draw(version) for _ in range(RENDERINGS)])
    print(f"{RENDERINGS} renderings: {RENDERINGS / took:.1f} a second")
    print(f"  the worker's memory grew by {memory_mb() - before:.1f} MB from {before:.0f} MB")
    print(f"  the largest renderer of this run had {memory_mb(resource.RUSAGE_CHILDREN):.0f} MB, given back when it ended")


def draw(version: object) -> None:
    with room(version) as place:
        place.run("draw", pages=[1])
        place.picture("page")


def main() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    council = LocalAuthorityFactory.create()
    with acting_for(council):
        time_to_first_page(council)
        memory_of_a_worker(council)


try:
    main()
finally:
    connection.close()
    execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    shutil.rmtree(settings.MEDIA_ROOT)
