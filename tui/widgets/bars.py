"""Scroll bars of whole cells: the toolkit's end in blocks that a Chinese terminal may draw two cells wide."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """A bar that begins and ends between cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use_whole_cells() -> None:
    """All scroll bars of the console from now on."""
    ScrollBar.renderer = WholeCells
