"""Policies and yearly clears: what a run would do first, then Enter; below them the earning rules."""

from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from core.errors import DeskError
from core.ledger.clearing import Cleared, ClearingTold
from core.ledger.policies import PolicyTold
from core.ledger.terms import ONCE, period_named, period_of
from core.text import folded
from tui.language import N_, _
from tui.policy_words import (
    Preview,
    Runnable,
    command_of,
    counts,
    done_told,
    question_of,
)
from tui.screens.policies_view import PoliciesView
from tui.widgets.table import TextTable
from tui.workers import begin

PREVIEWING = frozenset({"period", "shift"})
"""What can be done while a preview is looked at only."""


class PoliciesScreen(PoliciesView):
    """Nothing is given or taken before Enter is pressed on a preview."""

    CSS_PATH = "policies.tcss"
    AUTO_FOCUS = "#policies"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="policies.back"),
        Binding("ctrl+n", "new", N_("new"), id="policies.new", tooltip=N_("add a policy")),
        Binding("ctrl+e", "change", N_("change"), id="policies.change", tooltip=N_("change the policy")),
        Binding("f4", "period", N_("which period"), id="policies.period", tooltip=N_("type another period")),
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
        if action in ("new", "change"):
            return self._opened is None
        return action not in PREVIEWING or self._opened is not None

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self._say_words()
        if self.table.marked() != self._told_at:
            self._told_at = ""
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

    def action_new(self) -> None:
        """Fields for another policy."""
        self._open_form(None)

    def action_change(self) -> None:
        """Those of the marked one."""
        line = self._line()
        if isinstance(line, PolicyTold):
            self._open_form(line)
        else:
            self.tell(_("No policy is marked."), "bad")

    def _open_form(self, policy: PolicyTold | None) -> None:
        from tui.screens.policy_form import PolicyFormScreen

        self.app.push_screen(PolicyFormScreen(policy), self._kept)

    def _kept(self, kept: tuple[str, str] | None) -> None:
        """A policy was added or changed: it is marked, and told."""
        if kept is not None:
            self._news = kept
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
            if await link.ask(question_of(opened, preview.period)) == preview:
                done = await link.do(command_of(opened, preview.period))
        except DeskError as error:
            refused = error
        finally:
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
