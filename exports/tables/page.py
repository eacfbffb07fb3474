"""The pdf document that pages are written into: its font and its footer."""

from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import sans_path

from exports.tables import FONT


class _Document(FPDF):
    """With the number of the page below each."""

    def __init__(self, pages: str | None) -> None:
        super().__init__(format="A4")
        self._pages = pages
        self.set_auto_page_break(auto=False)
        self.add_font(FONT, fname=sans_path())
        self.set_font(FONT, size=9)

    def footer(self) -> None:
        if self._pages is None:
            return
        self.set_y(-11)
        self.set_font(FONT, size=8)
        self.cell(0, 6, self._pages.format(page=self.page_no(), pages="{nb}"), align="C")
        self.set_y(0)


@contextmanager
def new_document(pages: str | None) -> Iterator[FPDF]:
    """An empty document; `pages` is the footer, with `{page}` and `{pages}`, None for a slip without one. Its
    font's file is open until the block ends."""
    document = _Document(pages)
    try:
        yield document
    finally:
        for font in document.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
