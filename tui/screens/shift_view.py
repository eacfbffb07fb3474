"""What the shift's screen shows: whose shift is open, what was put in and taken out, what Enter does."""

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal

from core.counter.shifts import ShiftClosed
from core.counter.till import AskTill, Till
from core.errors import DeskError
from core.records import shift_told
from core.text import LONGEST
from tui.counter.tills import (
    beside_told,
    count_columns,
    count_rows,
    counted_told,
    move_columns,
    move_row,
    read_fen,
    read_move,
    since_told,
)
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.widgets.counting import CountForm
from tui.widgets.lines import TextLine
from tui.widgets.money import money_told
from tui.widgets.search import SearchField
from tui.widgets.table import TableRow, TextTable

Deed = Literal["open", "in", "out"]

PROMPTS: dict[Deed, str] = {
    "open": N_("Float in yuan:"),
    "in": N_("Put in, and why:"),
    "out": N_("Taken out, and why:"),
}

FORETOLD: dict[Deed, str] = {
    "open": N_("How much is in the till? Type the float, 0 for none. Enter = open the shift"),
    "in": N_("Type the amount and, after a blank, why. Enter = put it in"),
    "out": N_("Type the amount and, after a blank, why. Enter = take it out"),
}


class ShiftView(DeskScreen):
    """What is shown, and the asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self.till: Till | None = None
        self.deed: Deed | None = None
        """What the field is for; None while it is hidden."""
        self.counting = False
        self.closed: ShiftClosed | None = None
        """What came of the count, until something else is done."""
        self.sure = False
        """The sheet was asked for while the shift is open: asked again it is made."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            TextLine(id="word"),
            TextLine(id="beside"),
            TextTable(id="moves"),
            CountForm(id="count"),
            Horizontal(TextLine(id="what"), SearchField(id="typed"), id="asking"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#moves", TextTable)

    @property
    def form(self) -> CountForm:
        return self.query_one(CountForm)

    @property
    def typed(self) -> SearchField:
        return self.query_one("#typed", SearchField)

    def on_mount(self) -> None:
        self.typed.max_length = LONGEST
        self.work(self._first, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.work(self._first, "follow")

    async def _first(self) -> None:
        await self.follow()
        if self.till is not None:
            self.say_enter()

    # ------------------------------------------------------------ what is shown

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            self.till = await self.console.link.ask(AskTill())
            self.list_keys()
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()

    def _show(self) -> None:
        till = self.till
        if till is None:
            return
        heading = _("No shift is open.") if till.shift is None else since_told(till.shift)
        others = [since_told(one) for one in till.others]
        self.query_one("#heading", TextLine).say(" " + " | ".join([heading, *others]))
        word = "" if till.note is None else say("The last shift left word: {note}", note=till.note)
        beside = beside_told(till.beside) if till.beside else ""
        for id, told in (("#word", word), ("#beside", beside)):
            line = self.query_one(id, TextLine)
            line.display = bool(told)
            line.say(f" {told}")
        self._show_table(till)

    def _show_table(self, till: Till) -> None:
        """What was put in and taken out, or what came of the count."""
        if self.closed is not None:
            heading = say("Shift {shift} is counted", shift=shift_told(self.closed.shift))
            self.table.show(count_columns(), [TableRow(None, (heading,)), *count_rows(self.closed)])
            return
        rows = [move_row(number, line) for number, line in enumerate(till.moved)]
        if till.shift is not None and not rows:
            rows = [TableRow(None, (_("Nothing was put in or taken out yet."),))]
        self.table.show(move_columns(), rows, last=True)

    def retranslate(self) -> None:
        super().retranslate()
        self.form.retranslate()
        self._show()
        if self.till is not None:
            self.say_enter()

    def say_enter(self) -> None:
        """What Enter does."""
        self.sure = False
        if self.counting:
            self._foretell_count()
        elif self.deed is not None:
            self._foretell_deed(self.deed)
        elif self.till is not None and self.till.shift is not None:
            self.tell(_("Enter = count the till and close the shift"))
        else:
            self.tell(_("Enter = open a shift with a float"))

    def _foretell_deed(self, deed: Deed) -> None:
        self.query_one("#what", TextLine).say(f" {_(PROMPTS[deed])} ")
        try:
            facts = self.facts(deed)
        except DeskError:
            self.tell(_(FORETOLD[deed]))
            return
        if deed == "open":
            self.tell(say("Enter = open a shift with {amount} in the till", **facts))
        elif deed == "in":
            self.tell(say("Enter = put {amount} into the till: {reason}", **facts))
        else:
            self.tell(say("Enter = take {amount} out of the till: {reason}", **facts))

    def facts(self, deed: Deed) -> dict[str, str]:
        """What is typed, for a sentence. `invalid`."""
        if deed == "open":
            return {"amount": money_told("allowance", read_fen(self.typed.value, "float"))}
        amount, reason = read_move(self.typed.value)
        return {"amount": money_told("allowance", amount), "reason": reason}

    def _foretell_count(self) -> None:
        if self.form.here() != "note":
            self.tell(_("Count and type what is there, 0 too. Enter = the next field | Esc = later"))
            return
        try:
            counted = self.form.command().counted
        except DeskError:
            self.tell(
                _("A word for the next shift, if there is one. Every tender above has to be typed, 0 too")
            )
            return
        self.tell(say("Enter = close the shift: {counted}", counted=counted_told(counted)))
