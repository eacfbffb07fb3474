"""Why an amount is what it is: one entry of the ledger, explained."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from core.ledger.looking import AskEntry, EntryExplained
from core.records import LedgerEntryId
from tui.language import N_
from tui.screens.told import ToldScreen
from tui.sentences.entry import entry_lines
from tui.widgets.lines import safe


class EntryScreen(ToldScreen):
    """All sides of an entry, the lots it draws on, and how the amount came about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+y", "leave", N_("back"), id="entry.leave"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("An entry is never changed: what was wrong is taken back by another one."),
    )

    def __init__(self, entry: LedgerEntryId) -> None:
        super().__init__()
        self._asked = AskEntry(entry)
        self._explained: EntryExplained | None = None

    async def ask_anew(self) -> None:
        self._explained = await self.console.link.ask(self._asked)

    def answer_told(self) -> Iterable[Content]:
        if self._explained is not None:
            first, *others = entry_lines(self._explained)
            yield Content.styled(safe(first).plain, "bold underline")
            yield from map(safe, others)
