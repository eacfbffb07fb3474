"""The console: one app, its screens by mode. The shell is painted first, the database opened after."""

import contextlib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerError

from core.errors import DeskError
from tui.grid.words import day_told
from tui.language import N_, say
from tui.link import DeskLink
from tui.screens.booking import BookingScreen
from tui.screens.members import MemberScreen
from tui.screens.schedule import ScheduleScreen
from tui.shell import Shell
from tui.widgets.lines import TextLine
from tui.workers import begin

FOLLOW_SECONDS = 1.0
"""How often the console looks whether somebody else has changed the club."""


class Console(Shell):
    """The front desk. `link` is the door; everything that touches the database goes through it."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "booking": BookingScreen,
        "schedule": ScheduleScreen,
        "members": MemberScreen,
    }
    DEFAULT_MODE = "booking"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "member", N_("member"), id="console.member", tooltip=N_("look at a member")),
        Binding("ctrl+u", "go('schedule')", N_("upload a week"), id="console.schedule"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012 - Textual's form

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.link = DeskLink(path)
        self.booking: BookingScreen | None = None
        self._version: object = None

    def on_mount(self) -> None:
        begin(self, self._open, "open")

    async def _open(self) -> None:
        try:
            await self.link.open()
        except DeskError as error:
            self._tell(error)
            return
        self._version = await self.link.version()
        await self._screen_follows()
        self.set_interval(FOLLOW_SECONDS, self._follow)
        self.set_interval(20, self._tick)

    def _follow(self) -> None:
        begin(self, self._look, "follow", exclusive=True)

    async def _look(self) -> None:
        """Has anybody changed the club? Then the screen asks again."""
        try:
            version = await self.link.version()
        except DeskError as error:
            self._tell(error)
            return
        if version != self._version:
            self._version = version
            await self._screen_follows()

    def _tick(self) -> None:
        """Time passes: what is due happens with the next question."""
        begin(self, self._screen_follows, "tick", exclusive=True)

    async def _screen_follows(self) -> None:
        for screen in self.screen_stack:
            follow = getattr(screen, "follow_quietly", None) or getattr(screen, "follow", None)
            if follow is not None:
                self.show_header(screen)
                await follow()

    def _tell(self, error: DeskError) -> None:
        from tui.sentences import sentence

        self.notify(sentence(error), severity="error", timeout=10, markup=False)

    def show_header(self, screen: Screen[Any]) -> None:
        """The first line of every screen: the club, the time."""
        now = self.link.now()
        told = say("Staff club  {day} {time}", day=day_told(now.date()), time=f"{now:%H:%M}")
        shown = self.day_shown()
        if screen is self.booking and shown != now.date():
            told += "  |  " + say("showing {year}-{day}", year=shown.year, day=day_told(shown))
        for line in screen.query("#header").results(TextLine):
            line.say(" " + told)

    def action_go(self, mode: str) -> None:
        """Another screen."""
        self.switch_mode(mode)

    async def action_member(self) -> None:
        """The chosen member's screen; on it, the search for somebody else."""
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
        await self.switch_mode("members")
        if isinstance(self.screen, MemberScreen):
            begin(self, partial(self._begin_member, self.screen, card_no), "member")

    async def _begin_member(self, screen: MemberScreen, card_no: str | None) -> None:
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

    def on_unmount(self) -> None:
        self.link.close()


def run(path: Path) -> int:
    """Opens the console; its exit status."""
    console = Console(path)
    console.run()
    return console.return_code or 0
