"""The console: one app, its screens by mode. The shell is painted first, the database opened after."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.signal import Signal

from core.errors import DeskError
from tui import language
from tui.grid.words import day_told
from tui.language import N_, say
from tui.link import DeskLink
from tui.screens.booking import BookingScreen
from tui.widgets.lines import TextLine

FOLLOW_SECONDS = 1.0
"""How often the console looks whether somebody else has changed the club."""

SMALLEST = (60, 15)


class Console(App[int]):
    """The front desk. `link` is the door; everything that touches the database goes through it."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"booking": BookingScreen}
    DEFAULT_MODE = "booking"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", N_("quit"), id="console.quit", priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012 - Textual's form

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.link = DeskLink(path)
        self.language_changed: Signal[str] = Signal(self, "language_changed")
        self._version: object = None

    def on_mount(self) -> None:
        self.run_worker(self._open(), exit_on_error=False, group="open")

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
        self.run_worker(self._look(), exit_on_error=False, group="follow", exclusive=True)

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
        self.run_worker(self._screen_follows(), exit_on_error=False, group="tick", exclusive=True)

    async def _screen_follows(self) -> None:
        for screen in self.screen_stack:
            follow = getattr(screen, "follow", None)
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
        for line in screen.query("#header").results(TextLine):
            line.say(" " + told)

    def speak(self, named: str) -> None:
        """Another language, live."""
        language.use(named)
        self.language_changed.publish(named)

    def action_speak(self) -> None:
        """The other language."""
        self.speak("en" if language.spoken() == "zh_CN" else "zh_CN")

    def on_unmount(self) -> None:
        self.link.close()


def run(path: Path) -> int:
    """Opens the console; its exit status."""
    console = Console(path)
    console.run()
    return console.return_code or 0
