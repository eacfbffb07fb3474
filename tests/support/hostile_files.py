"""Workbooks that no spreadsheet program would write, made at test time: no binary file is kept."""

import io
import struct
import zipfile
from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_CONTENT_TYPES = f"""<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""

A_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
"""One honest row."""


def sheet_xml(rows: str) -> str:
    """A worksheet around the XML of its rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def workbook(
    rows: str | Mapping[str, str],
    *,
    before_rows: str = "",
    properties: str = "",
    others: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """An .xlsx of hand-written rows, by sheet name (or of one sheet named 排期), with further parts."""
    sheets = rows if isinstance(rows, Mapping) else {"排期": rows}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    linked = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{properties}<sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships(linked),
    }
    for number, xml in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = before_rows + sheet_xml(xml)
    return zipped({**parts, **(others or {})})


def _relationships(xml: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{xml}</Relationships>'


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_forged_size(data: bytes, part: str, size: int) -> bytes:
    """The zip with another unpacked size of a part, in its directory and in its own header."""
    forged = bytearray(data)
    name = part.encode()
    for mark, offset, name_offset in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = data.find(mark)
        while at >= 0:
            if data[at + name_offset : at + name_offset + len(name)] == name:
                struct.pack_into("<L", forged, at + offset, size)
            at = data.find(mark, at + 1)
    return bytes(forged)


def many_rows(count: int, first: int = 1) -> str:
    """So many rows with one number each."""
    return "".join(
        f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(first, first + count)
    )


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    + "]>"
)
"""A prologue that defines &a9;, a thousand million laughs."""


def open_document(rows: str, *, manifest: str = "") -> bytes:
    """An .ods of hand-written rows, of one sheet named 排期."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="排期">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}'
        "</manifest:file-entry></manifest:manifest>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": listed, "content.xml": content})


def old_container(stream: str) -> bytes:
    """The outside of an OLE container with a stream of this name, and nothing in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(2048)
