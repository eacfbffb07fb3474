"""What all screens have in common: the header, the key line in the language of the moment, and the way of
errors to a sentence."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from core.errors import DeskError
from tui.language import _
from tui.widgets.lines import KeyLine, TextLine
from tui.workers import begin

if TYPE_CHECKING:
    from tui.app import Console

KEY_NAMES = {"escape": "Esc", "enter": "Enter", "pagedown": "PgDn", "pageup": "PgUp"}


class DeskScreen(Screen[Any]):
    """A screen of the console."""

    BINDINGS: ClassVar[list[BindingType]] = []

    @property
    def console(self) -> "Console":
        from tui.app import Console

        assert isinstance(self.app, Console)  # noqa: S101 - there is one kind of app
        return self.app

    def frame(self, *inside: object) -> ComposeResult:
        """The header above and the keys below."""
        yield TextLine(id="header")
        yield from inside  # type: ignore[misc]
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self.console.language_changed.subscribe(self, lambda _language: self.retranslate())
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything again in the language of the moment; what is being typed stays."""
        self.console.show_header(self)
        self.list_keys()

    def on_resize(self) -> None:
        self.list_keys()

    def on_screen_resume(self) -> None:
        """The time has gone on while another screen was looked at."""
        if self.is_mounted:
            self.console.show_header(self)

    def list_keys(self) -> None:
        """The keys of this screen, then the console's."""
        shown = []
        seen = set()
        for key, active in self.active_bindings.items():
            binding = active.binding
            if binding.show and binding.action not in seen and active.enabled:
                seen.add(binding.action)
                shown.append((key_told(key), _(binding.description), binding.action))
        told = [(key, what) for key, what, _action in sorted(shown, key=_rank)]
        self.query_one("#keys", KeyLine).list_keys(told)

    def work(self, deed: Callable[[], Awaitable[None]], group: str) -> None:
        """Does something beside the screen's own work, in place of what its group was doing."""
        begin(self, deed, group, exclusive=True)

    def tell_error(self, error: DeskError) -> None:
        """A refusal, where the screen tells of such things."""
        from tui.sentences import sentence

        self.notify(sentence(error), severity="error", markup=False)


def key_told(key: str) -> str:
    """A key as it stands on the keyboard."""
    name = KEY_NAMES.get(key)
    if name:
        return name
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key.replace("ctrl+", "^")


def _rank(shown: tuple[str, str, str]) -> tuple[int, str]:
    """The function keys, then the palette, in which everything is found, the way back, then the others."""
    key, _what, action = shown
    if key[0] == "F" and key[1:].isdigit():
        return int(key[1:]), key
    return {"command_palette": 50, "back": 51}.get(action, 99), key
