"""Make FuErSansSC-Regular.otf, the Chinese font that travels with the program.

For developers, never run by the program:  python resources/fonts/make_subset.py [COLLECTION.ttc]

Takes the Simplified Chinese face of Noto Sans CJK, keeps what Chinese offices write (GBK and the
signs beside it), draws the few signs it lacks, and gives the result a name of its own. Without a
path it fetches the package below with pip. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.misc.transform import Offset, Scale, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fontTools.ttLib import TTFont

    Point = tuple[float, float]

PACKAGE = "noto-cjk-sans-otc==0.0.1"
MEMBER = "noto_cjk_sans_otc/NotoSansCJK-Regular.ttc"
# The same bytes as NotoSansCJK-Regular.ttc in Debian's fonts-noto-cjk.
SHA256 = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
SIMPLIFIED_CHINESE = 2  # the face's place in the collection
OUT = Path(__file__).parent / "FuErSansSC-Regular.otf"
HANGUL = 0xAC00  # the first Korean syllable
FAMILY = "FuEr Sans SC"
POSTSCRIPT = "FuErSansSC"

BLOCKS = [
    (0x0020, 0x017F),  # ASCII, Latin-1, Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin
    (0x02C0, 0x02DF),
    (0x0370, 0x045F),  # Greek, Cyrillic
    (0x2000, 0x27BF),  # punctuation, super- and subscripts, arrows, mathematics, signs
    (0x2E80, 0x312F),  # radicals, Chinese punctuation, kana, bopomofo
    (0x3200, 0x33FF),  # enclosed characters and units
    (0x4E00, 0x9FFF),  # the first block of ideographs, with the few that are younger than GBK
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFF9F),  # full-width forms
    (0xFFE0, 0xFFEF),
]


# --- the source ---------------------------------------------------------------------------


def collection(arguments: list[str]) -> bytes:
    content = Path(arguments[0]).read_bytes() if arguments else fetched()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        sys.exit(f"This is not the collection that the font is made from: its sha256 is {found}")
    return content


def fetched() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--dest", folder, PACKAGE], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(MEMBER)


def gbk() -> Iterator[int]:
    """Code points of all two-byte characters of GBK."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", "ignore")
            if len(text) == 1:
                yield ord(text)


# --- the signs that the source lacks ------------------------------------------------------


class Drawing(RecordingPen):
    """Outlines of a new sign, on an em of 1000; what is inside runs anticlockwise."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        self.glyphs = font.getGlyphSet()
        self.names = font.getBestCmap()

    def path(self, *points: Point) -> None:
        self.moveTo(points[0])
        for point in points[1:]:
            self.lineTo(point)
        self.closePath()

    def frame(self, left: float, bottom: float, right: float, top: float, line: float) -> None:
        self.path((left, bottom), (right, bottom), (right, top), (left, top))
        low, high = bottom + line, top - line
        self.path(
            (left + line, low), (left + line, high), (right - line, high), (right - line, low)
        )

    def disc(self, x: float, y: float, radius: float) -> None:
        self.moveTo((x + radius, y))
        corners = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
        for turn, (right, up) in enumerate(corners):
            start, end = ((x + right * radius, y), (x, y + up * radius))[:: -1 if turn % 2 else 1]
            self.curveTo(*bend(start, end, (x + right * radius, y + up * radius)), end)
        self.closePath()

    def copy(self, sign: str, change: Transform) -> None:
        self.glyphs[self.names[ord(sign)]].draw(TransformPen(self, change))

    def repeat_right_of(self, edge: float, change: Transform) -> None:
        """Draw again, changed, every outline that lies to the right of the edge."""
        outline = RecordingPen()
        for step in list(self.value):
            outline.value.append(step)
            if step[0] == "closePath":
                if min(x for _, points in outline.value for x, _ in points) > edge:
                    outline.replay(TransformPen(self, change))
                outline = RecordingPen()


def bend(start: Point, end: Point, corner: Point) -> tuple[Point, Point]:
    """The two handles of a quarter of a circle that turns at this corner."""
    near = 0.5523
    first = (start[0] + (corner[0] - start[0]) * near, start[1] + (corner[1] - start[1]) * near)
    last = (end[0] + (corner[0] - end[0]) * near, end[1] + (corner[1] - end[1]) * near)
    return first, last


def nothing(_pen: Drawing) -> None:
    """Spaces have a width and no outline."""


def quarter(pen: Drawing) -> None:
    """The ring of the half-filled circle, and its upper right quarter filled."""
    pen.disc(500, 380, 440)
    pen.moveTo((500, 380))
    pen.lineTo((910, 380))
    for start, end, corner in [
        ((910, 380), (500, -30), (910, -30)),
        ((500, -30), (90, 380), (90, -30)),
        ((90, 380), (500, 790), (90, 790)),
    ]:
        pen.curveTo(*bend(start, end, corner), end)
    pen.closePath()


def heavy_cross(pen: Drawing) -> None:
    pen.path((190, 165), (285, 70), (595, 380), (285, 690), (190, 595), (405, 380))
    pen.path((595, 380), (405, 380), (715, 70), (810, 165))
    pen.path((405, 380), (595, 380), (810, 595), (715, 690))


def heavy_check(pen: Drawing) -> None:
    pen.path((100, 350), (385, 10), (900, 690), (785, 775), (380, 235), (210, 435))


def envelope(pen: Drawing) -> None:
    pen.frame(80, 90, 920, 680, 48)
    pen.path((104, 610), (500, 300), (896, 610), (896, 671), (500, 361), (104, 671))


def arrow_from_bar(pen: Drawing) -> None:
    pen.copy("⇧", Transform(1, 0, 0, 0.72, 0, 236))
    pen.frame(334, -70, 666, 90, 37)


def chevron(pen: Drawing) -> None:
    pen.path((220, 520), (500, 240), (780, 520), (732, 568), (500, 336), (268, 568))


def per_ten_thousand(pen: Drawing) -> None:
    """The per mille sign and its last nought once more."""
    pen.copy("‰", Offset(0, 0))
    pen.repeat_right_of(660, Offset(311, 0))


def image_of(pen: Drawing) -> None:
    pen.copy("＝", Offset(0, 0))
    pen.disc(225, 655, 62)
    pen.disc(775, 108, 62)


def box(pen: Drawing) -> None:
    pen.frame(100, -20, 900, 780, 45)


def ticked_box(pen: Drawing) -> None:
    box(pen)
    pen.path((210, 390), (450, 110), (800, 600), (730, 655), (445, 240), (265, 445))


def crossed_box(pen: Drawing) -> None:
    box(pen)
    pen.path((245, 185), (305, 125), (755, 575), (695, 635))
    pen.path((695, 125), (755, 185), (305, 635), (245, 575))


def changed(sign: str, change: Transform) -> Callable[[Drawing], None]:
    return lambda pen: pen.copy(sign, change)


def small(digit: str, height: float) -> Callable[[Drawing], None]:
    return changed(digit, Offset(39, height).transform(Scale(0.6)))


SIGNS: dict[str, tuple[int, Callable[[Drawing], None]]] = {
    "\N{FIGURE SPACE}": (555, nothing),
    "\N{THIN SPACE}": (200, nothing),
    "\N{NARROW NO-BREAK SPACE}": (200, nothing),
    "◔": (1000, quarter),
    "✖": (1000, heavy_cross),
    "✔": (1000, heavy_check),
    "☐": (1000, box),
    "☑": (1000, ticked_box),
    "☒": (1000, crossed_box),
    "✉": (1000, envelope),
    "⇪": (1000, arrow_from_bar),
    "⌄": (1000, chevron),
    "‱": (1311, per_ten_thousand),
    "≒": (1000, image_of),
    **{sign: (411, small(digit, 435)) for sign, digit in zip("⁰⁵⁶⁷⁸⁹", "056789", strict=True)},
    **{sign: (411, small(digit, -120)) for sign, digit in zip("₀₅₆₇₈₉", "056789", strict=True)},
    # The source draws ¹²³⁴ itself; lowered, they are better than anything made small.
    **{
        sign: (411, changed(raised, Offset(0, -555)))
        for sign, raised in zip("₁₂₃₄", "¹²³⁴", strict=True)
    },
}


# --- the work -----------------------------------------------------------------------------


def add_signs(font: TTFont) -> None:
    """Put the new signs in the places of Korean syllables, which the subset leaves out anyway.

    That spares the bookkeeping of a keyed CFF font: numbers, dictionaries and widths are there.
    """
    table = font["CFF "].cff.topDictIndex[0]
    names = font.getBestCmap()
    drawings = {sign: Drawing(font) for sign in SIGNS}
    for place, (sign, (width, draw)) in enumerate(SIGNS.items(), start=HANGUL):
        if ord(sign) in names:
            sys.exit(f"The source has {sign!r} by now; take it out of SIGNS.")
        draw(drawings[sign])
        glyph = names[place]
        dictionary = table.FDArray[table.FDSelect[font.getGlyphID(glyph)]].Private
        pen = T2CharStringPen(width - dictionary.nominalWidthX, None)
        drawings[sign].replay(pen)
        outline = pen.getCharString(dictionary, table.GlobalSubrs)
        table.CharStrings[glyph] = outline
        bounds = outline.calcBounds(None)
        font["hmtx"][glyph] = (width, round(bounds[0]) if bounds else 0)
        move(font, place, ord(sign))


def move(font: TTFont, old: int, new: int) -> None:
    for mapping in font["cmap"].tables:
        if mapping.isUnicode() and old in mapping.cmap:
            mapping.cmap[new] = mapping.cmap.pop(old)


def cut(font: TTFont) -> None:
    wanted = set(gbk()) | {ord(sign) for sign in SIGNS}
    wanted.update(code for first, last in BLOCKS for code in range(first, last + 1))
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]  # nothing here is set vertically
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Name it as what it is, a changed version; keep the copyright, designers and licence."""
    name = font["name"]
    version = name.getDebugName(5).partition(";")[0]
    kept = {number: name.getDebugName(number) for number in (0, 9, 11, 12, 13, 14)}
    name.names = []
    texts = {
        **kept,
        1: FAMILY,
        2: "Regular",
        3: f"{POSTSCRIPT}-Regular;{version}",
        4: FAMILY,
        5: version,
        6: f"{POSTSCRIPT}-Regular",
        10: f"Subset of Noto Sans CJK SC with {len(SIGNS)} signs added",
    }
    for number, text in texts.items():
        if text:
            name.setName(text, number, 3, 1, 0x409)
    compact = font["CFF "].cff
    compact.fontNames = [f"{POSTSCRIPT}-Regular"]
    table = compact.topDictIndex[0]
    table.FullName, table.FamilyName = FAMILY, FAMILY
    for part in table.FDArray:
        part.FontName = part.FontName.replace("NotoSansCJKjp", POSTSCRIPT)


def main(arguments: list[str]) -> None:
    options = subset.Options(font_number=SIMPLIFIED_CHINESE)
    font = subset.load_font(io.BytesIO(collection(arguments)), options)
    add_signs(font)
    cut(font)
    rename(font)
    font.save(OUT)
    print(f"{OUT.name}: {len(font.getBestCmap())} characters, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
