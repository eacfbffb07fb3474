"""A field for what nobody may read: only how many characters were typed is shown, and nothing is copied out
of it."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from tui.language import N_
from tui.widgets.lines import safe

MOST = 128
"""Characters that are taken; there are no longer passwords."""

SHOWN = 32


class HiddenField(Static, can_focus=True):
    """A password. Text that an input method sends at once is taken as well."""

    DEFAULT_CSS = "HiddenField { height: 1; } HiddenField:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("sign in"), show=False, id="hidden.submit"),
        Binding("backspace", "delete", N_("delete"), show=False, id="hidden.delete"),
        Binding("ctrl+u", "clear", N_("empty the field"), show=False, id="hidden.clear"),
    ]

    @dataclass
    class Submitted(Message):
        """Enter was pressed in it."""

        field: "HiddenField"

    @dataclass
    class Changed(Message):
        """Something was typed."""

        field: "HiddenField"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.value = ""

    def on_mount(self) -> None:
        self._show()

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.take("".join(event.text.splitlines()[:1]))

    def take(self, text: str) -> None:
        """More of it."""
        self.set(self.value + text)

    def set(self, value: str) -> None:
        """All of it."""
        self.value = value[: MOST + 1]
        self._show()
        self.post_message(self.Changed(self))

    def action_delete(self) -> None:
        self.set(self.value[:-1])

    def action_clear(self) -> None:
        self.set("")

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def _show(self) -> None:
        more = "+" if len(self.value) > SHOWN else ""
        self.update(safe("*" * min(len(self.value), SHOWN) + more + "_"))
