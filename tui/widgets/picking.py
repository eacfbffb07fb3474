"""A short list over the grid: which of several is meant."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.text import folded
from tui.language import N_
from tui.widgets.lines import safe


class PickList(OptionList):
    """Hidden until something is to be picked; arrows, Enter, or Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), show=False, id="pick.leave"),
    ]

    class Left(Message):
        """The list was closed without a choice."""

    class Taken(Message):
        """A choice was made; what was to be done then has begun."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picked: list[Callable[[], None]] = []

    def offer(self, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Shows the choices and takes the focus."""
        self._picked = [picked for _told, picked in choices]
        self.clear_options()
        self.add_options([Option(safe(told)) for told, _picked in choices])
        self.highlighted = 0
        self.display = True
        self.focus()

    def action_leave(self) -> None:
        self.display = False
        self.post_message(self.Left())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.take(event.option_index)

    def take(self, at: int) -> None:
        """The choice at a place of the list is made."""
        self.display = False
        self.post_message(self.Taken())
        self._picked[at]()


class DigitList(PickList):
    """The same with a digit before each choice, which makes it at once; nine choices at most."""

    def offer(self, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        super().offer([(f"{at} {told}", picked) for at, (told, picked) in enumerate(choices, 1)])

    def on_key(self, event: Key) -> None:
        """What else is typed is nothing to the screen below."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        digit = folded(event.character)
        if digit.isdecimal() and 1 <= int(digit) <= len(self._picked):
            event.prevent_default()
            self.take(int(digit) - 1)
