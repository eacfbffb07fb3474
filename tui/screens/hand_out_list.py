"""Who is still to come to a hand-out, or who has collected: with search. Scans go on meanwhile."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.counter.hand_out_looking import AskHandOut, HandOutCard
from core.errors import DeskError
from core.members.finding import FindMembers
from core.text import folded
from core.wire import Name
from tui.counter.hand_outs import place_columns, place_row, progress_told
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.search import SearchField
from tui.widgets.table import TextTable

if TYPE_CHECKING:
    from core.counter.hand_out_looking import PlaceTold
    from tui.screens.hand_out import HandOutScreen

FOUND = 200
"""So many members whom a text finds by pinyin or number are looked for on the list."""


class HandOutListScreen(DeskScreen):
    """The list of a session, over its screen."""

    CSS_PATH = "hand_out.tcss"
    AUTO_FOCUS = "#places"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="hand_out_list.leave"),
        Binding(
            "f4",
            "whom",
            N_("to come or all"),
            id="hand_out_list.whom",
            tooltip=N_("those who are still to come, or all with who has collected"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type a name, pinyin, department or number to search. A card that is scanned is handed out to."),
    )

    def __init__(self, desk: "HandOutScreen") -> None:
        super().__init__()
        self._desk = desk
        self._card: HandOutCard | None = desk.card
        self._all = False
        self._found: frozenset[str] = frozenset()
        """The staff numbers that what is typed finds by pinyin, number or card."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            Horizontal(TextLine(id="find"), SearchField(id="search"), id="finding"),
            TextTable(id="places"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#places", TextTable)

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    def on_mount(self) -> None:
        self._desk.listener = self._hear
        self.work(self.follow, "follow")

    def _hear(self, text: str, tone: str) -> None:
        """What came of a scan."""
        self.tell(text, tone)
        self.work(self.follow, "follow")

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            self._card = await self.console.link.ask(AskHandOut(self._desk.session))
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#find", TextLine).say(" " + _("Search:") + " ")
        self._show()
        self.say_enter()

    def _show(self) -> None:
        card = self._card
        if card is None:
            return
        whom = _("All on the list") if self._all else _("Still to come")
        told = f" {card.name} | {whom} | {progress_told(card.handed, card.listed)}"
        self.query_one("#heading", TextLine).say(told)
        self.table.show(place_columns(), [place_row(one) for one in card.members if self._is_meant(one)])

    def _is_meant(self, place: "PlaceTold") -> bool:
        if place.at is not None and not self._all:
            return False
        wanted = folded(self.search.value).strip().lower()
        words = (place.name, place.member, place.department or "")
        return (
            not wanted or place.member in self._found or any(wanted in folded(word).lower() for word in words)
        )

    def say_enter(self) -> None:
        row = self.table.marked_row()
        place = self._marked()
        if row is None:
            self.tell(_("Nobody of the list is meant."))
        elif place is not None and place.at is None:
            self.tell(say("Enter = hand over to {person} {member}", person=place.name, member=place.member))
        else:
            self.tell(say("{person} has collected: {told}", person=row.cells[0], told=row.cells[3]))

    def _marked(self) -> "PlaceTold | None":
        key = self.table.marked()
        return next((one for one in self._card.members if one.member == key), None) if self._card else None

    @on(TextTable.Marked)
    def _mark(self) -> None:
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        self._hand_over()

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._hand_over()

    def _hand_over(self) -> None:
        place = self._marked()
        if place is not None and place.at is None:
            self._desk.take_code(place.member)
            self.dismiss()

    def on_scanned(self, event: Scanned) -> None:
        """The screen below does it; what came of it is told here as well."""
        event.stop()
        self._desk.take_code(event.text)

    # ------------------------------------------------------------ search

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        typed = event.character and event.is_printable and event.character != " "
        if typed and event.character and self.focused is self.table:
            event.stop()
            self.search.take(event.character)

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self.work(partial(self._find, event.value), "find")

    async def _find(self, text: str) -> None:
        self._found = frozenset()
        if text.strip() and self.console.link.is_open:
            try:
                hits = (await self.console.link.ask(FindMembers(Name(text.strip()), FOUND))).members
            except DeskError as error:
                self.tell_error(error)
                return
            self._found = frozenset(hit.staff_no for hit in hits)
        self._show()
        self.say_enter()

    @on(SearchField.Hit)
    def _move(self, event: SearchField.Hit) -> None:
        self.table.action_mark(event.down)

    @on(SearchField.Left)
    def _left(self) -> None:
        self.table.focus()

    # ------------------------------------------------------------ keys

    def action_whom(self) -> None:
        self._all = not self._all
        self._show()
        self.say_enter()

    def action_leave(self) -> None:
        self._desk.listener = None
        self.dismiss()
