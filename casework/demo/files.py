"""Plans and papers for demo cases, drawn here."""

import io
from functools import cache

from PIL import Image, ImageDraw

KINDS = [
    ("location-plan.png", "Location plan", ["locationPlan"], "QL-100"),
    ("proposed-elevations.png", "Proposed elevations", ["elevations.proposed"], "QL-201"),
    ("proposed-floor-plan.png", "Proposed ground floor plan", ["floorPlan.proposed"], "QL-202"),
]


@cache
def drawing(title: str, seed: int) -> bytes:
    """A simple drawing as PNG, 1400 by 1000 pixels: a frame, a few walls and a title block."""
    image = Image.new("RGB", (1400, 1000), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((30, 30, 1370, 970), outline="black", width=3)
    for wall in range(5):
        left, top = 120 + wall * 190 + seed * 13 % 60, 160 + (wall * 70 + seed * 29) % 180
        pen.rectangle((left, top, left + 170, top + 380), outline="black", width=6)
        pen.line((left, top, left + 85, top - 90, left + 170, top), fill="black", width=4)
    pen.rectangle((980, 860, 1370, 970), outline="black", width=3)
    pen.text((1000, 880), title, fill="black", font_size=28)
    pen.text((1000, 920), "Scale 1:100 at A3", fill="black", font_size=20)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
