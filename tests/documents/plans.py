"""Invented drawings: true to scale, so that what is measured on them is known."""

import io

import pikepdf

MM = 72 / 25.4
A1 = (841, 594)


def a_plan(*, revision: str = "A", pages: int = 1, size: tuple[float, float] = A1, turned: int = 0, cropped: float = 0) -> bytes:
    """A floor plan at 1:100: a house of 12 by 8 metres, its corner 200 mm from the left and 150 mm from the top, with a 4 m extension.

    Revision B has the extension a metre deeper. `turned`: what /Rotate says; `cropped`: so many mm cut off on each side by a crop box.
    """
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        _page(pdf, number, revision, size, turned, cropped)
    output = io.BytesIO()
    pdf.save(output, static_id=True)
    return output.getvalue()


def _page(pdf: pikepdf.Pdf, number: int, revision: str, size: tuple[float, float], turned: int, cropped: float) -> None:
    width, height = size
    page = pdf.add_blank_page()
    page.MediaBox = pikepdf.Array([0, 0, width * MM, height * MM])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    depth = 40 if revision == "A" else 50

    def box(left: float, top: float, across: float, down: float) -> str:
        return f"{left} {height - top - down} {across} {down} re S"

    def words(left: float, top: float, points: float, text: str) -> str:
        return f"BT /F1 {points} Tf {left} {height - top} Td ({text}) Tj ET"

    floor = ["Ground floor", "First floor", "Roof"][(number - 1) % 3]
    parts = [
        f"{MM} 0 0 {MM} 0 0 cm 1 w",
        box(200, 150, 120, 80),
        box(203, 153, 114, 74),
        box(240, 230, 60, depth),
        "0.4 w",
        box(203, 153, 50, 40),
        box(253, 153, 64, 40),
        box(215, 205, 12, 9),
        "0.7 w",
        box(10, 10, width - 20, height - 20),
        box(width - 190, height - 90, 180, 80),
        words(width - 184, height - 76, 9, f"{floor} plan as proposed"),
        words(width - 184, height - 60, 6, "12 Orchard Lane, Marlbury"),
        words(width - 184, height - 48, 6, "Scale 1:100 at A1"),
        words(width - 184, height - 36, 6, f"Drawing P-10{number} Revision {revision}"),
        words(width - 184, height - 24, 6, "Rear extension with a flat roof"),
        words(225, 176, 7, "Kitchen"),
        words(262, 176, 7, "Living room"),
        words(250, 252, 7, "Extension"),
        box(60, height - 60, 100, 4),
        words(60, height - 64, 5, "0"),
        words(150, height - 64, 5, "10 m"),
    ]
    page.Contents = pdf.make_stream("\n".join(parts).encode())
    if turned:
        page.Rotate = turned
    if cropped:
        page.CropBox = pikepdf.Array([cropped * MM, cropped * MM, (width - cropped) * MM, (height - cropped) * MM])
