"""How the basket is paid, beside it: the mouse gets to a field as Tab does."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from core.counter.money import TenderKind
from tui.counter.words import PayingLine
from tui.language import say
from tui.widgets.panels import Panel


class PayingPanel(Panel):
    """The lines of how a basket is paid."""

    @dataclass
    class Picked(Message):
        """A field was clicked."""

        field: TenderKind

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fields: list[TenderKind | None] = []

    def show(self, key: str, lines: Sequence[PayingLine], other: str) -> None:
        """`key` goes to the next field; `other` is what else can be done with the marked line."""
        self._fields = [None, *(line.field for line in lines)]
        self.list(
            say("To pay ({key})", key=key),
            [*(line.words for line in lines), *filter(None, ("", other) if other else ())],
        )

    def on_click(self, event: events.Click) -> None:
        at = event.y
        field = self._fields[at] if 0 <= at < len(self._fields) else None
        if field is not None:
            self.post_message(self.Picked(field))
