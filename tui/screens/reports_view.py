"""What the reports' screen shows: a month, two months, or what will be needed; and the asking for it.

The screen is a chain of rooms: this view, and the screen with its keys and the export.
"""

import time
from collections.abc import Sequence
from typing import Literal

from textual.css.query import NoMatches

from core.errors import DeskError
from core.reports.lapsing_soon import AskLikelyToLapse, LikelyToLapse
from core.reports.month import AskMonth, Month, MonthReport
from core.reports.needed import AskNeeded, Needed
from tui.language import _, say
from tui.reports.needed_page import needed_lines
from tui.reports.panels import month_lines, months_lines
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.plot import Line
from tui.widgets.plot_page import PlotPage
from tui.workers import begin

Page = Literal["month", "needed"]

BESIDE = (0, -1, -12)
"""How many months away the month is that stands beside the one shown; 0 for none."""

FRESH_SECONDS = 30.0
"""For so long what was counted is not counted again because somebody changed the club."""

Wanted = tuple[Page, Month | None, int]


class ReportsView(DeskScreen):
    """What is shown stays until what was asked for is there."""

    def __init__(self) -> None:
        super().__init__()
        self.page: Page = "month"
        self.month: Month | None = None
        """The month that is asked for; None for the one of today."""
        self.beside = 0
        self.reports: tuple[MonthReport, ...] = ()
        """What is shown: one month, or two."""
        self.needed: tuple[Needed, LikelyToLapse] | None = None
        self._shown: Wanted | None = None
        """What the figures on the screen were asked for."""
        self._counting = False
        self._counted_at = 0.0

    @property
    def plots(self) -> PlotPage:
        return self.query_one("#plots", PlotPage)

    def wanted_month(self) -> Month:
        return self.month or Month.of(self.console.link.today())

    def _wanted(self) -> Wanted:
        return (self.page, self.wanted_month(), self.beside) if self.page == "month" else (self.page, None, 0)

    # ------------------------------------------------------------ asking

    def count(self) -> None:
        """Asks for what is wanted, one look after the other: keys that are pressed meanwhile only change what
        is wanted in the end."""
        self.say_heading()
        if not self._counting and self.console.link.is_open:
            self._counting = True
            begin(self, self._count, "count")

    async def _count(self) -> None:
        asked = None
        try:
            while asked != (wanted := self._wanted()):
                asked = wanted
                await self._ask(asked)
                if asked == self._wanted():
                    self._counted_at = time.monotonic()
                    other_page = self._shown is None or self._shown[0] != asked[0]
                    self._shown = asked
                    self._show(from_top=other_page)
        except DeskError as error:
            self.tell_error(error)
        finally:
            self._counting = False
        self.say_heading()

    async def _ask(self, wanted: Wanted) -> None:
        page, month, beside = wanted
        if page == "needed":
            ask = self.console.link.ask
            self.needed = await ask(AskNeeded()), await ask(AskLikelyToLapse())
        elif month is not None:
            months = (month, month.later(beside)) if beside else (month,)
            self.reports = tuple([await self.console.link.ask(AskMonth(one)) for one in months])

    async def follow(self) -> None:
        """Counts anew what somebody has changed: not at once, a month takes its time."""
        if self._shown is None or time.monotonic() - self._counted_at > FRESH_SECONDS:
            self.count()

    # ------------------------------------------------------------ showing

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_heading()

    def _show(self, *, from_top: bool = False) -> None:
        try:
            plots = self.plots
        except NoMatches:
            return
        if self._shown is not None:
            plots.show(self._lines, from_top=from_top)

    def _lines(self, width: int) -> Sequence[Line]:
        if self._shown is not None and self._shown[0] == "needed":
            return needed_lines(*self.needed, width) if self.needed is not None else ()
        if len(self.reports) == 2:
            return months_lines(*self.reports, width)
        return month_lines(self.reports[0], width) if self.reports else ()

    def say_heading(self) -> None:
        """What is shown, and what is being counted."""
        told = ""
        if self._shown is not None:
            told = _("What will be needed") if self._shown[0] == "needed" else self._months_told()
        if self._shown != self._wanted():
            told = f"{told}   {self._counting_told()}" if told else self._counting_told()
        self.query_one("#heading", TextLine).say(f" {told}")

    def _months_told(self) -> str:
        first = self.reports[0].month
        told = say("Month {month}", month=first.write_wire())
        if len(self.reports) == 2:
            told = say("Month {month} beside {other}", month=first.write_wire(),
                       other=self.reports[1].month.write_wire())  # fmt: skip
        today = self.console.link.today()
        if first == Month.of(today):
            told += " | " + say("as far as it has gone, {day}", day=f"{today:%m-%d}")
        elif first.first > today:
            told += " | " + _("to come")
        return told

    def _counting_told(self) -> str:
        page, month, _beside = self._wanted()
        if page == "needed" or month is None:
            return _("Counting what will be needed ...")
        return say("Counting {month} ...", month=month.write_wire())
