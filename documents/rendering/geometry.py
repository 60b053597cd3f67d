"""How large a page is drawn at each level of zoom. Pure: shared by the child process, the views and (as numbers) the browser.

Level 0 is the whole page in one picture of about 2.8 million pixels; each further level has twice the width and height, up to what
print has (300 dots an inch) or a photograph itself. From level 1 on a page is cut into tiles of 1024 pixels; 4 by 4 of them are a block,
which is drawn at once and only when somebody looks there.
"""

from dataclasses import dataclass
from math import ceil, sqrt

MM_PER_INCH = 25.4
PRINT_DPI = 300.0  # enough for any drawing
PICTURE_DPI = 96.0  # a photograph has no size on paper: its pixels are taken for those of a screen
PIXELS = 1400 * 1980  # level 0: A4 is 1400 wide
LONGEST = 8192  # the longest side of a picture in one piece (WebP ends at 16383)
MOST_PIXELS = 190_000_000  # A0 at 340 dots an inch
TILE = 1024
BLOCK = 4  # tiles
SMALL = 900  # the longest side on a telephone
THUMB = (480, 340)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in millimetres, as it is shown (turned upright), and the dots an inch beyond which nothing is gained."""

    width_mm: float
    height_mm: float
    best_dpi: float = PRINT_DPI

    @property
    def base_dpi(self) -> float:
        """Dots an inch of level 0."""
        inches = (max(self.width_mm, 0.1) / MM_PER_INCH, max(self.height_mm, 0.1) / MM_PER_INCH)
        return min(sqrt(PIXELS / (inches[0] * inches[1])), LONGEST / max(inches), self.best_dpi)

    @property
    def levels(self) -> int:
        """How many levels there are: 1 for a page that level 0 shows in full."""
        number, dpi = 1, self.base_dpi
        while dpi < self.best_dpi * 0.99 and self._pixels(number) <= MOST_PIXELS:
            number, dpi = number + 1, dpi * 2
        return number

    def size_at(self, level: int) -> tuple[int, int]:
        """Width and height in pixels at a level."""
        dpi = min(self.base_dpi * 2**level, self.best_dpi * 2)
        return max(1, round(self.width_mm / MM_PER_INCH * dpi)), max(1, round(self.height_mm / MM_PER_INCH * dpi))

    def blocks_at(self, level: int) -> list[tuple[int, int]]:
        """(column, row) of each block of a level; none for level 0."""
        if not 0 < level < self.levels:
            return []
        width, height = self.size_at(level)
        return [(column, row) for row in range(ceil(height / (TILE * BLOCK))) for column in range(ceil(width / (TILE * BLOCK)))]

    def tiles_of(self, level: int, column: int, row: int) -> list[tuple[int, int, tuple[int, int, int, int]]]:
        """The tiles of one block: (tile column, tile row, (left, top, right, bottom) in pixels of the level)."""
        width, height = self.size_at(level)
        return [
            (x, y, (x * TILE, y * TILE, min((x + 1) * TILE, width), min((y + 1) * TILE, height)))
            for y in range(row * BLOCK, min((row + 1) * BLOCK, ceil(height / TILE)))
            for x in range(column * BLOCK, min((column + 1) * BLOCK, ceil(width / TILE)))
        ]

    def _pixels(self, level: int) -> int:
        width, height = self.size_at(level)
        return width * height


def paper_name(width_mm: float, height_mm: float) -> str:
    """ "A1" for a page of that size, either way round, to 5 mm; "" for any other."""
    short, long = sorted((width_mm, height_mm))
    sides = {"A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}
    return next((name for name, (a, b) in sides.items() if abs(short - a) <= 5 and abs(long - b) <= 5), "")


# Names under which pictures lie beside their original. Those of the first page are as old as BOPS.
def page_name(number: int) -> str:
    """The whole page, level 0."""
    return "page" if number == 1 else f"p{number}"


def thumb_name(number: int) -> str:
    return "thumbnail" if number == 1 else f"p{number}-thumb"


def small_name(number: int) -> str:
    """The whole page for a telephone."""
    return f"p{number}-small"


def glance_name(number: int) -> str:
    """What of a heavy page is drawn after half a second, for whoever is waiting for it."""
    return f"p{number}-glance"


def tile_name(number: int, level: int, x: int, y: int) -> str:
    return f"p{number}-{level}-{x}-{y}"


def block_code(level: int, column: int, row: int) -> str:
    """How a block is known in DocumentPage.drawn: "2:0:1"; level 0 is "0"."""
    return f"{level}:{column}:{row}"


WHOLE = "0"
GLANCE = "g"  # only the beginning of it
