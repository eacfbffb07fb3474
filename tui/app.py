"""The console: one app, its screens by mode. The shell is painted first, the database opened after."""

import contextlib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerError

from tui.connection import ConnectedShell
from tui.language import N_, _
from tui.screens.booking import BookingScreen
from tui.starting import settle
from tui.widgets.lines import TextLine
from tui.window import header_told
from tui.workers import begin

if TYPE_CHECKING:
    from tui.first_frame import FirstFrame
    from tui.screens.members import MemberScreen


def _schedule_screen() -> Screen[Any]:
    from tui.screens.schedule import ScheduleScreen

    return ScheduleScreen()


def _member_screen() -> Screen[Any]:
    from tui.screens.members import MemberScreen

    return MemberScreen()


class Console(ConnectedShell):
    """The front desk. `link` is the door; everything that touches the database goes through it."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "booking": BookingScreen,
        "schedule": _schedule_screen,
        "members": _member_screen,
    }
    DEFAULT_MODE = "booking"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "screens/booking.tcss",  # the first screen's here as well: read later, all would be parsed once more
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "member", N_("member"), id="console.member", tooltip=N_("look at a member")),
        Binding("ctrl+u", "go('schedule')", N_("upload a week"), id="console.schedule"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012 - Textual's form

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.booking: BookingScreen | None = None

    async def _open(self) -> None:
        """The start is over when the club is open, or can't be opened."""
        try:
            await super()._open()
        finally:
            self.call_after_refresh(settle)

    def show_header(self, screen: Screen[Any]) -> None:
        """The first line of every screen: the club, the time."""
        now = self.link.now()
        shown = self.day_shown() if screen is self.booking else now.date()
        told = header_told(now, shown, self.connection_told())
        for line in screen.query("#header").results(TextLine):
            line.say(told)

    def action_go(self, mode: str) -> None:
        """Another screen."""
        self.switch_mode(mode)

    async def action_member(self) -> None:
        """The chosen member's screen; on it, the search for somebody else."""
        from tui.screens.members import MemberScreen

        if isinstance(self.screen, MemberScreen):
            self.screen.action_find()
        else:
            await self.open_member(self.booking.card if self.booking else None)

    async def new_member(self, name: str = "") -> None:
        """The member screen with empty fields, for somebody whom nobody knows yet."""
        await self.switch_mode("members")
        if isinstance(self.screen, MemberScreen):
            self.screen.action_new(name)

    async def open_member(self, card_no: str | None = None) -> None:
        """The member screen: for the chosen member, or to find whose a card is that nobody has."""
        from tui.screens.members import MemberScreen

        await self.switch_mode("members")
        if isinstance(self.screen, MemberScreen):
            begin(self, partial(self._begin_member, self.screen, card_no), "member")

    async def _begin_member(self, screen: "MemberScreen", card_no: str | None) -> None:
        """Enter on a hit may have been pressed just before: it is waited for."""
        for taking in [worker for worker in self.workers if worker.group == "take"]:
            with contextlib.suppress(WorkerError):
                await taking.wait()
        await screen.begin(self.booking.member if self.booking else None, card_no)

    def day_shown(self) -> date:
        """The day that the grid shows."""
        shown = self.booking.day if self.booking is not None else None
        return shown or self.link.today()

    def back_to_grid(self, told: str = "", day: date | None = None) -> None:
        """The main screen again, with what was done elsewhere, on a day."""
        self.switch_mode("booking")
        if self.booking is not None:
            begin(self, partial(self.booking.come_back, told, day), "back")


def run(path: Path, frame: "FirstFrame") -> int:
    """Opens the console, in place of the first frame; its exit status. Why the club could not be reached
    stays in the terminal."""
    console = Console(path)
    console.driver_class = frame.handing_over_to(console.driver_class)
    console.run()
    if console.link.waited():
        from tui.printing import complain

        complain(
            _("What was begun is waited for, half a minute at most: another program has the database locked.")
        )
    if console.link.trouble is not None:
        from tui.printing import refuse

        return refuse(console.link.trouble, as_json=False)
    return console.return_code or 0
