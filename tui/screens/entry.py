"""Why an amount is what it is: one entry of the ledger, explained."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.errors import DeskError
from core.ledger.looking import AskEntry, EntryExplained
from core.records import LedgerEntryId
from tui.language import N_
from tui.screens.base import DeskScreen
from tui.sentences.entry import entry_lines
from tui.widgets.lines import safe


class EntryScreen(DeskScreen):
    """All sides of an entry, the lots it draws on, and how the amount came about."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
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
        self._refused: DeskError | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def on_mount(self) -> None:
        self.work(self.follow, "entry")

    async def follow(self) -> None:
        """Asks anew: it may have been taken back meanwhile."""
        try:
            self._explained, self._refused = await self.console.link.ask(self._asked), None
        except DeskError as error:
            self._refused = error
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterable[Content]:
        if self._refused is not None:
            from tui.sentences import sentence

            yield safe(sentence(self._refused))
        elif self._explained is not None:
            first, *others = entry_lines(self._explained)
            yield Content.styled(safe(first).plain, "bold underline")
            yield from map(safe, others)
