"""The list of policies, or the preview of one, as they are shown; the keys are in the screen."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from core.errors import DeskError
from core.ledger.awarding import AskEarningRules
from core.ledger.clearing import AskClearings, Cleared, ClearingTold
from core.ledger.policies import AskPolicies, PolicyTold
from core.ledger.terms import ONCE, Every, period_named
from tui.keys import key_for
from tui.language import _, say
from tui.policy_words import (
    Known,
    Listed,
    Preview,
    Runnable,
    asked_told,
    enter_told,
    heading_told,
    list_columns,
    list_rows,
    member_told,
    preview_columns,
    preview_rows,
    question_of,
    sums_told,
    title_of,
    whole_told,
    working_told,
)
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.person import FieldInput
from tui.widgets.table import TextTable


class PoliciesView(DeskScreen):
    """What is shown, and the asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None
        self._opened: Runnable | None = None
        """Whose preview is looked at; None for the list."""
        self._period: str | None = None
        """Which period of it; None for the present one."""
        self._preview: Preview | None = None
        self._news: tuple[str, str] | None = None
        """The code of a policy that was added or changed, and what is to be told of it."""
        self._told_at = ""
        """The line of the list of which something is told, until the mark leaves it."""
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

    # ------------------------------------------------------------ what is shown

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#asked", TextLine).say(" " + _("Period:") + " ")
        self._show()
        self.say_enter()

    def _ask_again(self) -> None:
        self.work(self._first, "policies")

    async def _first(self) -> None:
        if not await self._asked():
            return
        self.say_enter()
        if self._news is not None:
            (code, told), self._news = self._news, None
            self._told_at = f"policy {code}"
            self.table.stand_on(self._told_at)
            self._say_words()
            self.tell(told, "good")

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
                preview = await link.ask(question_of(self._opened, self._period))
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

    def _line(self) -> Listed | None:
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
            return (
                say(
                    "There are no policies yet: {key} adds one",
                    key=key_for("policies.new", self.console.keymap),
                )
                if self._known is not None
                else ""
            )
        if isinstance(line, PolicyTold):
            return say("Enter = what {name} would give; nothing is given yet", name=title_of(line))
        if isinstance(line, ClearingTold):
            return say("Enter = what {name} would take; nothing is taken yet", name=title_of(line))
        return _("Points are awarded by rules on a member's page.")

    def _every(self) -> Every:
        return self._opened.every if isinstance(self._opened, PolicyTold) else "year"
