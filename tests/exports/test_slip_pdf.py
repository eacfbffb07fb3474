"""Slips as pages as wide as the roll of the printer."""

from pathlib import Path

from pypdf import PdfReader

from exports.passes import Slip, write_slip
from exports.tables.slip import write_slip_pdf

MM = 72 / 25.4


def test_a_slip_is_80_mm_wide_and_as_long_as_its_lines(tmp_path: Path) -> None:
    short = PdfReader(write_slip_pdf(tmp_path / "a.pdf", ["大米 10kg"] * 30)).pages
    long = PdfReader(write_slip_pdf(tmp_path / "b.pdf", ["大米 10kg"] * 60)).pages
    assert (len(short), len(long)) == (1, 1)
    assert round(short[0].mediabox.width / MM) == 80
    assert long[0].mediabox.height > 1.7 * short[0].mediabox.height
    assert short[0].extract_text().replace("\x00", "").count("大") == 30


def test_a_pass_has_its_qr_code_below_its_lines(tmp_path: Path) -> None:
    slip = Slip("职工之家", ["羽毛球1号场"], "B12-ABCDEF")
    page = PdfReader(write_slip(tmp_path / "a.pdf", slip)).pages[0]
    content = page.get_contents()
    assert content is not None
    assert content.get_data().count(b" re f") > 100
