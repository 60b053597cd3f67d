"""Runs in the child process: boxed pages become images with the boxes painted in; the rest of the file loses whatever it hides.

Knows no Django and no secret. Jobs, called from documents.rendering.child:
  burn      "pages": {number: [[left, top, right, bottom] in mm, …]}, "dpi"   burnt-N, the page's pixels, and a line about each
  assemble  "burnt": the lines of burn                                       redacted.pdf beside burnt-N
  hiding    "boxed": [number, …]                                               a line {"page"} for each other page that hides something
  blacken   "boxes": [[left, top, right, bottom] in mm, …]                    redacted: a photograph with the boxes painted in
"""

import base64
import io
import zlib
from collections.abc import Callable, Iterator
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Any

from documents.picture_checks import LONGEST_SIDE
from documents.redaction import jpeg2000
from documents.redaction.drawn import keep_known, names_in, names_of_bare_forms, read_content, used_of, without_notes, words_of
from documents.redaction.photographs import stripped
from documents.rendering.geometry import MM_PER_INCH

MOST_PIXELS = 70_000_000  # A0 at 200 dots an inch has 62 million; of these a gigabyte is enough
PAGE_KEYS = {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"}
ROOT_KEYS = {"/Type", "/Pages", "/Lang", "/Version"}
PACKING = {"/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms"}
KEPT_OF = {  # whatever else stands beside an image or a form says what it is, not how it looks
    "/Form": PACKING | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"},
    "/Image": PACKING
    | {"/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode"}
    | {"/Interpolate", "/SMask", "/SMaskInData", "/Matte"},
}
HIDING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/AF", "/ActualText", "/Alt")
UNPACK: dict[str, Callable[[bytes], bytes]] = {  # what a JPEG file may be packed in once more
    "/FlateDecode": zlib.decompress,
    "/ASCII85Decode": lambda packed: base64.a85decode(packed.strip().removeprefix(b"<~").removesuffix(b"~>")),
    "/ASCIIHexDecode": lambda packed: bytes.fromhex(packed.decode("ascii").strip().removesuffix(">")),
}
PALE = 0.35  # bytes a pixel: what packs worse without loss is a photograph


class CannotRedact(Exception):
    """The file cannot be taken apart safely."""


def burn(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    for name, boxes in job["pages"].items():
        number = int(name)
        sheet = paper.sheet(number)
        dpi = fitting_dpi(sheet.width_mm, sheet.height_mm, job["dpi"])
        size = tuple(max(1, round(mm / MM_PER_INCH * dpi)) for mm in (sheet.width_mm, sheet.height_mm))
        picture = paper.region(number, size, (0, 0, *size))
        paint(picture, boxes, dpi)
        facts, data = packed(picture)
        (folder / f"burnt-{number}").write_bytes(data)
        del picture, data
        yield {"page": number, "width_mm": sheet.width_mm, "height_mm": sheet.height_mm, "unit": paper.unit(number), "size": size, **facts}


def fitting_dpi(width_mm: float, height_mm: float, dpi: float) -> float:
    """As many dots an inch as asked for, fewer where the page would have more pixels than memory holds."""
    inches = (width_mm / MM_PER_INCH, height_mm / MM_PER_INCH)
    return min(dpi, sqrt(MOST_PIXELS / (inches[0] * inches[1])), LONGEST_SIDE / max(inches))


def paint(picture: Any, boxes: list[list[float]], dpi: float) -> None:
    """Black over each box, whole pixels, outwards: half a pixel too much rather than too little."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    black: Any = 0 if picture.mode in {"L", "1", "I", "I;16", "F"} else (0, 0, 0, 255)[: len(picture.getbands())]
    for left, top, right, bottom in boxes:
        corners = [
            floor(left / MM_PER_INCH * dpi),
            floor(top / MM_PER_INCH * dpi),
            ceil(right / MM_PER_INCH * dpi),
            ceil(bottom / MM_PER_INCH * dpi),
        ]
        pen.rectangle((corners[0], corners[1], corners[2], corners[3]), fill=black)


def packed(picture: Any) -> tuple[dict[str, Any], bytes]:
    """The picture's pixels as a PDF holds them: without loss where that packs well (text, lines), as a JPEG where not (photographs)."""
    from PIL import ImageChops

    red, green, blue = picture.split()
    grey = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None
    bare = red if grey else picture
    data = zlib.compress(bare.tobytes(), 6)
    if len(data) <= PALE * bare.width * bare.height:
        return {"grey": grey, "filter": "/FlateDecode"}, data
    output = io.BytesIO()
    bare.save(output, "JPEG", quality=88, subsampling=0)
    return {"grey": grey, "filter": "/DCTDecode"}, output.getvalue()


def blacken(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """A photograph: boxes painted, nothing in the file but the picture."""
    from PIL import Image, ImageOps

    with Image.open(paper.path, formats=["PNG", "JPEG"]) as picture:
        kind = picture.format
        upright = ImageOps.exif_transpose(picture)
        clear = kind == "PNG" and (upright.mode in {"LA", "PA", "RGBA"} or "transparency" in upright.info)
        if upright.mode not in {"L", "RGB"}:
            upright = upright.convert("RGBA" if clear else "RGB")
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    paint(bare, job["boxes"], 96.0)
    with (folder / "redacted").open("wb") as file:
        bare.save(file, kind, **({"quality": 92, "subsampling": 0} if kind == "JPEG" else {}))
    yield {"page": 1}


def assemble(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """The copy: boxed pages are images and nothing else, the others keep their text and lose whatever is not seen on them."""
    import pikepdf

    burnt = {line["page"]: line for line in job["burnt"]}
    with pikepdf.open(paper.path) as pdf:
        links = {number: web_links(page.obj) for number, page in enumerate(pdf.pages, 1) if number not in burnt}
        try:
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("screen")
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise CannotRedact(str(error)) from None
        for number in range(1, len(pdf.pages) + 1):
            if number in burnt:
                put_image(pdf, number, burnt[number], (folder / f"burnt-{number}").read_bytes())
            else:
                tidy_page(pdf, pdf.pages[number - 1].obj, links[number])
        tidy_file(pdf)
        pdf.save(folder / "redacted", object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    bare_images(folder / "redacted")
    yield {"page": len(burnt)}


def put_image(pdf: Any, number: int, line: dict[str, Any], data: bytes) -> None:
    """In place of a page one that is nothing but its picture, of the same size, upright."""
    import pikepdf

    name, (across, down) = pikepdf.Name, line["size"]
    width, height = (round(mm / MM_PER_INCH * 72 / line["unit"], 3) for mm in (line["width_mm"], line["height_mm"]))
    image = pikepdf.Stream(pdf, data)
    image.stream_dict = pikepdf.Dictionary(
        Type=name.XObject, Subtype=name.Image, Width=across, Height=down, BitsPerComponent=8, Filter=name(line["filter"])
    )
    image.ColorSpace = name.DeviceGray if line["grey"] else name.DeviceRGB
    page = pikepdf.Dictionary(
        Type=name.Page,
        MediaBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=pdf.make_indirect(image))),
        Contents=pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode()),
    )
    if line["unit"] != 1:
        page.UserUnit = line["unit"]
    pdf.pages[number - 1] = pikepdf.Page(pdf.make_indirect(page))


def tidy_page(pdf: Any, page: Any, links: list[Any]) -> None:
    import pikepdf

    for key in set(page.keys()) - PAGE_KEYS:
        del page[key]
    if links:
        page.Annots = pikepdf.Array(links)
    if (drawn := _noteless(page)) is not None:
        page.Contents = pdf.make_stream(drawn)
    resources = pikepdf.Page(page).resources
    page.Resources = used_of(resources, names_in(words_of(page)) | names_of_bare_forms(resources))


def _noteless(stream: Any) -> bytes | None:
    import pikepdf

    try:
        return without_notes(stream)
    except pikepdf.PdfError as error:
        raise CannotRedact(f"What a page is drawn by cannot be read: {error}") from None


def web_links(page: Any) -> list[Any]:
    """Links to web pages, each written anew; whatever else lies on a page is drawn into it or left out."""
    import pikepdf

    found = []
    for link in page.get("/Annots", []):
        action = link.get("/A") if isinstance(link, pikepdf.Dictionary) and link.get("/Subtype") == "/Link" else None
        address = str(action.get("/URI", "")) if isinstance(action, pikepdf.Dictionary) else ""
        if address.startswith(("https://", "http://")):
            goes = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
            found.append(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=link.Rect, Border=[0, 0, 0], A=goes))
    return found


def tidy_file(pdf: Any) -> None:
    """Nothing beside the pages: no bookmarks, attachments, forms, scripts, structure, description, or names of who made it."""
    for dictionary, kept in ((pdf.Root, ROOT_KEYS), (pdf.Root.Pages, {"/Type", "/Kids", "/Count"})):
        for key in set(dictionary.keys()) - kept:
            del dictionary[key]
    for key in ("/Info", "/ID", "/Encrypt"):
        if key in pdf.trailer:
            del pdf.trailer[key]


def _photograph(image: Any) -> tuple[str, bytes]:
    """The JPEG or JPEG 2000 file inside an image of a PDF, packed once more or not, and what it is; "" for other images."""
    import pikepdf

    said = image.get("/Filter")
    names = [str(name) for name in said] if isinstance(said, pikepdf.Array) else [str(said)]
    if names[-1] not in {"/DCTDecode", "/JPXDecode"}:
        return "", b""
    content: bytes = image.read_raw_bytes()
    for name in names[:-1]:
        if name not in UNPACK:
            raise CannotRedact(f"An image is packed as {name}.")
        content = UNPACK[name](content)
    return names[-1], content


def _bare(kind: str, photograph: bytes) -> bytes:
    try:
        return stripped(photograph, "image/jpeg") if kind == "/DCTDecode" else jpeg2000.stripped(photograph)
    except (ValueError, OSError) as error:
        raise CannotRedact(f"An image cannot be taken apart: {error}") from None


def _last(parameters: Any) -> Any:
    import pikepdf

    return parameters[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters


def bare_images(path: Path) -> None:
    """A second look at what was kept: descriptions beside images and fonts, what forms do not use, what cameras wrote into photographs."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary)) and isinstance(group := thing.get("/Group"), pikepdf.Dictionary):
                keep_known(group, "/Group")
            if isinstance(thing, pikepdf.Stream):
                bare_stream(thing)
            elif isinstance(thing, pikepdf.Dictionary):
                for key in set(HIDING_KEYS) & set(thing.keys()):
                    del thing[key]
        tidy_file(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def bare_stream(thing: Any) -> None:
    import pikepdf

    subtype = str(thing.get("/Subtype", ""))
    kept = KEPT_OF.get(subtype, set(thing.stream_dict.keys()) - set(HIDING_KEYS))
    for key in set(thing.stream_dict.keys()) - kept:
        del thing.stream_dict[key]
    if subtype == "/Form" and (drawn := _noteless(thing)) is not None:
        thing.write(drawn)
    if isinstance(resources := thing.get("/Resources"), pikepdf.Dictionary):
        thing.stream_dict.Resources = used_of(resources, names_in(read_content(thing)) | names_of_bare_forms(resources))
    kind, photograph = _photograph(thing) if subtype == "/Image" else ("", b"")
    if kind:
        how = _last(thing.get("/DecodeParms"))
        thing.write(_bare(kind, photograph), filter=pikepdf.Name(kind), decode_parms=how)
