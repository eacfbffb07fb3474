"""Closing a facility: the plan first, then Enter; whom it displaced, moved one by one or all at once; and
ending a closure."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from core.booking.move import Move
from core.closures.closing import CloseFacility, ReopenFacility
from core.closures.rebooking import RebookDisplaced
from core.errors import DeskError
from core.records import ClosureId, booking_told, closure_told
from tui.closure_words import where_told
from tui.language import N_, _, say, say_count
from tui.screens.closures_view import ClosuresView
from tui.widgets.closing import ClosingForm
from tui.widgets.keyed import KeyedList
from tui.widgets.lines import TextLine
from tui.workers import begin

if TYPE_CHECKING:
    from core.command import Command
    from core.schedule.grid import GridSlot

PLANNING = frozenset({"this_slot", "rest_of_day", "whole_day", "event"})
"""What can be done while the fields are open only."""


class ClosuresScreen(ClosuresView):
    """One facility to be closed, or one closure, or all that stand."""

    CSS_PATH = "closures.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), show=False, id="closures.back"),
        Binding("enter", "enter", N_("do it"), show=False, id="closures.enter"),
        Binding("f3", "this_slot", N_("this slot"), id="closures.this_slot"),
        Binding("f4", "rest_of_day", N_("rest of the day"), id="closures.rest"),
        Binding("f5", "whole_day", N_("whole day"), id="closures.whole_day"),
        Binding("f6", "event", N_("event or not"), id="closures.event"),
        Binding(
            "f7", "rebook", N_("move all"), id="closures.rebook", tooltip=N_("move all who lost their place")
        ),
        Binding("f8", "reopen", N_("end it"), id="closures.reopen", tooltip=N_("end the closure")),
        Binding(
            "ctrl+k",
            "other",
            N_("close / list"),
            id="closures.other",
            tooltip=N_("close a facility, or list the closures"),
            priority=True,  # a field would delete to its end
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Nothing is closed before Enter: the list shows which slots close and who loses a place."),
        N_("Times are typed as 24 17:30, 11-24 17:30 or 17:30; a date alone is the whole day."),
        N_("Then each is moved by Enter to the best other place, or all by F7, which shows them first."),
        N_("Ending a closure brings the slots back, not the bookings."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.slot: GridSlot | None = None
        """The slot from which the screen was opened."""
        self._doing = False
        self._listed = False
        """The closure was chosen from the list, to which Esc goes back."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            ClosingForm(id="closing"),
            KeyedList(id="closure-lines"),
            TextLine(id="enter"),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the stage at hand knows."""
        del parameters
        if action in PLANNING:
            return self.stage == "plan" and (action != "this_slot" or self.slot is not None)
        if action == "rebook":
            return self.stage == "closure"
        return action != "reopen" or self.stage != "plan"

    # ------------------------------------------------------------ coming here

    async def begin(self, slot: "GridSlot | None", facility: str | None) -> None:
        """From the grid: on a closed slot its closure, else the form for it, or for a facility's day."""
        self.slot, self._listed = slot, False
        if slot is not None and isinstance(slot.closure, int):
            await self._open(slot.closure)
            return
        await self.follow()
        code = slot.facility if slot is not None else facility
        name = next((its.name for its in self.facilities if its.code == code), "")
        self.form.clear()
        self.form.fill(name, *self._slot_span())
        await self._to("plan")

    def on_mount(self) -> None:
        self.run_deed(self._resume)

    def on_screen_resume(self) -> None:
        """The club may have changed since."""
        if self.is_mounted:
            self.run_deed(self._resume)

    async def _resume(self) -> None:
        await self.follow()
        if self.stage != "plan":
            self.lines.focus()

    async def _to(self, stage: Any) -> None:
        self.stage = stage
        self.assignment = self.reopening = None
        await self.follow()
        if stage == "standing" and self.number is not None:
            self.show(closure_told(self.number))
        self.list_keys()
        if stage == "plan":
            self.form.field("reason").focus()
        else:
            self.lines.focus()
        self.say_enter()

    async def _open(self, number: ClosureId) -> None:
        self.number, self.shown = number, None
        await self._to("closure")

    def run_deed(self, deed: Callable[[], Awaitable[None]]) -> None:
        begin(self, deed, "deed")

    # ------------------------------------------------------------ the fields

    def _slot_span(self) -> tuple[datetime, datetime]:
        """The slot's own time; without one, the day that the grid shows."""
        if self.slot is None:
            midnight = datetime.combine(self.console.day_shown(), time())
            return midnight, midnight + timedelta(days=1)
        midnight = datetime.combine(self.slot.date, time())
        return midnight + timedelta(minutes=self.slot.start), midnight + timedelta(minutes=self.slot.end)

    def action_this_slot(self) -> None:
        self.form.span(*self._slot_span())

    def action_rest_of_day(self) -> None:
        begins = self._slot_span()[0]
        self.form.span(begins, _midnight_after(begins))

    def action_whole_day(self) -> None:
        begins = self._slot_span()[0]
        self.form.span(_midnight_after(begins) - timedelta(days=1), _midnight_after(begins))

    def action_event(self) -> None:
        self.form.turn(event=not self.form.event)

    @on(ClosingForm.Touched)
    def _touched(self) -> None:
        if self.stage == "plan":
            self.work(self.follow, "plan")

    @on(ClosingForm.Below)
    def _below(self) -> None:
        self.lines.focus()

    # ------------------------------------------------------------ Enter and Esc

    @on(ClosingForm.Given)
    @on(KeyedList.Entered)
    def action_enter(self) -> None:
        """Does what the line above the keys says."""
        if self.reopening is not None:
            self.run_deed(partial(self._reopen, self.reopening.closure))
        elif self.stage == "plan":
            self.run_deed(self._close)
        elif self.stage == "standing":
            closure = self.closure_marked()
            if closure is not None:
                self._listed = True
                self.run_deed(partial(self._open, closure.closure))
        elif self.assignment is not None:
            self.run_deed(self._rebook)
        else:
            self.run_deed(self._move_marked)

    def action_back(self) -> None:
        """One step out: the question, the assignment, the closure, the screen."""
        if self.reopening is not None or self.assignment is not None:
            self.assignment = self.reopening = None
            self.show()
            self.say_enter()
        elif self.stage == "closure" and self._listed:
            self.run_deed(partial(self._to, "standing"))
        else:
            self.console.back_to_grid()

    @on(OptionList.OptionHighlighted, "#closure-lines")
    def _marked(self) -> None:
        if self.reopening is not None:
            self.reopening = None
        if self.stage != "plan":
            self.say_enter()

    def action_other(self) -> None:
        """From the form to the closures that stand, and back to it."""
        if self.stage == "plan":
            self.run_deed(partial(self._to, "standing"))
        else:
            self.run_deed(partial(self.begin_anew))

    async def begin_anew(self) -> None:
        """The form, for another closure."""
        facility = self.form.field("facility").value
        if not facility:
            self.form.fill(facility, *self._slot_span())
        self._listed = False
        await self._to("plan")
        if not facility:
            self.form.field("facility").focus()

    # ------------------------------------------------------------ closing and ending

    async def _done(self, command: "Command[Any]") -> Any:
        """What came of a command; None, and told, where it was refused. A key pressed twice does nothing
        twice."""
        if self._doing:
            return None
        self._doing = True
        try:
            return await self.console.link.do(command)
        except DeskError as error:
            await self.follow()
            self.tell_error(error)
            return None
        finally:
            self._doing = False

    async def _close(self) -> None:
        await self.follow()
        if self.plan is None or not self.form.reason:
            self.say_enter()
            return
        from_, to = self.form.moments(self.console.link.today())
        command = CloseFacility(self.plan.facility, from_, to, self.form.reason, event=self.form.event)
        closed = await self._done(command)
        if closed is None:
            return
        self.form.clear()
        await self._open(closed.closure)
        self.say_done(
            say_count(
                "{closure}: {count} slot is closed",
                "{closure}: {count} slots are closed",
                len(closed.slots),
                closure=closure_told(closed.closure),
            )
        )

    def action_reopen(self) -> None:
        """Asks first; Enter does it, Esc leaves it."""
        closure = self.closure_marked()
        if closure is None:
            self.tell(_("No closure is marked."), "bad")
        elif closure.reopened_at is not None:
            facts = {"closure": closure_told(closure.closure), "at": f"{closure.reopened_at:%Y-%m-%dT%H:%M}"}
            self.tell_error(DeskError("already_done", **facts))
        else:
            self.reopening = closure
            self.say_enter()

    async def _reopen(self, number: ClosureId) -> None:
        self.reopening = None
        reopened = await self._done(ReopenFacility(number))
        if reopened is None:
            return
        await self.follow()
        told = say_count(
            "{closure} is ended: {count} slot is open again",
            "{closure} is ended: {count} slots are open again",
            len(reopened.slots),
            closure=closure_told(number),
        )
        handed = len(reopened.promoted) + len(reopened.offered)
        if handed:
            told += " | " + say("places for the waitlist: {count}", count=handed)
        self.say_done(told)

    # ------------------------------------------------------------ moving

    async def _move_marked(self) -> None:
        line = self.booking_marked()
        if line is None or line.best is None:
            return
        best = line.best
        moved = await self._done(Move(line.booking, best.date, best.start, best.facility))
        if moved is None:
            return
        await self.follow()
        following = [other for other in self.shown.bookings if other.best is not None] if self.shown else []
        self.show(booking_told(following[0].booking) if following else None)
        self.say_done(say("{person} is moved: {place}", person=line.name, place=where_told(best)))

    def action_rebook(self) -> None:
        """Shows where all would go by the best overall assignment; Enter, or F7 again, moves them."""
        if self.assignment is not None:
            self.action_enter()
        elif self.number is not None:
            self.tell(_("The best assignment is looked for ..."))
            self.run_deed(partial(self._show_assignment, self.number))

    async def _show_assignment(self, number: ClosureId) -> None:
        self.assignment = await self._done(RebookDisplaced(number, dry_run=True))
        if self.assignment is None:
            return
        if not self.assignment.moved and not self.assignment.left_out:
            self.assignment = None
            self.tell(_("Nobody is without a place."))
            return
        self.show()
        self.say_enter()

    async def _rebook(self) -> None:
        if self.number is None:
            return
        self.assignment = None
        rebooked = await self._done(RebookDisplaced(self.number))
        if rebooked is None:
            return
        await self.follow()
        told = say_count("{count} booking is moved", "{count} bookings are moved", len(rebooked.moved))
        if rebooked.left_out:
            told += " | " + say("without a place: {count}", count=len(rebooked.left_out))
        self.say_done(told, "bad" if rebooked.left_out else "good")


def _midnight_after(moment: datetime) -> datetime:
    """The end of a moment's day."""
    return datetime.combine(moment.date(), time()) + timedelta(days=1)
