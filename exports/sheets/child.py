"""The process that reads a workbook: bounded, with nothing to lose, speaking to its parent over a pipe.

It gets the path as its argument and, once the parent has looked at the file, the limits as a line on its
standard input. It answers in frames: four bytes of length, then JSON, one for each chunk of rows, the last
being `{"end": true}` or `{"fault": code, ...}`. A workbook that makes the library abort ends them early.

What it imports delays every import of a file: not json (its `re` is a third of the start), typing or pathlib.
"""

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, BinaryIO

    from python_calamine import CalamineSheet, CalamineWorkbook

CHUNK_ROWS = 2_000
FRAME_BYTES = 16_000_000
"""Longest frame; a chunk that would be longer is sent as several."""

LONGEST_NAME = 255
SHORTEST_CUT = 31


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """A cap was passed: code, sheet, cell and facts, as FileFault has them."""

    def __init__(
        self, code: str, sheet: str | None = None, cell: str | None = None, **facts: int | str
    ) -> None:
        super().__init__(code)
        self.message = {"fault": code, "sheet": sheet, "cell": cell, "facts": facts}


def main() -> None:
    """Reads the file named as the last argument, under the limits that the first line of input gives."""
    from limits import bound_this_process  # type: ignore[import-not-found]  # its own folder is on the path

    gc.disable()  # nothing here is ever a cycle, and there are a million cells
    encoded = encoder()
    try:
        from python_calamine import CalamineWorkbook

        order = sys.stdin.readline().split()
        if not order:
            return  # the parent has refused the file
        memory, seconds, *caps = map(int, order)
        bound_this_process(memory, seconds)
        with CalamineWorkbook.from_path(sys.argv[-1]) as book:
            for chunk in chunks(book, *caps):
                send(sys.stdout.buffer, chunk, encoded)
        last: object = {"end": True}
    except Refused as refused:
        last = refused.message
    except MemoryError:
        last = {"fault": "reader_died", "sheet": None, "cell": None, "facts": {"why": "memory"}}
    except BaseException as error:  # a panic of the library is none of the Exceptions
        code = fault_code(error)
        facts = {"why": "unknown"} if code == "file_unreadable" else {}
        last = {"fault": code, "sheet": None, "cell": None, "facts": facts}
    try:
        write(sys.stdout.buffer, encoded(last))
        sys.stdout.buffer.flush()
    except OSError:
        return  # the parent has gone: nobody is left to tell


def fault_code(error: BaseException) -> str:
    """The code of what the library says: by its class, since its sentences change."""
    if type(error).__name__ == "PasswordError":
        return "encrypted_workbook"
    if isinstance(error, OSError):
        return "file_unreadable"
    return "damaged_file"


def encoder() -> "Callable[[object], bytes]":
    """JSON by the C encoder that package json itself uses, where it is there; by package json elsewhere."""
    try:
        from _json import encode_basestring_ascii, make_encoder

        flags = (False, False, False)  # no sorted keys, no skipped keys, no NaN
        steps = make_encoder(None, str, encode_basestring_ascii, None, ":", ",", *flags)
        if "".join(steps({"a": [1.5, "b", None, True]}, 0)) == '{"a":[1.5,"b",null,true]}':
            return lambda value: "".join(steps(value, 0)).encode("ascii")
    except (ImportError, TypeError):
        pass
    from json import dumps

    return lambda value: dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


def chunks(
    book: "CalamineWorkbook", rows: int, columns: int, text: int, sheets: int
) -> "Iterator[dict[str, object]]":
    """All sheets in their order, hidden ones too: people hide sheets by accident. Empty ones give nothing."""
    names = book.sheet_names
    if len(names) > sheets:
        raise Refused("too_many_sheets", limit=sheets, found=len(names))
    for index, name in enumerate(names):
        if len(name) > LONGEST_NAME:
            raise Refused("cell_too_long", name[:SHORTEST_CUT], limit=LONGEST_NAME, found=len(name))
        sheet = book.get_sheet_by_index(index)
        if sheet.start is not None:
            yield from chunks_of(sheet, name, rows, columns, text)


def chunks_of(
    sheet: "CalamineSheet", name: str, rows: int, columns: int, text: int
) -> "Iterator[dict[str, object]]":
    """A sheet by chunks; a blank row is an empty list, blank rows at the end of the caps are left out."""
    start_row, start_column = sheet.start or (0, 0)
    plain = converter(name, start_column, columns, text)
    chunk: list[list[object]] = []
    first = start_row + 1
    for number, values in enumerate(sheet.iter_rows(), 1):
        if number <= start_row:
            if number > rows:
                break
            continue
        row = plain(number, values)
        if number > rows:
            if row:
                raise Refused("too_many_rows", name, first_cell(row, number, start_column), limit=rows)
            continue
        chunk.append(row)
        if len(chunk) == CHUNK_ROWS:
            yield {"sheet": name, "first_row": first, "first_column": start_column + 1, "rows": chunk}
            chunk, first = [], number + 1
    if start_row >= rows:
        values = sheet.to_python(nrows=1)[0]
        cell = first_cell(plain(start_row + 1, values), start_row + 1, start_column)
        raise Refused("too_many_rows", name, cell, limit=rows)
    if chunk:
        yield {"sheet": name, "first_row": first, "first_column": start_column + 1, "rows": chunk}


def first_cell(row: "list[object]", number: int, start_column: int) -> str:
    """The address of the first cell of a row that holds something."""
    from limits import address

    column = next((index for index, value in enumerate(row) if value is not None), 0)
    return str(address(number, start_column + column + 1))


def converter(
    name: str, start_column: int, columns: int, text: int
) -> "Callable[[int, Iterable[Any]], list[object]]":
    """What turns a row of a sheet into plain values, or into an empty list if all of it is blank.

    Raises Refused for a text that is too long and for a value right of the last column allowed.
    """
    known: dict[Any, str] = {}
    width = columns - start_column

    def refuse(code: str, number: int, index: int, **facts: int | str) -> Refused:
        from limits import address

        return Refused(code, name, address(number, start_column + index + 1), **facts)

    def plain(number: int, values: "Iterable[Any]") -> "list[object]":
        row: list[object] = []
        blank = True
        for value in values:
            kind = type(value)
            if kind is str:
                if value == "":
                    row.append(None)
                    continue
                if len(value) > text:
                    raise refuse("cell_too_long", number, len(row), limit=text, found=len(value))
            elif kind is float:
                if value - value != 0:
                    value = str(value)  # noqa: PLW2901 - "nan" and "inf" are no numbers
            elif kind is not bool:
                said = known.get(value)
                if said is None:
                    said = known[value] = told(value)
                value = said if kind is not int else float(value)  # noqa: PLW2901
            blank = False
            row.append(value)
        if blank:
            return []
        if len(row) > width:
            for index in range(max(width, 0), len(row)):
                if row[index] is not None:
                    raise refuse("too_many_columns", number, index, limit=columns)
            del row[width:]
        return row

    return plain


def told(value: object) -> str:
    """A date, a time, both together or a duration as text, to the nearest second."""
    from datetime import date, datetime, time, timedelta

    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + (value.microsecond >= 500_000)
        return clock_face(seconds)
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"-{clock_face(-seconds)}" if seconds < 0 else clock_face(seconds)
    return str(value)


def clock_face(seconds: int) -> str:
    """`18:00`, with seconds only where there are some; hours run on past 24."""
    minutes, second = divmod(seconds, 60)
    face = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{face}:{second:02d}" if second else face


def send(pipe: "BinaryIO", chunk: "dict[str, Any]", encoded: "Callable[[object], bytes]") -> None:
    """Sends a chunk; in halves, if it would be longer than a frame may be."""
    frame = encoded(chunk)
    if len(frame) <= FRAME_BYTES:
        write(pipe, frame)
        return
    rows = chunk["rows"]
    half = len(rows) // 2
    first = chunk["first_row"]
    send(pipe, {**chunk, "rows": rows[:half]}, encoded)
    send(pipe, {**chunk, "first_row": first + half, "rows": rows[half:]}, encoded)


def write(pipe: "BinaryIO", frame: bytes) -> None:
    """One frame."""
    pipe.write(len(frame).to_bytes(4, "big"))
    pipe.write(frame)
    pipe.flush()
