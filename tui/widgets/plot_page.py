"""A page of plots and words, painted line by line and scrolled by keys or the wheel."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.language import N_
from tui.widgets.plot import Line

LOOKS = {
    "heading": "color: $text-accent; text-style: bold underline;",
    "muted": "color: $text-muted;",
    "strong": "text-style: bold;",
    "used": "color: $text-primary; text-style: bold;",
    "booked": "color: $text-warning;",
    "rest": "color: $text-disabled;",
    "heat0": "color: $text-muted;",
    "heat1": "background: $primary 20%;",
    "heat2": "background: $primary 45%;",
    "heat3": "background: $primary 70%; text-style: bold;",
    "heat4": "background: $primary; text-style: bold underline;",
}
COLOURLESS = {
    "heat1": "background: transparent;",
    "heat2": "background: transparent;",
    "heat3": "background: transparent; text-style: bold;",
    "heat4": "background: transparent; text-style: bold reverse;",
    "muted": "text-style: none;",
    "rest": "text-style: dim;",
}
"""Where there are no colours, signs, figures and weight say it."""

CLASSES = {name: f"plot-page--{name}" for name in LOOKS}


class PlotPage(ScrollView, can_focus=True):
    """Lines that are made for its width, and anew when that is another."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES.values())
    DEFAULT_CSS = (
        "PlotPage {{ overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; {rules} }}".format(
            rules=" ".join(
                [
                    *(f"& > .{CLASSES[name]} {{ {look} }}" for name, look in LOOKS.items()),
                    *(f"&:nocolor > .{CLASSES[name]} {{ {look} }}" for name, look in COLOURLESS.items()),
                ]
            )
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", N_("up"), show=False, id="page.up"),
        Binding("down", "go(1)", N_("down"), show=False, id="page.down"),
        Binding("pageup", "turn(-1)", N_("page up"), show=False, id="page.page_up"),
        Binding("pagedown", "turn(1)", N_("page down"), show=False, id="page.page_down"),
        Binding("home", "edge(-1)", N_("to the top"), show=False, id="page.top"),
        Binding("end", "edge(1)", N_("to the end"), show=False, id="page.end"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self._make: Callable[[int], Sequence[Line]] = lambda _width: ()
        self._looks: dict[str, Style] = {}
        self._strips: dict[int, Strip] = {}

    def show(self, make: Callable[[int], Sequence[Line]], *, from_top: bool = False) -> None:
        """Shows what is made for a width; where it stands scrolled stays, unless it is another page."""
        self._make = make
        self._lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def room(self) -> int:
        """Cells that a line has, behind the blank before it."""
        return max(self.scrollable_content_region.width - 1, 1)

    def _lay_out(self) -> None:
        self.lines = self._make(self.room)
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self.lines))
        self.refresh()

    # ------------------------------------------------------------ keys

    def action_go(self, down: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + down, animate=False, immediate=True)

    def action_turn(self, down: int) -> None:
        self.action_go(down * max(self.size.height - 1, 1))

    def action_edge(self, down: int) -> None:
        self.scroll_to(y=0 if down < 0 else len(self.lines), animate=False, immediate=True)

    # ------------------------------------------------------------ painting

    def on_resize(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        if at >= len(self.lines):
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._strips.get(at)
        if strip is None:
            pieces = [Segment(" ", self.rich_style)]
            pieces += [Segment(piece.text, self._look(piece.look)) for piece in self.lines[at]]
            strip = Strip(pieces).adjust_cell_length(self.size.width, self.rich_style)
            self._strips[at] = strip
        return strip

    def _look(self, name: str) -> Style:
        style = self._looks.get(name)
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(CLASSES[name])
            self._looks[name] = style
        return style
