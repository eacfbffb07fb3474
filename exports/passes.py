"""A pass as a slip: lines of text and a QR code, for an 80 mm printer, a browser or a chat.

The code is drawn by segno; nothing here knows what a booking is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from core.text import visible
from exports.files import whole_file

QUIET = 4
"""Light modules around a QR code, as its standard asks (ISO/IEC 18004)."""

COLUMNS = 42
"""What an 80 mm printer fits into a line in its larger type; a Chinese character takes two."""

ENDINGS = (".txt", ".svg", ".png", ".pdf")

_MARGIN, _TYPE, _LINE, _WIDTH, _CODE = 4.0, 4.2, 6.0, 80.0, 46.0
"""Of an SVG slip, in mm: margin, size of the type, height of a line, width of the paper, edge of the code."""

_SVG_COLUMNS = 34
_FONTS = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip: a heading, lines below it, and what the QR code says."""

    heading: str
    lines: Sequence[str]
    code: str


def modules_of(code: str) -> list[list[bool]]:
    """The QR code of a text with its quiet zone, True for dark; with as much correction as fits its size."""
    import segno

    matrix = segno.make_qr(code, error="m", boost_error=True).matrix
    side = len(matrix) + 2 * QUIET
    light = [[False] * side for _ in range(QUIET)]
    edge = [False] * QUIET
    return [*light, *([*edge, *(module == 1 for module in row), *edge] for row in matrix), *light]


def half_blocks(code: str) -> list[str]:
    """The QR code in characters that hold two modules each, one above the other: black on white, a phone
    reads it from a screen or from paper."""
    modules = modules_of(code)
    if len(modules) % 2:
        modules.append([False] * len(modules[0]))
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(modules[::2], modules[1::2], strict=True)
    ]


def slip_lines(slip: Slip) -> list[str]:
    """The slip without its code, no line wider than the paper."""
    heading = list(pieces(slip.heading, COLUMNS))
    return [*heading, "-" * COLUMNS, *(part for line in slip.lines for part in pieces(line, COLUMNS))]


def text_of(slip: Slip) -> str:
    """The whole slip as text."""
    left = " " * ((COLUMNS - len(half_blocks(slip.code)[0])) // 2)
    code = [(left + line).rstrip() for line in half_blocks(slip.code)]
    return "\n".join([*slip_lines(slip), "", *code, ""])


def svg_of(slip: Slip) -> str:
    """The whole slip as a drawing that asks for nothing elsewhere: a browser shows and prints it."""
    texts = [(part, 1.25) for part in pieces(slip.heading, _SVG_COLUMNS * 4 // 5)]
    texts += [(part, 1.0) for line in slip.lines for part in pieces(line, _SVG_COLUMNS)]
    drawn: list[str] = []
    down = _MARGIN
    for text, size in texts:
        down += _LINE * size
        drawn.append(
            f'<text x="{_MARGIN:g}" y="{down:g}" font-size="{_TYPE * size:g}"'
            f' xml:space="preserve">{escape(visible(text))}</text>'
        )
    modules = modules_of(slip.code)
    scale = _CODE / len(modules)
    down += _LINE / 2
    height = down + _CODE + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {_WIDTH:g} {height:g}">\n'
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#fff"/>\n'
        f'<g fill="#000" font-family="{_FONTS}">\n'
        + "\n".join(drawn)
        + f'\n</g>\n<path transform="translate({(_WIDTH - _CODE) / 2:g} {down:g}) scale({scale:.6g})"'
        f' fill="#000" shape-rendering="crispEdges" d="{"".join(_runs(modules))}"/>\n</svg>\n'
    )


def _runs(modules: Sequence[Sequence[bool]]) -> Iterator[str]:
    """The dark modules of each row, run by run, as a path."""
    for down, row in enumerate(modules):
        across = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"M{across} {down}h{length}v1h-{length}z"
            across += length


def write_slip(path: Path, slip: Slip) -> Path:
    """Writes the slip as its name's ending says: text, a drawing, a page, or the QR code alone as a picture.
    Where it ended up (see `whole_file`). ValueError for another ending, OSError as the system says."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"no slip: {path.name}")
    if ending == ".pdf":
        from exports.tables.slip import write_slip_pdf

        return write_slip_pdf(path, slip_lines(slip), modules_of(slip.code))
    with whole_file(path) as whole:
        if ending == ".png":
            import segno

            segno.make_qr(slip.code, error="m", boost_error=True).save(
                str(whole.part), kind="png", scale=10, border=QUIET
            )
        else:
            written = text_of(slip) if ending == ".txt" else svg_of(slip)
            whole.part.write_text(written, encoding="utf-8", newline="\n")
    return whole.path


def pieces(text: str, columns: int) -> Iterator[str]:
    """A text in pieces that fit a width: a Chinese character takes two columns."""
    piece, width = "", 0
    for character in visible(text):
        wide = 2 if east_asian_width(character) in "WF" else 1
        if width + wide > columns:
            yield piece
            piece, width = "", 0
        piece, width = piece + character, width + wide
    yield piece
