"""A look into the XML of an .xlsx, streamed and bounded: what the reading library drops, and why it died.

The library gives an error cell (`#REF!`) and a formula without a stored value as empty; an empty capacity
means the facility's own, so such a cell must not pass for one. And it aborts on a cell far from the others.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from exports.sheets.limits import Limits

Dropped = dict[str, dict[int, dict[int, str]]]
"""By sheet, row and column (both from 1), the text that stands for the cell."""

_WINDOW = 1 << 20
_TAIL = 1 << 16
_CUTS = (b"<row ", b":row ", b"<c ", b":c ")
_LONGEST_LIST = 1 << 20
_MOST_DROPPED = 100_000
_SHOWN = 60
_FAR_DIGITS = 8

# Every pattern stops at the next tag: else text made for it would be gone through again from each tag.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]{1,64})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_SIGNS = (b"<f", b't="e"', b"t='e'", b":f")
# A cell from its tag to the next one's: what lies between is its value.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(/?)>")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*?)?(?:/>|>([^<]*)<)")
_NEXT_CELL = re.compile(rb"</?(?:\w+:)?(?:c|row)[\s>/]")
_VALUE_WITHIN = 4_096
# A reference with a column of three letters, or with a row of as many digits as the last one allowed has.
_CANDIDATE = rb"r=[\"'](?=[A-Za-z]{3}|[A-Za-z]*[0-9]{%d})([A-Za-z]{0,64})([0-9]+)[\"'][^<>]*?(/?)>"
_INLINE = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>[^<]")

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError)
"""What a damaged zip raises; the last is zipfile's own for a compression or version that it does not know."""


def dropped_cells(path: Path) -> Dropped:
    """The error cells and the formulas never calculated. Empty for a damaged file: its reader will tell."""
    dropped: Dropped = {}
    count = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for name, part in _sheet_parts(archive):
                for window in _windows(archive, part):
                    if not any(sign in window for sign in _SIGNS):
                        continue
                    for row, column, text in _dropped_in(window):
                        dropped.setdefault(name, {}).setdefault(row, {})[column] = text
                        count += 1
                        if count >= _MOST_DROPPED:
                            return dropped
    except UNREADABLE:
        return dropped
    return dropped


def far_cell(path: Path, limits: Limits) -> tuple[str, str] | None:
    """Sheet and cell of the first value outside of the rows and columns allowed; None where there is none."""
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive):
            for window in _windows(archive, part):
                found = _far_in(window, limits)
                if found is not None:
                    return name, found
    return None


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet, as the workbook lists them."""
    book = _beginning(archive, "xl/workbook.xml")
    targets: dict[bytes, str] = {}
    for relation in _RELATION.findall(_beginning(archive, "xl/_rels/workbook.xml.rels")):
        facts = _attributes(relation)
        target = facts.get(b"Target", b"").decode("utf-8", "replace")
        targets[facts.get(b"Id", b"")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts = set(archive.namelist())
    for sheet in _SHEET.findall(book):
        facts = _attributes(sheet)
        link = next((value for name, value in facts.items() if name.endswith(b":id")), b"")
        if targets.get(link) in parts:
            yield html.unescape(facts.get(b"name", b"").decode("utf-8", "replace")), targets[link]


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(_LONGEST_LIST)


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: first or second for name, first, second in _ATTRIBUTE.findall(tag)}


def _windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part by megabytes, cut before a row or a cell; what is cut off comes with the next."""
    rest = b""
    with archive.open(part) as file:
        while piece := file.read(_WINDOW):
            window = rest + piece
            cut = next((at for mark in _CUTS if (at := window.rfind(mark, -_TAIL)) > 0), 0)
            if cut == 0:  # no cell is that long, except one that its reader will refuse
                yield window
                rest = b""
                continue
            cut = window.rfind(b"<", 0, cut + 1)
            yield window[:cut]
            rest = window[cut:]
    if rest:
        yield rest


def _cells(window: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Column letters, row digits and the rest of the tag with the content, of cells that have a content."""
    tags = list(_CELL.finditer(window))
    for index, tag in enumerate(tags):
        if tag[2]:
            continue
        reference = _REFERENCE.search(tag[1])
        if reference is None:
            continue
        end = tags[index + 1].start() if index + 1 < len(tags) else len(window)
        yield reference[1], reference[2], window[tag.start(1) : end]


def _dropped_in(window: bytes) -> Iterator[tuple[int, int, str]]:
    for letters, digits, cell in _cells(window):
        kind = _TYPE.search(cell, 0, cell.find(b">"))
        value = _VALUE.search(cell)
        if kind is not None and kind[1] == b"e":
            text = value[1] if value is not None else b"#"
        else:
            formula = _FORMULA.search(cell)
            if formula is None or value is not None or (kind is not None and kind[1] == b"str"):
                continue
            text = b"=" + (formula[1] or b"")
        if len(digits) < _FAR_DIGITS and 0 < len(letters) < _FAR_DIGITS:
            yield int(digits), _column(letters), html.unescape(text.decode("utf-8", "replace"))[:_SHOWN]


def _far_in(window: bytes, limits: Limits) -> str | None:
    candidate = re.compile(_CANDIDATE % len(str(limits.rows)))
    for tag in candidate.finditer(window):
        letters, digits, closed = tag.groups()
        if not _is_far(letters, digits, limits):
            continue
        if letters and (closed or not _holds(window[tag.end() : tag.end() + _VALUE_WITHIN])):
            continue
        if letters or len(digits) > _FAR_DIGITS:  # a row as such is harmless, unless its number is none
            return ((letters or b"A") + digits[:20]).decode("ascii").upper()[:40]
    return None


def _holds(content: bytes) -> bool:
    """Whether a cell has a value, by what follows its tag."""
    following = _NEXT_CELL.search(content)
    cell = content if following is None else content[: following.start()]
    return bool(_VALUE.search(cell) or _INLINE.search(cell))


def _is_far(letters: bytes, digits: bytes, limits: Limits) -> bool:
    if len(digits) > _FAR_DIGITS or len(letters) > _FAR_DIGITS:
        return True
    return int(digits) > limits.rows or (bool(letters) and _column(letters) > limits.columns)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
