"""What stands in a window too small for the screens. The screen below keeps all that it was."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.language import say
from tui.widgets.lines import safe
from tui.window import SMALLEST

if TYPE_CHECKING:
    from textual.geometry import Size


def too_small(size: "Size") -> bool:
    """Whether a window is too small for the screens."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


class TooSmall(ModalScreen[None]):
    """One sentence."""

    CSS_PATH = "too_small.tcss"
    tells_nothing = True
    """Nothing of the club is on it: it may stand before the screen to sign in at."""

    def compose(self) -> ComposeResult:
        yield Static(self._told(), id="too-small")

    def _told(self) -> Content:
        columns, lines = SMALLEST
        return safe(
            say("This window is too small: {columns} x {lines} at least.", columns=columns, lines=lines)
        )

    def on_screen_resume(self) -> None:
        """Another mode was on while the window grew."""
        if not too_small(self.app.size):
            self.dismiss()
