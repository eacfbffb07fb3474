"""The shift: a float, cash put in and taken out, a blind count at its end, and the day's sheet."""

import asyncio
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from core.counter.shifts import CashIn, CashOut, OpenShift
from core.errors import DeskError
from core.records import shift_told
from tui.counter.tills import differences_told, read_fen, read_move, since_told
from tui.keys import key_for
from tui.language import N_, _, say
from tui.screens.shift_view import Deed, ShiftView
from tui.screens.written import tell_written
from tui.slips import slip_folder
from tui.widgets.counting import CountForm
from tui.widgets.search import SearchField
from tui.widgets.table import TextTable
from tui.workers import begin, under_way

DONE: dict[Deed, str] = {"in": N_("{amount} was put in"), "out": N_("{amount} was taken out")}


class ShiftScreen(ShiftView):
    """The operator's shift. What must be in the till is shown only after it was counted."""

    CSS_PATH = "shift.tcss"
    AUTO_FOCUS = "#moves"
    OWN_FIRST = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="shift.back"),
        Binding(
            "f3",
            "sheet",
            N_("day close"),
            id="shift.sheet",
            tooltip=N_("write the day's takings as a sheet to be signed, and open it"),
        ),
        Binding(
            "f5", "begin('open')", N_("open shift"), id="shift.open", tooltip=N_("open a shift with a float")
        ),
        Binding(
            "f6", "begin('in')", N_("cash in"), id="shift.in", tooltip=N_("put cash into the till, and why")
        ),
        Binding(
            "f7",
            "begin('out')",
            N_("cash out"),
            id="shift.out",
            tooltip=N_("take cash out of the till, and why"),
        ),
        Binding(
            "f8",
            "count",
            N_("close shift"),
            id="shift.close",
            tooltip=N_("count the till and close the shift"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_(
            "A shift is closed by what is counted; what must be there is told after that, "
            "with the difference."
        ),
        N_("Every tender is typed, 0 too. Enter goes from field to field; on the last it closes the shift."),
        N_("Where more was given back than taken, by WeChat for example, the amount is typed with a minus."),
        N_("Selling needs no open shift: what is taken without one is told here and on the day's sheet."),
    )

    def idle(self) -> frozenset[str]:
        """What an open shift can't do, or only an open one can."""
        if self.till is None:
            return frozenset()
        if self.till.shift is None:
            return frozenset({"shift.in", "shift.out", "shift.close"})
        return frozenset({"shift.open"})

    # ------------------------------------------------------------ opening, cash in and out

    @on(TextTable.Entered)
    def _entered(self) -> None:
        if self.till is not None and self.till.shift is None:
            self.action_begin("open")
        else:
            self.action_count()

    def action_begin(self, deed: Deed) -> None:
        """Asks for an amount; what was typed for another deed stays."""
        till = self.till
        if till is None:
            return
        if deed == "open" and till.shift is not None:
            self.tell(say("It is open already: {shift}.", shift=since_told(till.shift)), "bad")
            return
        if deed != "open" and till.shift is None:
            key = key_for("shift.open", self.console.keymap)
            self.tell(say("No shift is open: {key} opens one.", key=key), "bad")
            return
        self._leave_count()
        self.deed = deed
        self.query_one("#asking").display = True
        self.typed.focus()
        self.say_enter()

    @on(Input.Changed, "#typed")
    def _changed(self) -> None:
        if self.deed is not None:
            self.say_enter()

    @on(Input.Submitted, "#typed")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.deed is not None and not under_way(self, "deed"):
            begin(self, partial(self._carry_out, self.deed, event.value), "deed")

    async def _carry_out(self, deed: Deed, text: str) -> None:
        try:
            facts = self.facts(deed)
            if deed == "open":
                told = await self._open(text, facts)
            else:
                amount, reason = read_move(text)
                await self.console.link.do((CashIn if deed == "in" else CashOut)(amount, reason))
                told = say(DONE[deed], **facts)
        except DeskError as error:
            self._tell_refusal(error)
            return
        self.closed = None
        self._leave_field()
        await self.follow()
        self.tell(told, "good")

    async def _open(self, text: str, facts: dict[str, str]) -> str:
        opened = await self.console.link.do(OpenShift(read_fen(text, "float")))
        return say("Shift {shift} is open with {amount} in the till", **facts, shift=shift_told(opened.shift))

    def _tell_refusal(self, error: DeskError) -> None:
        """How much must be in the till is not told before it is counted."""
        if error.code == "insufficient_cash":
            self.tell(_("So much can't be in the till: count it, or put cash in first."), "bad")
        else:
            self.tell_error(error)

    @on(SearchField.Left)
    def _left(self) -> None:
        self._leave_field()
        self.say_enter()

    def _leave_field(self) -> None:
        self.deed = None
        self.typed.value = ""
        self.query_one("#asking").display = False
        self.table.focus()

    # ------------------------------------------------------------ the count

    def action_count(self) -> None:
        """The fields of the count; what was typed in them before is still there."""
        if self.till is None:
            return
        if self.till.shift is None:
            key = key_for("shift.open", self.console.keymap)
            self.tell(say("No shift is open: {key} opens one.", key=key), "bad")
            return
        if self.deed is not None:
            self._leave_field()
        self.counting = True
        self.table.display, self.form.display = False, True
        self.form.retranslate()
        self.form.go("cash")
        self.say_enter()

    @on(CountForm.Touched)
    def _touched(self) -> None:
        if self.counting:
            self.say_enter()

    @on(CountForm.Given)
    def _given(self) -> None:
        if not under_way(self, "deed"):
            begin(self, self._close, "deed")

    async def _close(self) -> None:
        try:
            closed = await self.console.link.do(self.form.command())
        except DeskError as error:
            if not self.form.refuse(error):
                self.tell_error(error)
            return
        self.closed = closed
        self.form.empty()
        self._leave_count()
        await self.follow()
        told = {"shift": shift_told(closed.shift), "differences": differences_told(closed)}
        tone = "bad" if any(closed.difference) else "good"
        self.tell(say("Shift {shift} is closed: {differences}", **told), tone)

    def _leave_count(self) -> None:
        self.counting = False
        self.table.display, self.form.display = True, False
        self.table.focus()

    # ------------------------------------------------------------ the day's sheet

    def action_sheet(self) -> None:
        """Makes the sheet; while the shift is open it is asked first: what must be there stands on it."""
        if self.till is not None and self.till.shift is not None and not self.sure:
            key = key_for("shift.sheet", self.console.keymap)
            told = say(
                "The shift is not counted yet, and the sheet shows what must be there. {key} = all the same",
                key=key,
            )
            self.tell(told, "bad")
            self.sure = True
            return
        self.sure = False
        if not under_way(self, "sheet"):
            begin(self, self._write_sheet, "sheet")

    async def _write_sheet(self) -> None:
        from core.audit_proof import AskAuditHead
        from core.counter.closing_day import AskDayClose
        from tui.counter.day_close import sheet_name, write_sheet
        from tui.taking_out import taking_out

        try:
            told = await self.console.link.ask(AskDayClose())
            head = (await self.console.link.ask(AskAuditHead())).head
            path = slip_folder(self.console.link.path) / sheet_name(told)
            await self.console.link.do(taking_out("day_close", path, personal=False, date=told.date))
            written = await asyncio.to_thread(write_sheet, told, head, self.console.link.now(), path)
        except DeskError as error:
            self.tell_error(error)
            return
        await tell_written(self, written, path)

    # ------------------------------------------------------------ leaving

    def action_back(self) -> None:
        """One step: out of the count, what is typed stays; then the counter."""
        if self.counting:
            self._leave_count()
            self.say_enter()
        else:
            self.closed = None
            self.app.switch_mode("counter")
