"""Reports: a month's figures and plots, two months side by side, what will be needed; and the workbook,
written beside the console."""

import asyncio
import re
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.reports.month import Month
from core.text import folded
from core.wire import Misfit
from tui import settings
from tui.exporting import ExportFailed, MonthExport
from tui.language import N_, _, say, say_count
from tui.screens.reports_view import BESIDE, ReportsView
from tui.slips import opens, slip_folder
from tui.widgets.lines import TextLine
from tui.widgets.person import FieldInput
from tui.widgets.plot_page import PlotPage
from tui.workers import begin, under_way

FOLDER = "reports_folder"
"""The setting that remembers where workbooks go."""

PATH_LONGEST = 400

_TYPED = re.compile(r"(?:(\d{4})\D?)?(\d{1,2})\D?")


class ReportsScreen(ReportsView):
    """The manager's figures. Enter writes the workbook, and opens the one that was written."""

    CSS_PATH = "reports.tcss"
    AUTO_FOCUS = "#plots"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="reports.back"),
        Binding("enter", "enter", N_("do it"), show=False, id="reports.enter",
                tooltip=N_("what the line of Enter says")),
        Binding("f3", "beside", N_("two months"), id="reports.beside",
                tooltip=N_("beside the month before, beside that of last year, alone")),
        Binding("f5", "export", N_("workbook"), id="reports.export",
                tooltip=N_("write the month's workbook")),
        Binding("f8", "hand_in", N_("hand in"), id="reports.hand_in",
                tooltip=N_("write it, and keep its figures as those that were handed in")),
        Binding("f6", "needed", N_("will be needed"), id="reports.needed",
                tooltip=N_("what will be needed, or the month again")),
        Binding("f4", "remind", N_("remind"), id="reports.remind",
                tooltip=N_("remind the members whose allowance is likely to lapse")),
        Binding("f7", "folder", N_("folder"), id="reports.folder", tooltip=N_("where workbooks go")),
        Binding("left", "month(-1)", N_("month back"), show=False, id="reports.month_back"),
        Binding("right", "month(1)", N_("month on"), show=False, id="reports.month_on"),
        Binding("ctrl+left", "month(-1)", N_("month back"), show=False, id="reports.earlier"),
        Binding("ctrl+right", "month(1)", N_("month on"), show=False, id="reports.later"),
        Binding("ctrl+t", "today", N_("this month"), id="reports.today"),
        Binding("ctrl+g", "ask_month", N_("a month"), id="reports.month", tooltip=N_("go to a month")),
    ]  # fmt: skip
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Left and Right go through the months; digits name one: 10, or 2026-10. PgDn shows more."),
        N_("Enter writes the workbook beside the console, which goes on meanwhile; Esc stops it."),
        N_("What will be needed is what was usual in the last eight whole weeks, and no promise."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.asking = ""
        """What the field is for: `month`, `folder`, or nothing while it is hidden."""
        self.folder: Path | None = None
        self.written: Path | None = None
        """The workbook that Enter opens."""
        self.hand_in = False
        """Whether what was written last, or will be when its folder is known, is handed in."""
        self.export: MonthExport | None = None
        """The one that is being written."""

    def compose(self) -> ComposeResult:
        field = FieldInput(id="answer")
        field.max_length, field.select_on_focus = PATH_LONGEST, False
        yield from self.frame(
            TextLine(id="heading"),
            PlotPage(id="plots"),
            Horizontal(TextLine(id="asked"), field, id="asking"),
            TextLine(id="enter"),
        )

    @property
    def field(self) -> FieldInput:
        return self.query_one("#answer", FieldInput)

    def on_mount(self) -> None:
        self.query_one("#asking").display = False
        begin(self, self._begin, "begin")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.count()

    async def _begin(self) -> None:
        kept = (await asyncio.to_thread(settings.read)).get(FOLDER)
        if isinstance(kept, str) and kept and self.folder is None:
            self.folder = Path(kept)
        self.count()
        self.say_enter()

    def retranslate(self) -> None:
        super().retranslate()
        self._say_asked()
        self.say_enter()

    def say_enter(self) -> None:
        """What Enter does."""
        if self.export is not None:
            return
        month = self.wanted_month().write_wire()
        if self.asking == "month":
            self.tell(_("Enter = go to the month | Esc = stay; as 10, or 2026-10"))
        elif self.asking == "folder":
            self.tell(
                say("Enter = write the workbook of {month} into this folder | Esc = leave it", month=month)
            )
        elif self.written is not None and self.hand_in:
            self.tell(say("Handed in: {path} | Enter = open it", path=self.written), "good")
            self.whole = True
            self.show_told()
        elif self.written is not None:
            self.tell(say("Written: {path} | Enter = open it | F5 = write again", path=self.written), "good")
            self.whole = True
            self.show_told()
        elif self.folder is None:
            self.tell(say("Enter = write the workbook of {month}; where to is asked", month=month))
        else:
            self.tell(
                say("Enter = write the workbook of {month} into {folder}", month=month, folder=self.folder)
            )

    # ------------------------------------------------------------ which month

    def action_month(self, ahead: int) -> None:
        self._go(self.wanted_month().later(ahead))

    def action_today(self) -> None:
        self._go(None)

    def action_beside(self) -> None:
        """Beside the month before, beside that of last year, alone."""
        self.beside = BESIDE[(BESIDE.index(self.beside) + 1) % len(BESIDE)]
        self._go(self.month)

    def _go(self, month: Month | None) -> None:
        try:
            for months in (0, *BESIDE):
                Month.read_wire((month or self.wanted_month()).later(months).write_wire())
        except Misfit as misfit:
            self.tell_error(invalid("month", misfit.problem, **misfit.facts))
            return
        self.month, self.page, self.written = month, "month", None
        self.list_keys()
        self.count()
        self.say_enter()

    def action_needed(self) -> None:
        """That page, or the month again."""
        self.page = "month" if self.page == "needed" else "needed"
        self.count()
        self.say_enter()
        self.list_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Members are reminded where it is seen who they are."""
        return (action != "remind" or self.page == "needed") and bool(
            super().check_action(action, parameters)
        )

    def action_remind(self) -> None:
        """Writes the notices to all whose allowance is likely to lapse."""
        if not under_way(self, "remind"):
            begin(self, self._remind, "remind")

    async def _remind(self) -> None:
        from core.reports.lapsing_soon import RemindUnused

        try:
            done = await self.console.link.do(RemindUnused())
        except DeskError as error:
            self.tell_error(error)
            return
        told = say_count("{count} member is reminded.", "{count} members are reminded.", len(done.notices))
        if done.passed:
            told += " " + say("So many were told within the last 7 days: {count}.", count=len(done.passed))
        self.tell(told, "good")

    # ------------------------------------------------------------ the field

    def on_key(self, event: events.Key) -> None:
        """A digit begins a month, from wherever it comes; what is typed before the field has the focus
        arrives there too."""
        digit = folded(event.character or "")
        if not self.asking and digit.isascii() and digit.isdecimal():
            event.stop()
            self._open_field("month", digit)
        elif self.asking and event.character and event.is_printable and not self.field.has_focus:
            event.stop()
            self.field.insert_text_at_cursor(event.character)

    def action_ask_month(self) -> None:
        self._open_field("month", "")

    def action_folder(self) -> None:
        self._open_field("folder", str(self.folder or slip_folder(self.console.link.path)))

    def _open_field(self, what: str, value: str) -> None:
        self.asking = what
        self.field.value = value
        self.query_one("#asking").display = True
        self.field.focus()
        self.field.cursor_position = len(value)
        self._say_asked()
        self.say_enter()

    def _say_asked(self) -> None:
        told = {"month": _("Month:"), "folder": _("Folder:")}.get(self.asking, "")
        self.query_one("#asked", TextLine).say(f" {told} ")

    def _leave_field(self) -> None:
        self.asking = ""
        self.query_one("#asking").display = False
        self.plots.focus()

    @on(Input.Submitted, "#answer")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value)

    def _take(self, text: str) -> None:
        if self.asking == "month":
            self._take_month(text)
        elif not under_way(self, "folder"):
            begin(self, partial(self._take_folder, text), "folder")

    def _take_month(self, text: str) -> None:
        try:
            month = month_typed(text, self.wanted_month())
        except DeskError as error:
            self.tell_error(error)
            return
        self._leave_field()
        self._go(month)

    async def _take_folder(self, text: str) -> None:
        """Where workbooks go from now on; the month's is written at once."""
        from tui.schedule_plan import pasted_path

        folder = pasted_path(text).expanduser()
        if not text.strip() or not await asyncio.to_thread(folder.is_dir):
            self.tell_error(DeskError("no_such_folder", path=str(folder)))
            return
        self.folder = folder.absolute()
        await asyncio.to_thread(settings.keep, FOLDER, str(self.folder))
        self._leave_field()
        self.action_export(hand_in=self.hand_in)

    # ------------------------------------------------------------ the workbook

    def action_enter(self) -> None:
        if self.asking:
            self._take(self.field.value)
        elif self.written is not None:
            self._open(self.written)
        else:
            self.action_export()

    def action_hand_in(self) -> None:
        """The workbook, whose figures are then those that were handed in."""
        self.action_export(hand_in=True)

    def action_export(self, *, hand_in: bool = False) -> None:
        """Writes the workbook of the month that is wanted; where to is asked the first time."""
        if self.export is not None or under_way(self, "export"):
            return
        self.hand_in = hand_in
        if self.folder is None:
            self.action_folder()
            return
        self.written = None
        month = self.wanted_month().write_wire()
        begin(self, partial(self._begin_export, month, self.folder), "export")

    async def _begin_export(self, month: str, folder: Path) -> None:
        """The program acts for whoever is at the console."""
        link = self.console.link
        try:
            word = await link.vouch()
        except DeskError as error:
            self.tell_error(error)
            return
        self.export = MonthExport(link.path, month, folder, hand_in=self.hand_in, word=word)
        self._tell_sheet(0, "")
        await self._write(self.export)

    async def _write(self, export: MonthExport) -> None:
        problem = ""
        try:
            self.written = await export.run(self._tell_sheet)
        except ExportFailed as failed:
            problem = str(failed)
        finally:
            self.export = None
        if export.stopped:
            self.tell(say("Stopped: no workbook of {month} was written.", month=export.month), "bad")
        elif problem:
            self.tell(problem, "bad")
        else:
            self.say_enter()

    def _tell_sheet(self, number: int, name: str) -> None:
        month = "" if self.export is None else self.export.month
        if self.export is not None and self.export.stopped:
            return
        if number:
            told = say("Writing the workbook of {month}: sheet {number}, {name} | Esc = stop",
                       month=month, number=number, name=name)  # fmt: skip
        else:
            told = say("Writing the workbook of {month} ... | Esc = stop", month=month)
        self.tell(told)

    def _open(self, path: Path) -> None:
        if not opens(path):
            self.tell(say("There is no program here to open it with: {path}", path=path), "bad")
            self.whole = True
            self.show_told()

    # ------------------------------------------------------------ the way back

    def action_back(self) -> None:
        """One step: out of the field, the writing, the page, the screen."""
        if self.asking:
            self._leave_field()
            self.say_enter()
        elif self.export is not None:
            self.tell(_("Stopping ..."))
            self.export.stop()
        elif self.page == "needed":
            self.action_needed()
        else:
            self.console.back_to_grid()


def month_typed(text: str, near: Month) -> Month:
    """The month of `10` (of the year shown), `2026-10`, `202610`. `invalid` for what is none."""
    found = _TYPED.fullmatch(folded(text).strip())
    try:
        return Month.read_wire(f"{int(found[1] or near.year):04d}-{int(found[2]):02d}" if found else text)
    except Misfit as misfit:
        raise invalid("month", misfit.problem, value=text) from None
