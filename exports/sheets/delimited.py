"""Text files with a delimiter: .csv, .tsv, .txt. Read strictly: what is in doubt is refused."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from exports.sheets.guard import FileFault, fault_of
from exports.sheets.limits import Limits, address
from exports.sheets.rows import CHUNK_ROWS, Cell, Rows

_PIECE = 1 << 20
_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_HEADER_CHARACTERS = 65_536


def read_text(path: Path, limits: Limits) -> Iterator[Rows]:
    """The rows of a text file, by chunks. A record with line breaks in it is one row, an empty line too.

    FileFault: unknown_encoding, csv_damaged (a quote out of place, a NUL: with its line), too_many_rows,
    too_many_columns, cell_too_long.
    """
    try:
        encoding = _encoding_of(path)
        with path.open(encoding=encoding, newline="") as file:
            delimiter = _delimiter_of(file.read(_HEADER_CHARACTERS))
        with path.open(encoding=encoding, newline="") as file:
            yield from _chunks(csv.reader(file, delimiter=delimiter, strict=True), path.name, limits)
    except OSError as error:
        raise fault_of(error) from error


def _encoding_of(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else GB18030, as Chinese Windows saves it."""
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise FileFault("unknown_encoding")


def _decodes(path: Path, encoding: str) -> bool:
    """Whether all of the file is text in this encoding. FileFault csv_damaged if it holds a NUL."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    nul_line = None
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                return False
            if nul_line is None and "\0" in text:
                nul_line = line + text.count("\n", 0, text.index("\0"))
            line += text.count("\n")
            if not piece:
                break
    if nul_line is not None:
        raise FileFault("csv_damaged", facts={"line": nul_line, "problem": "nul"})
    return True


def _delimiter_of(beginning: str) -> str:
    """The delimiter that the first line with something on it has most of; the comma where there is none."""
    header = next((line for line in beginning.splitlines() if line.strip()), "")
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


def _chunks(reader: Iterator[list[str]], name: str, limits: Limits) -> Iterator[Rows]:
    chunk: list[list[Cell]] = []
    first = 1
    blank = 0
    width = 0
    for number, fields in enumerate(_records(reader, name), 1):
        if not any(fields):
            blank += 1
            continue
        if number > limits.rows:
            place = address(number, 1)
            raise FileFault("too_many_rows", sheet=name, cell=place, facts={"limit": limits.rows})
        row = _checked(fields, number, name, limits)
        if not chunk:
            first = number
        elif len(chunk) + blank >= CHUNK_ROWS:
            yield Rows(name, first, 1, _squared(chunk, width))
            chunk, first = [], number
        else:
            chunk.extend([] for _ in range(blank))
        blank = 0
        chunk.append(row)
        width = max(width, len(row))
    if chunk:
        yield Rows(name, first, 1, _squared(chunk, width))


def _records(reader: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        line = reader.line_num + 1  # type: ignore[attr-defined]  # csv's reader has no public type
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            facts: dict[str, str | int] = {"line": line, "problem": "quotes"}
            raise FileFault("csv_damaged", sheet=name, cell=address(number, 1), facts=facts) from error


def _checked(fields: list[str], number: int, name: str, limits: Limits) -> list[Cell]:
    while not fields[-1]:
        fields.pop()
    if len(fields) > limits.columns:
        column = next(index for index in range(limits.columns, len(fields)) if fields[index]) + 1
        place = address(number, column)
        raise FileFault("too_many_columns", sheet=name, cell=place, facts={"limit": limits.columns})
    for column, field in enumerate(fields, 1):
        if len(field) > limits.text:
            facts: dict[str, str | int] = {"limit": limits.text, "found": len(field)}
            raise FileFault("cell_too_long", sheet=name, cell=address(number, column), facts=facts)
    return [field or None for field in fields]


def _squared(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """All rows as long as the longest so far."""
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return rows
