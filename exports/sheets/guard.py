"""Looks at a file before anything reads it: that it is there, its size, what it is, how far it would unpack.

Sizes first, then the zip's directory (ASVS 5.2.3), then the first bytes against the name's ending (5.2.2).
"""

import errno
import stat
import struct
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

from exports.sheets.limits import PARTS, RATIO, RATIO_FROM, WEEK, YEAR, Limits, limits_for

if TYPE_CHECKING:
    import zipfile

Kind = Literal["xlsx", "xls", "ods", "text"]

Fact = str | int

ENDINGS: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
}

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
)
_WEB = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<body", b"<div")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 4096
_WIDEST_TEXT = 4
"""Bytes of text in a file that are certain to be within one character of GB18030 or UTF-8."""

# The zip's end record: count of entries and length of the directory (APPNOTE 4.3.16).
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_ENTRY_BYTES = 46 + 1024
"""Most bytes of the directory that one entry of an honest workbook takes."""


_PACKINGS = (0, 8)
"""Stored and deflated: no spreadsheet program packs otherwise, and others cost memory to unpack."""


class FileFault(Exception):  # noqa: N818 - a fault of the file, not of the program
    """Why a file cannot be read. `code` is one of those below; `sheet` and `cell` say where, if somewhere.

    Before it is opened: file_missing, not_a_file, file_unreadable (facts: why), file_too_large (limit, found,
    in bytes), empty_file. By what it is: not_a_spreadsheet (found), web_page, text_as_workbook, wrong_ending
    (found), encrypted_workbook, damaged_file. Before it is unpacked: too_many_parts (limit, found),
    too_much_unpacked (limit, found, in bytes; or limit, ratio, part). While it is read: too_many_sheets
    (limit, found), too_many_rows and too_many_columns (limit), cell_too_long (limit, found, in characters),
    far_cell (rows, columns: the limits), reader_died (why: memory, ended, garbled, not_started,
    not_installed), reader_timeout (seconds). Of text files: unknown_encoding, csv_damaged (line; problem:
    quotes, nul).
    """

    def __init__(
        self,
        code: str,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        facts: dict[str, Fact] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.cell = cell
        self.facts: dict[str, Fact] = facts or {}

    def __str__(self) -> str:
        place = "".join(f" {part}" for part in (self.sheet, self.cell) if part)
        return f"{self.code}{place} {self.facts}"


class Look(NamedTuple):
    """A file as it lies there: what it claims and seems to be, and its size in bytes."""

    kind: Kind
    size: int


def look_at(path: Path, year: bool) -> Look:
    """Size and kind of a file, unpacking nothing. FileFault if it is none to read."""
    largest = (YEAR if year else WEEK).file_bytes
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileFault("not_a_file")
        kind = ENDINGS.get(path.suffix.lower())
        if kind is None:
            raise FileFault("not_a_spreadsheet", facts={"found": path.suffix.lower()})
        if found.st_size == 0:
            raise FileFault("empty_file")
        if found.st_size > largest:
            raise FileFault("file_too_large", facts={"limit": largest, "found": found.st_size})
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            _compare(head, kind, file)
    except (OSError, ValueError) as error:
        raise fault_of(error) from error
    return Look(kind, found.st_size)


def fault_of(error: OSError | ValueError) -> FileFault:
    """What the system said about a file. A ValueError is its word for a name that cannot be one."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileFault("file_missing")
    if isinstance(error, IsADirectoryError):
        return FileFault("not_a_file")
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    return FileFault("file_unreadable", facts={"why": errno.errorcode.get(number or 0, "unknown")})


def limits_of(path: Path, look: Look, year: bool) -> Limits:
    """The limits under which a workbook is read, once its zip directory has been found acceptable.

    FileFault: too_many_parts, too_much_unpacked, encrypted_workbook, wrong_ending, not_a_spreadsheet,
    damaged_file.
    """
    if look.kind == "xls":  # its parts are not packed
        return limits_for(year, look.size)
    import zipfile
    import zlib

    try:
        with path.open("rb") as file:
            _check_directory_size(file, look.size)
            with zipfile.ZipFile(file) as archive:
                unpacked = _check_parts(archive.infolist(), (YEAR if year else WEEK).unpacked_bytes)
                _check_zip_kind(set(archive.namelist()), look.kind)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # zipfile's own for a compression or version that it does not know
        struct.error,
        UnicodeDecodeError,
    ) as error:
        raise FileFault("damaged_file") from error
    except (OSError, ValueError) as error:
        raise fault_of(error) from error
    return limits_for(year, unpacked)


def _compare(head: bytes, kind: Kind, file: BinaryIO) -> None:
    """The first bytes against the ending."""
    if head.startswith(_ZIP):
        if kind not in ("xlsx", "ods"):
            raise FileFault("wrong_ending", facts={"found": "zip"})
        return
    if head.startswith(_OLE):
        _compare_ole(kind, file)
        return
    for mark, found in _OTHERS:
        if head.startswith(mark):
            raise FileFault("not_a_spreadsheet", facts={"found": found})
    if _plain(head).startswith(_WEB):
        raise FileFault("web_page")
    if kind == "text":
        return
    if _plain(head).startswith(b"<?xml"):
        raise FileFault("not_a_spreadsheet", facts={"found": "xml"})
    raise (
        FileFault("text_as_workbook")
        if _is_text(head)
        else FileFault("not_a_spreadsheet", facts={"found": "unknown"})
    )


def _compare_ole(kind: Kind, file: BinaryIO) -> None:
    """An OLE container is an old .xls, or the wrapping of an encrypted new one, or something else."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileFault("encrypted_workbook")
    if not any(name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "Book")):
        raise FileFault("not_a_spreadsheet", facts={"found": "ole"})
    if kind != "xls":
        raise FileFault("wrong_ending", facts={"found": "xls"})


def _plain(head: bytes) -> bytes:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip().lower()


def _is_text(head: bytes) -> bool:
    if head.startswith(_MARKS):
        return True
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(_WIDEST_TEXT):  # the last character may be cut in two
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _check_directory_size(file: BinaryIO, size: int) -> None:
    """The directory's own length, before it is turned into a million objects."""
    file.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = file.read()
    at = len(tail) - _END.size
    if not (tail[at : at + 4] == _END_MARK and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise FileFault("damaged_file")
    entries, length = _END.unpack_from(tail, at)[4:6]
    if entries > PARTS or length > PARTS * _ENTRY_BYTES:
        raise FileFault("too_many_parts", facts={"limit": PARTS, "found": entries})
    file.seek(0)


def _check_parts(parts: "list[zipfile.ZipInfo]", most: int) -> int:
    """All parts together, unpacked, in bytes, as the directory says. If it lies, the child's limits hold."""
    if len(parts) > PARTS:
        raise FileFault("too_many_parts", facts={"limit": PARTS, "found": len(parts)})
    total = sum(part.file_size for part in parts)
    if total > most:
        raise FileFault("too_much_unpacked", facts={"limit": most, "found": total})
    for part in parts:
        if part.flag_bits & 1:
            raise FileFault("encrypted_workbook")
        if part.compress_type not in _PACKINGS:
            raise FileFault("damaged_file")
        if part.file_size > RATIO_FROM and part.file_size > RATIO * part.compress_size:
            ratio = part.file_size // max(1, part.compress_size)
            raise FileFault(
                "too_much_unpacked", facts={"limit": RATIO, "ratio": ratio, "part": part.filename[:255]}
            )
    return total


def _check_zip_kind(names: set[str], kind: Kind) -> None:
    folders = {name.split("/", 1)[0] for name in names}
    if "xl/workbook.bin" in names:
        raise FileFault("not_a_spreadsheet", facts={"found": "xlsb"})
    if "[Content_Types].xml" in names and not folders & {"word", "ppt"}:
        found: Kind = "xlsx"
    elif "content.xml" in names and "mimetype" in names:
        found = "ods"
    else:
        document = next((name for name in ("word", "ppt") if name in folders), "zip")
        raise FileFault("not_a_spreadsheet", facts={"found": document})
    if found != kind:
        raise FileFault("wrong_ending", facts={"found": found})
