"""The last look at what is painted: no control character leaves the console, whoever wrote it there.

What is shown of data is made visible before (`tui.widgets.lines.safe`). This holds for what is typed or
pasted into a field, and for a place that somebody has forgotten.
"""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

from core.text import retold, visible

if TYPE_CHECKING:
    from textual.color import Color


class NothingActs(LineFilter):
    """Leaves out of a painted line what acts and takes no cell, and puts a sign where it takes one: columns
    stay where they are."""

    def apply(self, segments: list[Segment], background: "Color") -> list[Segment]:
        del background
        if all(segment.control or _harmless(segment.text) for segment in segments):
            return segments
        return [
            segment
            if segment.control or _harmless(segment.text)
            else Segment(_tamed(segment.text), segment.style)
            for segment in segments
        ]


def _harmless(text: str) -> bool:
    return visible(text) == text


def _tamed(text: str) -> str:
    """The text, as wide as it was, without what acts."""
    return retold(text, lambda character: "." * cell_len(character))
