"""The console and its club: opening it, following what others change, and what is told and tried while the
club can't be reached."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from core.errors import DeskError
from tui.language import N_, _
from tui.link import RETRY_SECONDS, DeskLink
from tui.screens.base import DeskScreen
from tui.shell import Shell
from tui.workers import begin, under_way

FOLLOW_SECONDS = 1.0
"""How often the console looks whether somebody else has changed the club."""

TICK_SECONDS = 20.0
"""How often it asks anew because time has passed."""

PATIENCE_SECONDS = 1.0
"""A wait for another program's lock is told from then on."""

GLANCE_SECONDS = 0.25
"""How often it is seen whether something waits."""


class ConnectedShell(Shell):
    """The shell with its door. While the club can't be reached, Enter tries again, on every screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "try_again",
            N_("try again"),
            id="console.try_again",
            priority=True,
            tooltip=N_("while the database can't be reached: try again"),
        ),
        Binding(
            "ctrl+c",
            "copy_trouble",
            N_("copy"),
            id="console.copy",
            priority=True,
            tooltip=N_("while the database can't be reached: copy why"),
        ),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.link = DeskLink(path, self.connection_changed)
        self._version: object = None
        self._waits = False
        """Something has waited for another program long enough to be told."""
        self._trying = False
        self._tried: datetime | None = None
        """When Enter tried in vain to reach the club."""

    def on_mount(self) -> None:
        begin(self, self._open, "open")
        self.set_interval(FOLLOW_SECONDS, partial(self._unless_under_way, self._look, "follow"))
        self.set_interval(TICK_SECONDS, partial(self._unless_under_way, self._screens_follow, "tick"))
        self.set_interval(RETRY_SECONDS, self._retry)
        self.set_interval(GLANCE_SECONDS, self._glance)

    # ------------------------------------------------------------ opening, and opening again

    async def _open(self) -> None:
        """Opens the club; the screens follow. Why it can't be opened they tell by themselves."""
        try:
            await self.link.open()
            self._version = await self.link.version()
        except DeskError:
            return
        await self._screens_follow()

    def _retry(self) -> None:
        if self.link.tries_by_itself:
            self._unless_under_way(self._open, "open")

    def action_try_again(self) -> None:
        """Opens the club now."""
        self._unless_under_way(self._try_again, "try")

    async def _try_again(self) -> None:
        self._trying = True
        self.connection_changed()
        try:
            await self._open()
        finally:
            self._trying, self._tried = False, None if self.link.is_open else self.link.now()
            self.connection_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys act only while the club can't be reached."""
        if action in {"try_again", "copy_trouble"}:
            return self.link.trouble is not None and bool(self.screen.query("#enter"))
        return super().check_action(action, parameters)

    # ------------------------------------------------------------ following

    def _unless_under_way(self, deed: Callable[[], Awaitable[None]], group: str) -> None:
        if not under_way(self, group):
            begin(self, deed, group)

    async def _look(self) -> None:
        """Has anybody changed the club? Then the screen asks again."""
        try:
            version = await self.link.version()
        except DeskError:
            return
        if version != self._version or getattr(self.screen, "behind", False):
            self._version = version
            await self._screens_follow()

    async def _screens_follow(self) -> None:
        """What is shown is asked for anew."""
        for screen in list(self.screen_stack):
            follow = getattr(screen, "follow_quietly", None) or getattr(screen, "follow", None)
            if follow is not None:
                self.show_header(screen)
                await follow()

    # ------------------------------------------------------------ what is told

    def show_header(self, screen: Screen[Any]) -> None:
        """The first line of every screen."""

    def connection_told(self) -> str:
        """What the header says of the connection; nothing while all is well."""
        if self.link.trouble is not None:
            return _("not connected")
        return _("waiting for another program") if self._waits else ""

    def told_instead(self, *, reason: bool = True) -> tuple[str, str] | None:
        """What the line of Enter says instead of what it would say, and its tone; None while all is well.
        Without the reason where the screen tells it elsewhere."""
        if self.link.trouble is not None and not self._trying:
            from tui.sentences.ways import enter_told, lost_told

            return (lost_told if reason else enter_told)(self.link, self._tried), "bad"
        if self._waits:
            return _("Another program keeps the database locked: waiting for it, half a minute at most."), ""
        if self._trying or not self.link.is_open:
            return _("The database is being opened ..."), ""
        return None

    def connection_changed(self) -> None:
        """Every screen at hand tells how things stand."""
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_connection()

    def _glance(self) -> None:
        waits = self.link.waited() >= PATIENCE_SECONDS
        if waits != self._waits:
            self._waits = waits
            self.connection_changed()

    def action_copy_trouble(self) -> None:
        """Why the club can't be reached, to be pasted elsewhere; marked text goes first."""
        if self.link.trouble is None or self.screen.get_selected_text() or isinstance(self.focused, Input):
            raise SkipAction
        from tui.sentences import sentence

        self.copy_to_clipboard(sentence(self.link.trouble))
        self.notify(_("Copied, if this terminal lets a program copy."), markup=False)

    async def on_unmount(self) -> None:
        await self.link.close()
