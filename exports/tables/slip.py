"""A slip as a pdf as wide as the roll of an 80 mm printer and as long as it is: each character stands in its
place, two for a Chinese one, as the printer would set it."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from exports.files import whole_file
from exports.passes import COLUMNS
from exports.tables import FONT, POINT
from exports.workbook import places_of

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, MARGIN = 80.0, 4.0
"""Millimetres, as all lengths here."""

PLACE = (WIDTH - 2 * MARGIN) / COLUMNS
LINE = PLACE * 2.3
CODE = 46.0
"""The edge of a QR code."""


def write_slip_pdf(path: Path, lines: Sequence[str], modules: Sequence[Sequence[bool]] = ()) -> Path:
    """Writes the lines, and below them a QR code if its modules are given (True for dark); where the file
    ended up (see `whole_file`)."""
    from exports.tables.page import new_document

    with new_document(None) as document, whole_file(path) as whole:
        _draw(document, lines, modules)
        document.output(str(whole.part))
    return whole.path


def _draw(document: "FPDF", lines: Sequence[str], modules: Sequence[Sequence[bool]]) -> None:
    height = 2 * MARGIN + LINE * len(lines) + (CODE + LINE if modules else 0)
    document.add_page(format=(WIDTH, max(height, WIDTH + 1)))
    document.set_font(FONT, size=PLACE * 2 / POINT)
    y = MARGIN
    for line in lines:
        y += LINE
        across = 0
        for character in line:
            if character != " ":
                document.text(MARGIN + across * PLACE, y - LINE * 0.25, character)
            across += places_of(character)
    if modules:
        scale = CODE / len(modules)
        for down, row in enumerate(modules):
            across = 0
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    left = (WIDTH - CODE) / 2 + across * scale
                    document.rect(left, y + LINE / 2 + down * scale, length * scale, scale, style="F")
                across += length
