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

from core.errors import DeskError
from tui.backing_up import ShellWithBackups
from tui.keys import key_for
from tui.language import N_, _
from tui.modes import MODES
from tui.screens.base import DeskScreen
from tui.screens.booking import BookingScreen
from tui.starting import settle
from tui.widgets.lines import TextLine
from tui.window import header_told
from tui.workers import begin

if TYPE_CHECKING:
    from core.attention.listing import Attention, AttentionItem
    from core.attention.since import Since
    from core.schedule.grid import GridSlot
    from tui.first_frame import FirstFrame
    from tui.screens.members import MemberScreen


SEEN_SECONDS = 60.0
"""How often the console keeps up to where it was looked at."""

DELIVERY_SECONDS = 60.0
"""How often notices go out."""


class Console(ShellWithBackups):
    """The front desk. `link` is the door; everything that touches the database goes through it."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "booking": BookingScreen,
        **MODES,
    }
    DEFAULT_MODE = "booking"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "screens/booking.tcss",  # the first screen's here as well: read later, all would be parsed once more
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "member", N_("member"), id="console.member", tooltip=N_("look at a member")),
        Binding(
            "f9",
            "counter",
            N_("counter"),
            id="console.counter",
            tooltip=N_("the counter: redeem, hand over"),
        ),
        Binding(
            "f10", "attention", N_("to do"), id="console.attention", tooltip=N_("what needs attention now")
        ),
        Binding("ctrl+u", "go('schedule')", N_("upload a week"), id="console.schedule"),
        Binding(
            "ctrl+d",
            "go('balances')",
            N_("balances"),
            show=False,
            id="console.balances",
            tooltip=N_("allowance and points of the departments"),
        ),
        Binding(
            "ctrl+w",
            "go('reports')",
            N_("reports"),
            show=False,
            id="console.reports",
            tooltip=N_("reports: a month's figures and plots, its workbook, what will be needed"),
        ),
    ]
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("go('catching_up')", N_("catch up from paper after an outage")),
        ("go('closures')", N_("closures that stand")),
        ("go('stock')", N_("stock: what is to be restocked, receive, count")),
        ("go('shift')", N_("shift: open, cash in and out, count, day close")),
        ("go('hand_outs')", N_("hand out to a department or for a festival")),
        ("go('policies')", N_("policies: allowance and points by grade, service and performance")),
        ("go('operators')", N_("operators: who may work here, and as what")),
        ("since", N_("what happened since the desk was left")),
        *ShellWithBackups.MORE_COMMANDS,
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012 - Textual's form

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.booking: BookingScreen | None = None
        self._counts: dict[str, int] = {}
        """How much needs attention, for the header."""
        self._since: Since | None = None
        """What had happened before this start."""
        self._undelivered = ""
        """Why notices could not go out, as it was told last."""

    async def _open(self) -> None:
        """The start is over when the club is open, or can't be opened."""
        try:
            await super()._open()
        finally:
            self.call_after_refresh(settle)
        if self.link.is_open:
            begin(self, self.link.load_rooms, "rooms")
            self._tell_news()
            self.set_interval(SEEN_SECONDS, partial(begin, self, self._keep_seen, "seen"))
            self.set_interval(DELIVERY_SECONDS, partial(begin, self, self._deliver, "deliver"))

    def _tell_news(self) -> None:
        if not self.link.locked:
            begin(self, self._tell_since, "since")
            begin(self, self.tell_baskets, "baskets")

    async def begin_anew(self) -> None:
        """Another operator has come."""
        self.booking, self._counts, self._since = None, {}, None
        await super().begin_anew()
        self.call_later(self._tell_news)

    # ------------------------------------------------------------ what needs attention

    async def _screens_follow(self) -> None:
        await super()._screens_follow()
        await self._count()

    async def _count(self) -> None:
        """How much needs attention: for the header of every screen."""
        from core.attention.listing import AskAttention

        if not self.link.is_open or self.link.locked or getattr(self.screen, "behind", False):
            return
        with contextlib.suppress(DeskError):
            self.take_attention(await self.link.ask(AskAttention()))

    def take_attention(self, answer: "Attention") -> None:
        """The counts of an answer that a screen has got."""
        if answer.counts != self._counts:
            self._counts = answer.counts
            for screen in self.screen_stack:
                self.show_header(screen)

    def _counts_told(self) -> str:
        told = []
        if any(self._counts.values()):
            from tui.widgets.matters import counts_told

            told.append(f"{key_for('console.attention', self.keymap)}: {counts_told(self._counts)}")
        return "  ".join(filter(None, (*told, self.parked_told(), self.backup_told())))

    def action_attention(self) -> None:
        """The list; on it, the grid again."""
        if self.current_mode == "attention":
            self.back_to_grid()
        else:
            self.switch_mode("attention")

    def action_counter(self) -> None:
        """The counter; on it, the grid again."""
        if self.current_mode == "counter":
            self.back_to_grid()
        else:
            self.switch_mode("counter")

    async def take_to_grid(self, item: "AttentionItem") -> None:
        """A booking that has lost its place, in hand, to be put down elsewhere."""
        from core.records import BookingId
        from core.schedule.grid import GridBooking
        from tui.grid.model import SlotKey

        await self.switch_mode("booking")
        if self.booking is not None:
            self.booking.wanted = SlotKey(item.facility, item.date, item.start)
            await self.booking.come_back("", item.date)
            booking = BookingId(int(item.record[1:]))
            self.booking.take_in_hand(
                GridBooking(booking, item.member, item.name, item.party, "displaced"), None
            )

    # ------------------------------------------------------------ while nobody looked, and what goes out

    async def _tell_since(self) -> None:
        """After a night or a weekend: what time and others have done meanwhile."""
        from tui.screens.since import SinceScreen, since_left

        told = await since_left(self.link)
        if told is None:
            return
        self._since, comes_by_itself = told
        if comes_by_itself:
            self.push_screen(SinceScreen(self._since))

    async def _keep_seen(self) -> None:
        """Up to now somebody was here."""
        if self.link.locked:
            return
        from tui.screens.since import since_left

        await since_left(self.link)

    async def action_quit(self) -> None:
        """What was done until now is no news at the next start."""
        await self._keep_seen()
        self.exit()

    async def action_since(self) -> None:
        """The page of this start again, asked for."""
        from tui.screens.since import SinceScreen

        if self._since is None:
            await self._tell_since()
        if self._since is not None and not isinstance(self.screen, SinceScreen):
            self.push_screen(SinceScreen(self._since))

    async def _deliver(self) -> None:
        """Notices go out by the channels that are set up; an unusable file of channels is told once."""
        from tui.sentences import sentence

        if not self.link.may("take_notices"):
            return
        try:
            await self.link.deliver()
        except DeskError as error:
            told = sentence(error)
            if told != self._undelivered:
                self._undelivered = told
                self.notify(told, severity="warning", timeout=10)

    def show_header(self, screen: Screen[Any]) -> None:
        """The first line of every screen: the club, the time."""
        now = self.link.now()
        shown = self.day_shown() if screen is self.booking else now.date()
        aside = screen.aside() if isinstance(screen, DeskScreen) else ""
        counts = "" if self.asks_to_sign_in else self._counts_told()
        counts = " | ".join(filter(None, (counts, aside)))
        connection, operator = self.connection_told(), self.operator_told()
        told = header_told(now, shown, connection, counts, operator, self.size.width)
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
        elif self.current_mode == "members":
            await self.show_member()
        else:
            await self.open_member(self.booking.card if self.booking else None)

    async def show_member(self, staff_no: str | None = None) -> None:
        """The member's screen without what stands on it: for somebody, or for who is shown there."""
        screen = await self._member_screen()
        if screen is not None and staff_no is not None:
            begin(screen, partial(screen.show_member, staff_no), "member")

    async def _member_screen(self) -> "MemberScreen | None":
        """The member's screen; a statement that stands on it is left."""
        from tui.screens.members import MemberScreen

        await self.switch_mode("members")
        while not isinstance(self.screen, MemberScreen) and len(self.screen_stack) > 1:
            await self.pop_screen()
        return self.screen if isinstance(self.screen, MemberScreen) else None

    async def new_member(self, name: str = "") -> None:
        """The member screen with empty fields, for somebody whom nobody knows yet."""
        screen = await self._member_screen()
        if screen is not None:
            screen.action_new(name)

    async def open_member(self, card_no: str | None = None) -> None:
        """The member screen: for the chosen member, or to find whose a card is that nobody has."""
        screen = await self._member_screen()
        if screen is not None:
            begin(self, partial(self._begin_member, screen, card_no), "member")

    async def _begin_member(self, screen: "MemberScreen", card_no: str | None) -> None:
        """Enter on a hit may have been pressed just before: it is waited for."""
        for taking in [worker for worker in self.workers if worker.group == "take"]:
            with contextlib.suppress(WorkerError):
                await taking.wait()
        await screen.begin(self.booking.member if self.booking else None, card_no)

    async def open_closures(self, slot: "GridSlot | None", facility: str | None) -> None:
        """The closures' screen: for a slot of the grid, or a facility of which none is marked."""
        from tui.screens.closures import ClosuresScreen

        await self.switch_mode("closures")
        if isinstance(self.screen, ClosuresScreen):
            begin(self.screen, partial(self.screen.begin, slot, facility), "deed")

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
