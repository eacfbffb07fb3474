"""Malformed and malicious sheets for every import, made at test time: files that are wrong as files, and
sheets in which one cell is wrong."""

import io
import random
import struct
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.support.hostile_files import (
    A_ROW,
    BILLION_LAUGHS,
    many_rows,
    old_container,
    open_document,
    with_forged_size,
    workbook,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"


class Reader(NamedTuple):
    """An import: its command line around the file, and a sheet that it takes: headers and one row."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    head: tuple[str, ...]
    row: tuple[str, ...]


def _reader(before: str, head: str, row: str, *after: str) -> Reader:
    return Reader(tuple(before.split()), after, tuple(head.split(",")), tuple(row.split(",")))


WEEK = "facility,date,start,end,capacity"
SLOT = "court1,2026-12-01,07:00,08:00,4"

READERS = {
    "facilities": _reader("facilities import", "编码,名称,类型,容量,整场预约", "new,新馆,area,4,是"),
    "members": _reader(
        "members import",
        "工号,姓名,部门,入职日期,手机,邮箱,卡号",
        "000077,新人,财务科,2020-01-01,13800000077,a@b.cn,C77",
    ),
    "items": _reader(
        "items import",
        "编码,名称,类型,单价,库存预警,期初库存,可退货,条码,开售日期",
        "NEW,新品,商品,9.90,2,5,是,690077,2026-12-01",
    ),
    "bookings": _reader(
        "bookings import",
        "工号,设施,日期,开始,结束,占位,事由,状态",
        "000001,reading,2026-11-26,07:00,08:00,1,训练,已确认",
    ),
    "grants": _reader(
        "grants import",
        "工号,姓名,单位,数额,最后有效日,事由,资金来源,免清零",
        "000001,张三,积分,5,2027-06-30,中秋,工会,是",
        "--batch", "b",
    ),
    "points": _reader(
        "points import", "工号,姓名,规则,日期,事件编号", "000001,张三,volunteer,2026-11-23,EV1"
    ),
    "catching up": _reader(
        "catch-up",
        "情况,时间,工号,设施,日期,开始,占位,事由",
        "预约,2026-11-24 17:00,000001,reading,2026-11-26,07:00,1,训练",
        "--reason", "outage",
    ),
    "schedule": _reader("schedule import", WEEK, SLOT),
    "plan": _reader("schedule plan", WEEK, SLOT),
    "hand-out": _reader(
        "hand-out open new --name x --item TOWEL=1 --list", "工号,姓名", "000001,张三"
    ),
}  # fmt: skip


class BadFile(NamedTuple):
    """A file that no import may take; `cell` where a place in it must be named."""

    name: str
    ending: str
    content: bytes
    cell: str | None = None


# ---------------------------------------------------------------- sheets in which a cell is wrong


def cells_of(values: Sequence[str], row: int) -> str:
    """A row of texts."""
    told = "".join(
        f'<c r="{column_letter(at)}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
        for at, value in enumerate(values)
    )
    return f'<row r="{row}">{told}</row>'


def column_letter(at: int) -> str:
    return chr(ord("A") + at)


def honest(reader: Reader) -> bytes:
    """A sheet that the reader takes."""
    return workbook(cells_of(reader.head, 1) + cells_of(reader.row, 2))


def _with_cell(reader: Reader, at: int, cell: str) -> bytes:
    """The honest sheet with another cell in its row; `{r}` stands for its address."""
    told = "".join(
        cell.format(r=f"{column_letter(column)}2")
        if column == at
        else f'<c r="{column_letter(column)}2" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for column, value in enumerate(reader.row)
    )
    return workbook(cells_of(reader.head, 1) + f'<row r="2">{told}</row>')


WRONG_TEXTS = {
    "direction": "\u202e{}",
    "zero width": "{}\u200b",
    "next line": "a\x85{}",
    "marks": "e\u0301\u0301\u0301{}",
    "too long": "x" * 2_001,
    "tags": "{}\U000e0041",
}
WRONG_CELLS = {
    "error": '<c r="{r}" t="e"><v>#REF!</v></c>',
    "formula without a value": '<c r="{r}"><f>1+1</f></c>',
    "day that is none": '<c r="{r}" t="d"><v>2026-13-45</v></c>',
}
WRONG_NUMBERS = {"infinite": "1e308", "negative": "-7", "a word": "many", "half": "1.5"}
WRONG_DAYS = {"no day": "2026-02-30", "no month": "2026-13-01", "a word": "someday", "far": "99999-01-01"}
WRONG_TIMES = {"no hour": "25:00", "no minute": "17:61", "a word": "evening", "negative": "-1:00"}


def wrong_cells(reader: Reader) -> Iterator[BadFile]:
    """The reader's sheet with one wrong cell in each column, in all ways that suit it."""
    for at, (header, value) in enumerate(zip(reader.head, reader.row, strict=True)):
        cell = f"{column_letter(at)}2"
        for name, text in {**WRONG_TEXTS, **_wrong_values(header)}.items():
            row = list(reader.row)
            row[at] = text.format(value)
            yield BadFile(f"{header}: {name}", ".csv", delimited(reader.head, row), cell)
        for name, xml in WRONG_CELLS.items():
            if name == "day that is none" and "日期" not in header and header != "date":
                continue
            if name == "formula without a value" and at > 1:
                continue
            yield BadFile(f"{header}: {name}", ".xlsx", _with_cell(reader, at, xml), cell)


def _wrong_values(header: str) -> dict[str, str]:
    if header in {"容量", "库存预警", "期初库存", "占位", "数额", "capacity"}:
        return WRONG_NUMBERS
    if header in {"date", "日期", "入职日期", "开售日期", "最后有效日"}:
        return WRONG_DAYS
    return WRONG_TIMES if header in {"start", "end", "开始", "结束"} else {}


def delimited(*rows: Sequence[str]) -> bytes:
    """Rows as comma-separated values."""
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()


# ---------------------------------------------------------------- files that are wrong


def bad_files(head: Sequence[str]) -> Iterator[BadFile]:
    """Files that are wrong whoever reads them; `head` is the reader's header row."""
    yield from _bombs()
    yield from _wrong_xml()
    yield from _far_places(head)
    yield from _wrong_parts()
    yield from _something_else()
    yield from _damaged(workbook(cells_of(head, 1) + many_rows(200, 2)))
    yield from _wrong_text(head)
    yield from _open_documents()
    yield from _odd_zips()
    yield from _no_table(head)


def _bombs() -> Iterator[BadFile]:
    yield BadFile("one part packed 1,000 times", ".xlsx", workbook(A_ROW + " " * 12_000_000))
    parts = {f"xl/media/{number}": bytes(950_000) for number in range(75)}
    yield BadFile("many parts of a megabyte", ".xlsx", workbook(A_ROW, others=parts))
    yield BadFile("300 parts", ".xlsx", workbook(A_ROW, others={f"x/{at}": "" for at in range(300)}))
    yield BadFile("5,000 parts", ".xlsx", zipped({f"x/{at}": "" for at in range(5_000)}))
    bomb = zipped({"xl/workbook.xml": bytes(30_000_000)})
    yield BadFile("an archive in an archive", ".xlsx", zipped({"inner.zip": bomb, "[Content_Types].xml": ""}))
    rows = "<row><c><v>1</v></c></row>" * 1_000_000
    for size in (0, 1, 1_000, 900_000):
        yield BadFile(f"forged size {size}", ".xlsx", with_forged_size(workbook(rows), SHEET, size))
    yield BadFile("forged size of 4 GB", ".xlsx", with_forged_size(workbook(A_ROW), SHEET, 0xFFFFFFF0))
    strings = "<si><t>x</t></si>" * 1_500_000
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
    yield BadFile(
        "a million shared strings", ".xlsx", workbook(A_ROW, others={"xl/sharedStrings.xml": shared})
    )
    yield BadFile("an ods that repeats a row", ".ods", open_document(
        '<table:table-row table:number-rows-repeated="900000000"><table:table-cell office:value-type="float"'
        ' office:value="1"/></table:table-row>'
    ))  # fmt: skip
    yield BadFile("an ods that repeats a cell", ".ods", open_document(
        '<table:table-row><table:table-cell table:number-columns-repeated="900000000"'
        ' office:value-type="float" office:value="1"/></table:table-row>'
    ))  # fmt: skip
    yield BadFile("blank bytes of 11 MB", ".csv", b" " * 11_000_000)


def _wrong_xml() -> Iterator[BadFile]:
    laugh = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    yield BadFile("a billion laughs", ".xlsx", workbook(laugh, before_rows=BILLION_LAUGHS))
    outside = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&s;</t></is></c></row>'
    yield BadFile("an entity of a file", ".xlsx", workbook(row, before_rows=outside))
    remote = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    yield BadFile("a document type from a server", ".xlsx", workbook(row, before_rows=remote))
    yield BadFile("an entity of nothing", ".xlsx", workbook(row.replace("&s;", "&nothing;")))
    yield BadFile("tags never closed", ".xlsx", workbook("<row><c><v>1</v>" * 50_000))
    yield BadFile("deep tags", ".xlsx", workbook("<x>" * 200_000))
    yield BadFile("not in UTF-8", ".xlsx", workbook(A_ROW).replace(b"xl/worksheets", b"xl/worksheet\xff"))
    yield BadFile(
        "no worksheet in it", ".xlsx", zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    )
    yield BadFile(
        "a shared string that is not there",
        ".xlsx",
        workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    )
    yield BadFile(
        "a type that is none", ".xlsx", workbook('<row r="1"><c r="A1" t="zzz"><v>99</v></c></row>')
    )
    yield BadFile("a number that is none", ".xlsx", workbook('<row r="1"><c r="A1"><v>9x9</v></c></row>'))


def _far_places(head: Sequence[str]) -> Iterator[BadFile]:
    first = cells_of(head, 1)
    for cell, row in (
        ("XFD1048576", 1048576),
        ("A99999999999", 99999999999),
        ("ZZ600000", 600000),
        ("A1048576", 1048576),
    ):
        yield BadFile(f"a cell at {cell}", ".xlsx",
                      workbook(first + f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'), cell)  # fmt: skip
    yield BadFile("too many rows", ".xlsx", workbook(first + many_rows(20_001, 2)))
    yield BadFile("column 65", ".xlsx", workbook(first + '<row r="3"><c r="BM3"><v>1</v></c></row>'), "BM3")
    for cell in ("0A", "A0", "A-1", "AAAAAAAAAA1", "1", "", "\u0661A", "A1:B2", "$A$1"):
        yield BadFile(
            f"an address {cell!r}", ".xlsx", workbook(f'<row r="1"><c r="{cell}"><v>1</v></c></row>')
        )
    long = f'<row r="7"><c r="C7" t="inlineStr"><is><t>{"长" * 2001}</t></is></c></row>'
    yield BadFile("a long text", ".xlsx", workbook(first + long), "C7")
    listed = "".join(f'<sheet name="s{at}" sheetId="{at}" r:id="rId1"/>' for at in range(2, 400))
    yield BadFile("400 sheets", ".xlsx", workbook(A_ROW, properties=f"<sheets>{listed}</sheets>"))


def _wrong_parts() -> Iterator[BadFile]:
    whole = workbook(A_ROW)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in parts:
        left = {other: content for other, content in parts.items() if other != name}
        yield BadFile(f"without {name}", ".xlsx", zipped(left))
        yield BadFile(f"empty {name}", ".xlsx", zipped({**parts, name: b""}))
        yield BadFile(f"noise as {name}", ".xlsx", zipped({**parts, name: random.Random(3).randbytes(900)}))
    for name in ("../../evil.xml", "/etc/passwd", "xl/../../x", "C:\\x", "xl/\u202excod.xml"):
        yield BadFile(f"a part called {name!r}", ".xlsx", workbook(A_ROW, others={name: "<x/>"}))
    yield BadFile(
        "macros only", ".xlsx", zipped({"xl/vbaProject.bin": bytes(900), "[Content_Types].xml": "<x/>"})
    )
    for method, packed in ((zipfile.ZIP_LZMA, "lzma"), (zipfile.ZIP_BZIP2, "bzip2")):
        file = io.BytesIO(whole)
        with zipfile.ZipFile(file, "a", method) as archive:
            archive.writestr("xl/more.xml", "<x/>")
        yield BadFile(f"packed by {packed}", ".xlsx", file.getvalue())
    locked = bytearray(whole)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = locked.find(mark)
        while place >= 0:
            struct.pack_into("<H", locked, place + at, 1)
            place = locked.find(mark, place + 1)
    yield BadFile("locked parts", ".xlsx", bytes(locked))


def _something_else() -> Iterator[BadFile]:
    others = {
        "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "gif": b"GIF89a",
        "rtf": b"{\\rtf1 x}", "html": b"<html><table><tr><td>1</td></tr></table></html>",
        "xml": b"<?xml version='1.0'?><Workbook/>", "zeros": bytes(4_000),
        "noise": random.Random(5).randbytes(4_000),
        "program": b"MZ\x90\x00" + bytes(900), "elf": b"\x7fELF" + bytes(900),
        "gzip": b"\x1f\x8b\x08" + bytes(90),
        "seven zip": b"7z\xbc\xaf\x27\x1c" + bytes(90), "rar": b"Rar!\x1a\x07" + bytes(90),
        "database": b"SQLite format 3\0" + bytes(900), "script": b"#!/bin/sh\necho x\n",
    }  # fmt: skip
    for name, content in others.items():
        yield BadFile(f"{name} as a workbook", ".xlsx", content)
        yield BadFile(f"{name} as an old workbook", ".xls", content)
        if name not in {"script", "xml"}:
            yield BadFile(f"{name} as text", ".csv", content)
    for ending in (".pdf", ".docx", ".xlsb", ".exe", "", ".xlsx.exe"):
        yield BadFile(f"a name that ends in {ending!r}", ending, b"a,b\n1,2\n")
    yield BadFile("an empty workbook file", ".xlsx", b"")
    yield BadFile("an empty text", ".csv", b"")
    for stream in ("Workbook", "WordDocument", "EncryptedPackage", "Book", "VBA"):
        for ending in (".xls", ".xlsx"):
            yield BadFile(f"an old container of {stream} as {ending}", ending, old_container(stream))
    word = zipped({"word/document.xml": "", "[Content_Types].xml": ""})
    yield BadFile("a letter", ".xlsx", word)
    yield BadFile("a workbook as text", ".csv", workbook(A_ROW))
    yield BadFile("a workbook as ods", ".ods", workbook(A_ROW))
    yield BadFile("ods as a workbook", ".xlsx", open_document(""))


def _damaged(whole: bytes) -> Iterator[BadFile]:
    for part in range(1, 12):
        yield BadFile(f"cut at {part} of 12", ".xlsx", whole[: len(whole) * part // 12])
    yield BadFile("the end alone", ".xlsx", whole[len(whole) // 2 :])
    yield BadFile("two in one", ".xlsx", whole[:-40] + whole[40:])
    dice = random.Random(11)
    for at in range(12):
        broken = bytearray(whole)
        for _ in range(60):
            broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        yield BadFile(f"60 bits wrong, {at}", ".xlsx", bytes(broken))


def _wrong_text(head: Sequence[str]) -> Iterator[BadFile]:
    first = ",".join(head).encode()
    yield BadFile("a NUL", ".csv", first + b"\n1,\0,2\n")
    yield BadFile("a quote never closed", ".csv", first + b'\n"never closed,1,2\n3,4,5\n')
    yield BadFile("a quote in the midst", ".csv", first + b'\n"a"b,1\n')
    yield BadFile("two encodings", ".csv", first + b"\n\xff\xfe\x80\x81\xff,1\n")
    yield BadFile("half of UTF-16", ".csv", b"\xff\xfe" + ",".join(head).encode("utf-16-le") + b"\n")
    yield BadFile("UTF-32", ".csv", ",".join(head).encode("utf-32"))
    yield BadFile("half a surrogate pair", ".csv", first + b"\n\xed\xa0\x80,1\n")
    yield BadFile("65 columns", ".csv", first + b"\n" + b"1," * 70 + b"\n")
    yield BadFile("a long line", ".csv", first + b"\n" + b"x" * 200_000 + b"\n")
    yield BadFile("too many lines", ".csv", first + b"\n" + b"1,2\n" * 20_001)
    yield BadFile("carriage returns alone and NUL", ".csv", first + b"\r1\r\0\r")


def _open_documents() -> Iterator[BadFile]:
    yield BadFile(
        "a locked ods",
        ".ods",
        open_document("", manifest='<manifest:encryption-data manifest:checksum="x"/>'),
    )
    whole = open_document("<table:table-row/>")
    for part in range(1, 6):
        yield BadFile(f"an ods cut at {part} of 6", ".ods", whole[: len(whole) * part // 6])
    yield BadFile(
        "an ods without content",
        ".ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    )
    yield BadFile("an empty ods", ".ods", open_document(""))


def _odd_zips() -> Iterator[BadFile]:
    whole = workbook(A_ROW)
    for at, name in (
        (4, "version"),
        (8, "method"),
        (24, "unpacked size"),
        (20, "packed size"),
        (42, "place"),
    ):
        forged = bytearray(whole)
        entry = forged.find(b"PK\x01\x02")
        forged[entry + at : entry + at + 2] = b"\xfe\xfe"
        yield BadFile(f"another {name} in the directory", ".xlsx", bytes(forged))
    end = whole.rfind(b"PK\x05\x06")
    for at, name in ((8, "count"), (10, "whole count"), (12, "length"), (16, "beginning")):
        forged = bytearray(whole)
        forged[end + at : end + at + 2] = b"\xff\x7f"
        yield BadFile(f"another {name} at the end", ".xlsx", bytes(forged))
    yield BadFile("no end", ".xlsx", whole[:end])
    yield BadFile("only an end", ".xlsx", whole[end:])
    yield BadFile("the first mark alone", ".xlsx", b"PK\x03\x04")
    yield BadFile("an archive of nothing", ".xlsx", b"PK\x05\x06" + bytes(18))
    yield BadFile("an old workbook cut", ".xls", old_container("Workbook")[:700])
    for seed in range(6):
        inside = mutated_sheet(random.Random(seed))
        yield BadFile(f"XML made wrong, {seed}", ".xlsx", inside)


def mutated_sheet(dice: random.Random) -> bytes:
    """A workbook whose sheet breaks off within a tag."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{main}"><sheetData><row r="1"><c'
    with zipfile.ZipFile(io.BytesIO(workbook(A_ROW))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, SHEET: xml[: dice.randrange(60, len(xml))] + "\x01"})


def _no_table(head: Sequence[str]) -> Iterator[BadFile]:
    """Whole files that are no table of what is read."""
    yield BadFile("no header", ".xlsx", workbook(many_rows(30)))
    yield BadFile("nothing", ".xlsx", workbook(""))
    yield BadFile("a header too low", ".xlsx", workbook(many_rows(12) + cells_of(head, 13)))
    yield BadFile("a header twice", ".xlsx", workbook(cells_of((*head, head[0]), 1) + many_rows(1, 2)))
    yield BadFile("another header", ".csv", b"one,two\n1,2\n")
    yield BadFile("only spaces", ".csv", b"  ,  \n ,  \n")
    yield BadFile("a formula as header", ".csv", b"=1+1,@x\n1,2\n")


def mutated(dice: random.Random, whole: bytes) -> bytes:
    """An honest file with something done to it: bits, pieces, or the inside of a part."""
    told = bytearray(whole)
    for _ in range(dice.choice((1, 2, 8, 40))):
        at = dice.randrange(len(told))
        match dice.randrange(5):
            case 0:
                told[at] ^= 1 << dice.randrange(8)
            case 1:
                del told[at : at + dice.randint(1, 64)]
            case 2:
                told[at:at] = dice.randbytes(dice.randint(1, 64))
            case 3:
                told[at : at + 4] = struct.pack("<L", dice.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
            case _:
                told[at:at] = told[dice.randrange(len(told)) :][:64]
        if len(told) < 2:
            break
    return bytes(told)


def mutated_inside(dice: random.Random, whole: bytes) -> bytes:
    """A workbook whose archive is sound, and one of whose parts is not."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(list(parts))
    parts[name] = mutated(dice, parts[name] or b"<x/>")
    return zipped(parts)
