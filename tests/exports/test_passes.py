"""Slips: the QR code says what it should, the words fit the paper, nothing in them acts."""

import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from exports.passes import COLUMNS, Slip, half_blocks, modules_of, slip_lines, svg_of, text_of, write_slip
from tests.support import qr

CODES = ("B1-000000", "B12-7K3Q5T", "B99-ZZZZZZ", "B123456-7K3Q5T", "B123456789012-7K3Q5T")
WORDS = ["羽毛球1号场", "2026-11-24 周二 17:30-19:30", "张三 000001", "凭证 B12-7K3Q5T"]
SLIP = Slip("职工之家", WORDS, "B12-7K3Q5T")


@pytest.mark.parametrize("code", CODES)
def test_the_code_in_half_blocks_is_read_back(code: str) -> None:
    assert qr.read(qr.modules_of(half_blocks(code))) == code


@pytest.mark.parametrize("code", CODES)
def test_it_fits_beside_the_words_of_a_dialog(code: str) -> None:
    lines = half_blocks(code)
    assert (len(lines), {len(line) for line in lines}) == (15, {29})


def test_a_code_with_a_wrong_module_would_not_be_taken_for_right() -> None:
    modules = modules_of("B12-7K3Q5T")
    modules[20][20] = not modules[20][20]
    with pytest.raises(AssertionError):
        qr.read(modules)


def test_the_text_slip_fits_the_printer_and_its_code_is_read(tmp_path: Path) -> None:
    written = write_slip(tmp_path / "slip.txt", SLIP).read_text("utf-8")
    lines = written.splitlines()
    assert max(map(cell_len, lines)) <= COLUMNS
    assert lines[:6] == ["职工之家", "-" * COLUMNS, *SLIP.lines]
    code = [line for line in lines if re.search("[█▀▄]", line)]
    around = [" " * COLUMNS] * 2
    assert qr.read(qr.modules_of([*around, *(line.ljust(COLUMNS) for line in code), *around])) == SLIP.code


def test_long_names_are_folded_and_nothing_is_lost() -> None:
    long = Slip("长" * 40, ["名" * 80, "a" * 90], "B1-000000")
    lines = slip_lines(long)
    assert max(map(cell_len, lines)) <= COLUMNS
    assert "".join(lines).replace("-", "") == "长" * 40 + "名" * 80 + "a" * 90


def test_an_escape_sequence_in_a_name_is_told_and_does_not_act() -> None:
    slip = Slip("x", ["a\x1b[31m\u202eb"], "B1-000000")
    assert "a‹U+001B›[31m‹U+202E›b" in text_of(slip)
    assert "\x1b" not in text_of(slip) + svg_of(slip)


def test_the_drawing_is_sound_holds_the_words_and_asks_for_nothing_elsewhere(tmp_path: Path) -> None:
    slip = Slip("<&>", ['"name" & <b>', "张三"], "B12-7K3Q5T")
    drawn = write_slip(tmp_path / "slip.svg", slip).read_text("utf-8")
    root = ElementTree.fromstring(drawn)
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["<&>", '"name" & <b>', "张三"]
    assert set(re.findall(r"https?://[^/\"')\s]+", drawn)) == {"http://www.w3.org"}


def test_the_code_of_the_drawing_is_read_back() -> None:
    path = re.search(r' d="([^"]+)"', svg_of(SLIP))
    assert path is not None
    modules = [[False] * 29 for _ in range(29)]
    for across, down, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path[1]):
        for column in range(int(across), int(across) + int(length)):
            modules[int(down)][column] = True
    assert qr.read(modules) == SLIP.code


def test_the_code_of_the_picture_is_read_back(tmp_path: Path) -> None:
    assert qr.read(_pixels(write_slip(tmp_path / "slip.png", SLIP))) == SLIP.code


def _pixels(path: Path) -> list[list[bool]]:
    """The modules of a one-bit picture of ten pixels a module."""
    data, at, packed, width, depth = path.read_bytes(), 8, b"", 0, 0
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, depth = int.from_bytes(body[:4]), body[8]
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    assert depth == 1
    lines, row = zlib.decompress(packed), 1 + (width + 7) // 8
    rows: list[bytes] = []
    for start in range(0, len(lines), row):
        above = rows[-1] if lines[start] == 2 else bytes(row)
        kept = lines[start + 1 : start + row]
        rows.append(bytes((one + other) % 256 for one, other in zip(kept, above, strict=False)))
    bits = [[not (line[column // 8] >> (7 - column % 8)) & 1 for column in range(width)] for line in rows]
    return [line[5::10] for line in bits[5::10]]


def test_a_slip_has_one_of_three_endings(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no slip"):
        write_slip(tmp_path / "slip.docx", SLIP)
    assert list(tmp_path.iterdir()) == []
