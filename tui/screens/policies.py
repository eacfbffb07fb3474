"""Policies and yearly clears: what a run would do first, then Enter; below them the earning rules."""

from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from core.command import Command, Question
from core.errors import DeskError
from core.ledger.awarding import AskEarningRules
from core.ledger.clearing import AskClearings, Cleared, ClearingTold, PreviewClearing, RunClearing
from core.ledger.policies import AskPolicies, PolicyTold, PreviewPolicy, RunPolicy
from core.ledger.terms import ONCE, Every, period_named, period_of
from core.text import folded
from core.wire import Name
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.screens.policies_view import (
    Known,
    Preview,
    Runnable,
    asked_told,
    counts,
    done_told,
    enter_told,
    heading_told,
    list_columns,
    list_rows,
    member_told,
    preview_columns,
    preview_rows,
    sums_told,
    title_of,
    whole_told,
    working_told,
)
from tui.widgets.lines import TextLine
from tui.widgets.person import FieldInput
from tui.widgets.table import TextTable
from tui.workers import begin

PREVIEWING = frozenset({"period", "shift"})
"""What can be done while a preview is looked at only."""


class PoliciesScreen(DeskScreen):
    """Nothing is given or taken before Enter is pressed on a preview."""

    CSS_PATH = "policies.tcss"
    AUTO_FOCUS = "#policies"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="policies.back"),
        Binding("f4", "period", N_("period"), id="policies.period", tooltip=N_("type another period")),
        Binding(
            "ctrl+left",
            "shift(-1)",
            N_("earlier"),
            show=False,
            id="policies.earlier",
            tooltip=N_("the period before"),
        ),
        Binding(
            "ctrl+right",
            "shift(1)",
            N_("later"),
            show=False,
            id="policies.later",
            tooltip=N_("the period after"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Enter shows what a run would do; nothing is given or taken before the second Enter."),
        N_("Ctrl+Left and Ctrl+Right go to the period before and after; F4 types one."),
        N_("A policy gives each member once a period: run again, it gives to those who came since."),
        N_("One that runs by itself does so at the beginning of its day, once a period."),
        N_("A yearly clear takes away what is left, so it asks once more."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None
        self._opened: Runnable | None = None
        """Whose preview is looked at; None for the list."""
        self._period: str | None = None
        """Which period of it; None for the present one."""
        self._preview: Preview | None = None
        self._certain = False
        """The question before something is taken away has been asked."""
        self._working: Preview | None = None
        """The run that goes on."""
        self._seconds = 0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            TextLine(id="sums"),
            TextTable(id="policies"),
            TextLine(id="words"),
            TextLine(id="enter"),
            Horizontal(TextLine(id="asked"), FieldInput(id="answer"), id="asking"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#policies", TextTable)

    def on_mount(self) -> None:
        self.query_one("#asking").display = False
        self._ask_again()

    def on_screen_resume(self) -> None:
        """Something may have been given or changed since."""
        super().on_screen_resume()
        if self.is_mounted:
            self._ask_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the stage at hand knows; nothing while a run goes on."""
        del parameters
        if self._working is not None and action in PREVIEWING | {"back"}:
            return False
        return action not in PREVIEWING or self._opened is not None

    # ------------------------------------------------------------ what is shown

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#asked", TextLine).say(" " + _("Period:") + " ")
        self._show()
        self.say_enter()

    def _ask_again(self) -> None:
        self.work(self._first, "policies")

    async def _first(self) -> None:
        if await self._asked():
            self.say_enter()

    async def follow(self) -> None:
        """Asks anew; what is told stays, unless Enter would do something else now."""
        before = self._preview
        if self._working is None and await self._asked() and self._preview != before:
            self._certain = False
            self.say_enter()

    async def _asked(self) -> bool:
        """Asks for what is shown; False where it was refused, and told, or is not wanted any more."""
        link, wanted = self.console.link, (self._opened, self._period)
        if not link.is_open:
            return False
        try:
            if self._opened is None:
                known = Known(
                    (await link.ask(AskPolicies())).policies,
                    (await link.ask(AskClearings())).clearings,
                    await link.ask(AskEarningRules()),
                )
            else:
                preview = await link.ask(_question(self._opened, self._period))
        except DeskError as error:
            if wanted == (self._opened, self._period):
                self._preview = None
                self._show()
                self.tell_error(error)
            return False
        if wanted != (self._opened, self._period):
            return False
        if self._opened is None:
            self._known = known
        else:
            self._preview, self._period = preview, preview.period
        self._show()
        return True

    def _show(self) -> None:
        heading, sums = self.query_one("#heading", TextLine), self.query_one("#sums", TextLine)
        sums.display = self._opened is not None
        self.set_class(self._opened is not None, "-preview")
        if self._opened is None:
            heading.say(" " + _("Policies, yearly clears and earning rules"))
            if self._known is not None:
                self.table.show(list_columns(), [*list_rows(self._known)])
        else:
            heading.say(" " + heading_told(self._opened, self._preview, self._period))
            sums.say(" " + sums_told(self._preview) if self._preview is not None else "")
            rows = preview_rows(self._preview) if self._preview is not None else ()
            self.table.show(preview_columns(self._opened), [*rows])
        self._say_words()

    def _say_words(self) -> None:
        """What is marked, in full."""
        told = ""
        if self._opened is None:
            line = self._line()
            told = whole_told(line) if line is not None else ""
        elif self._preview is not None:
            row = self.table.marked_row()
            told = member_told(self._opened, row.cells) if row is not None else ""
        self.query_one("#words", TextLine).say(told)

    def _line(self) -> Any:
        """What is marked in the list."""
        key, known = self.table.marked(), self._known
        return next((line.what for line in known.lines() if line.key == key), None) if known else None

    def say_enter(self) -> None:
        """Says before the key what Enter does."""
        if self._working is not None:
            self.tell(working_told(self._working, self._seconds))
        elif self._opened is not None:
            if self._certain and isinstance(self._preview, Cleared):
                self.tell(asked_told(self._preview), "bad")
            elif self._preview is not None:
                self.tell(*enter_told(self._preview, coming=self._is_coming()))
        else:
            self.tell(self._list_told())

    def _is_coming(self) -> bool:
        """Whether the period that is shown has not begun yet."""
        if self._every() == ONCE:
            return False
        today = self.console.link.today()
        return period_named(self._every(), self._period, today).first > today

    def _list_told(self) -> str:
        line = self._line()
        if line is None:
            return _("There are no policies yet.") if self._known is not None else ""
        if isinstance(line, PolicyTold):
            return say("Enter = what {name} would give; nothing is given yet", name=title_of(line))
        if isinstance(line, ClearingTold):
            return say("Enter = what {name} would take; nothing is taken yet", name=title_of(line))
        return _("Points are awarded by rules on a member's page.")

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self._say_words()
        self.say_enter()

    # ------------------------------------------------------------ Enter and Esc

    @on(TextTable.Entered)
    def _entered(self) -> None:
        """Does what the line above the keys says."""
        if self._working is not None:
            return
        if self._opened is None:
            line = self._line()
            if isinstance(line, PolicyTold | ClearingTold):
                self._open(line)
        elif isinstance(self._preview, Cleared) and self._preview.cleared and not self._certain:
            self._certain = True
            self.say_enter()
        elif self._preview is not None and counts(self._preview):
            self._begin(self._opened, self._preview)

    def _open(self, opened: Runnable) -> None:
        self._opened, self._period, self._preview = opened, None, None
        self.tell(_("Looking who gets what ..."))
        self._show()
        self.list_keys()
        self._ask_again()

    def action_back(self) -> None:
        """One step out: the field, the question, the preview, the screen."""
        if self.query_one("#asking").display:
            self._close_field()
            self.say_enter()
        elif self._certain:
            self._certain = False
            self.say_enter()
        elif self._opened is not None:
            kind = "policy" if isinstance(self._opened, PolicyTold) else "clearing"
            key = f"{kind} {self._opened.code}"
            self._opened = self._period = self._preview = None
            self._show()
            self.table.stand_on(key)
            self.list_keys()
            self.tell("")
            self._ask_again()
        else:
            self.console.action_go("balances")

    # ------------------------------------------------------------ another period

    def action_shift(self, ahead: int) -> None:
        """The period before or after."""
        try:
            period = self._beside(ahead)
        except DeskError:
            period = None
        if period is not None:
            self._to_period(period)
        else:
            self.tell(_("There is no other period."), "bad")

    def _beside(self, ahead: int) -> str | None:
        """The period beside the one that is shown. `invalid` beyond those that can be named."""
        every = self._every()
        if every == ONCE:
            return None
        today = self.console.link.today()
        here = period_named(every, self._period, today)
        day = here.last if ahead > 0 else here.first
        beside = period_of(every, day + timedelta(days=ahead))
        return period_named(every, beside.told, today).told

    def _every(self) -> Every:
        return self._opened.every if isinstance(self._opened, PolicyTold) else "year"

    def _to_period(self, period: str) -> None:
        self._period, self._preview, self._certain = period, None, False
        self.tell(_("Looking who gets what ..."))
        self._ask_again()

    def action_period(self) -> None:
        """A field for the period."""
        if self.query_one("#asking").display:
            return
        if self._every() == ONCE:
            self.tell(_("There is no other period."), "bad")
            return
        self._certain = False
        self.query_one("#asking").display = True
        field = self.query_one("#answer", Input)
        field.value = self._period or ""
        field.focus()
        field.action_select_all()
        self.tell(_("Enter = the preview of this period | Esc = leave it"))

    def _close_field(self) -> None:
        self.query_one("#asking").display = False
        self.table.focus()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            told = folded(event.value).upper() or None
            period = period_named(self._every(), told, self.console.link.today()).told
        except DeskError as error:
            self.tell_error(error)
            return
        self._close_field()
        self._to_period(period)

    # ------------------------------------------------------------ running

    def _begin(self, opened: Runnable, preview: Preview) -> None:
        self._working, self._seconds, self._certain = preview, 0, False
        self._ticking = self.set_interval(1.0, self._tick)
        self.list_keys()
        self.say_enter()
        begin(self, partial(self._carry_out, opened, preview), "deed")

    def _tick(self) -> None:
        self._seconds += 1
        if self._working is not None:
            self.say_enter()

    async def _carry_out(self, opened: Runnable, preview: Preview) -> None:
        """Runs it, if it still is what was shown."""
        link, done, refused = self.console.link, None, None
        try:
            if await link.ask(_question(opened, preview.period)) == preview:
                done = await link.do(_command(opened, preview.period))
        except DeskError as error:
            refused = error
        self._working = None
        if self._ticking is not None:
            self._ticking.stop()
        self.list_keys()
        if await self._asked():
            self.say_enter()
        if refused is not None:
            self.tell_error(refused)
        elif done is not None:
            self.tell(done_told(done), "good")
        else:
            self.tell(" | ".join((_("It has changed meanwhile: look again"), self.told[0])), "bad")


def _question(opened: Runnable, period: str | None) -> Question[Any]:
    named = None if period is None else Name(period)
    asks = PreviewPolicy if isinstance(opened, PolicyTold) else PreviewClearing
    return asks(opened.code, named)


def _command(opened: Runnable, period: str) -> Command[Any]:
    does = RunPolicy if isinstance(opened, PolicyTold) else RunClearing
    return does(opened.code, Name(period))
