"""The hand-outs: those that are running first; Enter takes one up, F5 begins another."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.counter.hand_out_looking import AskHandOuts, HandOutTold
from core.errors import DeskError
from core.wire import Name
from tui.counter.hand_outs import session_columns, session_row
from tui.keys import key_for
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.table import TableRow, TextTable


class HandOutsScreen(DeskScreen):
    """All of them, the latest first."""

    CSS_PATH = "hand_out.tcss"
    AUTO_FOCUS = "#sessions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="hand_outs.back"),
        Binding(
            "f5",
            "new",
            N_("new hand-out"),
            id="hand_outs.new",
            tooltip=N_("begin a hand-out: items, list and fund are set once"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("A hand-out goes to a department, to several, to all, or to those in a sheet: once each."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._sessions: tuple[HandOutTold, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self.frame(TextTable(id="sessions"), TextLine(id="enter"))

    @property
    def table(self) -> TextTable:
        return self.query_one("#sessions", TextTable)

    def on_mount(self) -> None:
        self.work(self._first, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.work(self._first, "follow")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            self._sessions = (await self.console.link.ask(AskHandOuts())).sessions
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()

    def _show(self) -> None:
        running = [session_row(one) for one in self._sessions if one.state == "open"]
        over = [session_row(one) for one in self._sessions if one.state == "closed"]
        rows = []
        for heading, group in ((_("Running"), running), (_("Closed"), over)):
            if group:
                rows += [TableRow(None, (heading,)), *group]
        self.table.show(session_columns(), rows)

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    def say_enter(self) -> None:
        key = self.table.marked()
        one = next((one for one in self._sessions if one.session == key), None)
        new = say("{key} = a new hand-out", key=key_for("hand_outs.new", self.console.keymap))
        if one is None:
            self.tell(_("There is no hand-out yet.") + " " + new)
        elif one.state == "open":
            self.tell(say("Enter = hand out: {name}", name=one.name) + " | " + new)
        else:
            self.tell(say("Enter = look at {name}", name=one.name) + " | " + new)

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        key = self.table.marked()
        if key is not None:
            self._take_up(key)

    def _take_up(self, session: str | None) -> None:
        from tui.screens.hand_out import HandOutScreen

        if session is not None:
            self.app.push_screen(HandOutScreen(Name(session)))

    def action_new(self) -> None:
        """The fields; the hand-out that is begun is taken up at once."""
        from tui.screens.hand_out_form import HandOutFormScreen

        self.app.push_screen(HandOutFormScreen(), self._take_up)

    def action_back(self) -> None:
        self.app.switch_mode("counter")
