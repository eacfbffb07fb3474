"""Handing out: each card is one hand-over; who is to come, the list to be signed, the end: a key each."""

import asyncio
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from core.counter.hand_out import CloseHandOut, TakeBackHandOut
from core.errors import DeskError
from core.wire import Name
from tui import settings
from tui.bell import bell_wanted
from tui.language import N_, _, say
from tui.screens.hand_out_taking import HandOutTaking
from tui.screens.written import tell_written
from tui.slips import slip_folder
from tui.widgets.table import TextTable
from tui.workers import begin, under_way


class HandOutScreen(HandOutTaking):
    """One session."""

    CSS_PATH = "hand_out.tcss"
    AUTO_FOCUS = "#scanned"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - Textual's form
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="hand_out.back"),
        Binding(
            "f3",
            "list",
            N_("still to come"),
            id="hand_out.list",
            tooltip=N_("who is still to come, and search"),
        ),
        Binding(
            "f5",
            "sheet",
            N_("collection list"),
            id="hand_out.sheet",
            tooltip=N_("write the collection list to be signed, and open it"),
        ),
        Binding(
            "f6",
            "take_back",
            N_("goods back"),
            id="hand_out.take_back",
            tooltip=N_("take the marked hand-over back: it was a mistake"),
        ),
        Binding(
            "f7",
            "proxy",
            N_("by proxy"),
            id="hand_out.proxy",
            tooltip=N_("somebody else collects: the absent member's card, then the proxy's"),
        ),
        Binding("f8", "end", N_("end"), id="hand_out.end", tooltip=N_("end the hand-out")),
    ]
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (("bell", N_("bell: on or off")),)
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("A card that is scanned is handed out to at once; a second time it is told when and by whom."),
        N_("Without a card: type a name, pinyin or number, then Enter."),
        N_("One tone is a hand-over, two are a refusal; the palette turns the bell off."),
    )

    def on_mount(self) -> None:
        self.hits.can_focus = False
        self.work(self._first, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.listener = None
        if self.is_mounted:
            self.work(self.follow, "follow")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    # ------------------------------------------------------------ the keys

    def action_proxy(self) -> None:
        """In the order of the scans: those that wait are not meant."""
        self.wait_for(self.begin_proxy)

    def action_list(self) -> None:
        from tui.screens.hand_out_list import HandOutListScreen

        self.app.push_screen(HandOutListScreen(self))

    def action_take_back(self) -> None:
        """What is marked, if it was handed over here."""
        marked = self.table.marked()
        one = next((one for one in self.scans if str(one.number) == marked), None)
        if one is None or one.verdict != "handed":
            self.tell(_("Mark a hand-over first: up and down."), "bad")
        else:
            self.wait_for(partial(self._take_back, Name(one.member), one.name, one.department))

    async def _take_back(self, member: Name, name: str, department: str, key: str) -> None:
        back = await self.console.link.do(TakeBackHandOut(self.session, member), key)
        self.counts = self.counts[1] - back.left, self.counts[1]
        self.add("taken_back", name, member, department, "")
        self.tell(say("{person}: taken back, still to come", person=name), "good")

    def action_sheet(self) -> None:
        if not under_way(self, "sheet"):
            begin(self, self._write_sheet, "sheet")

    async def _write_sheet(self) -> None:
        from tui.counter.collection import write_list
        from tui.taking_out import taking_out

        await self.follow_card()
        if self.card is None:
            return
        path = slip_folder(self.console.link.path) / f"hand-out-{_file_name(self.session)}.xlsx"
        try:
            rows = len(self.card.members)
            await self.console.link.do(taking_out("hand_out_list", path, rows=rows, session=self.session))
            written = await asyncio.to_thread(write_list, self.card, self.console.link.now(), path)
        except DeskError as error:
            self.tell_error(error)
            return
        await tell_written(self, written, path)

    def action_bell(self) -> None:
        """Kept for the next time."""
        wanted = not bell_wanted()
        begin(self, partial(self._keep_bell, wanted=wanted), "bell")

    async def _keep_bell(self, *, wanted: bool) -> None:
        if await asyncio.to_thread(settings.keep, "bell", "on" if wanted else "off"):
            self.tell(_("The bell is on.") if wanted else _("The bell is off."))
        else:
            self.tell(_("The settings file could not be written: the choice is not kept."), "bad")

    def action_end(self) -> None:
        self.ending = self.card is not None and self.card.state == "open"
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        if self.ending and not under_way(self, "deed"):
            begin(self, self._end, "deed")
        else:
            self.serve_on()

    async def _end(self) -> None:
        try:
            closed = await self.console.link.do(CloseHandOut(self.session))
        except DeskError as error:
            self.tell_error(error)
            return
        finally:
            self.ending = False
        await self.follow()
        told = say("Closed: {handed} collected, {left} did not come.", handed=closed.handed, left=closed.left)
        self.tell(told, "good")

    def action_back(self) -> None:
        """One step back."""
        if self.due:
            self.tell(say("Scans that still wait for the club: {count}", count=len(self.due)), "bad")
        elif self.ending or self.proxying:
            self.ending = False
            self.end_proxy()
            self.say_enter()
        else:
            self.dismiss()


def _file_name(code: str) -> str:
    """A session's code as a part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in code)
