"""The weekly upload: choose a file, see the plan and its errors, Enter applies; or copy a week."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace as changed
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from core.errors import DeskError
from core.facilities.keeping import AskFacilities
from core.schedule.grid import AskGrid
from core.schedule.preview import AskPreview, Preview
from core.schedule.publish import PublishSlots
from tui.grid.widget import SlotGrid
from tui.keys import key_for
from tui.language import N_, _, listed, say, say_count
from tui.schedule_plan import (
    CELL_OF,
    command_of,
    copied_week,
    days_of,
    file_lines,
    newest_files,
    pasted_path,
    plan_model,
    read_file,
    usual_folders,
)
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine, safe

SHOWN_ERRORS = 200
NOTHING = ""


class ScheduleScreen(DeskScreen):
    """Nothing is written before Enter is pressed on a plan without errors."""

    CSS_PATH = "schedule.tcss"
    AUTO_FOCUS = "#files"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="schedule.back"),
        Binding("enter", "apply", N_("apply"), show=False, id="schedule.apply"),
        Binding("f5", "again", N_("read again"), id="schedule.again"),
        Binding("f6", "copy_week", N_("copy last week"), id="schedule.copy_week"),
        Binding("f7", "replace", N_("take away what is missing"), id="schedule.replace"),
        Binding("f8", "displace", N_("displace bookings"), id="schedule.displace"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []
        self.path: Path | None = None
        self._source: Callable[[], Awaitable[None]] | None = None
        """What makes the plan that is looked at: reading the file, or copying a week."""
        self.replace = False
        self.displace = False
        self.command: PublishSlots | None = None
        self.preview: Preview | None = None
        self.errors: list[dict[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield from self.frame(
            Horizontal(
                TextLine(id="ask"), Input(id="path", compact=True, select_on_focus=False), id="asking"
            ),
            OptionList(id="files"),
            SlotGrid(id="plan"),
            OptionList(id="errors"),
            TextLine(id="words"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.query_one("#path", Input).cursor_blink = False
        self._run(self._list_files)

    def on_screen_resume(self) -> None:
        """The folders may have got newer files since."""
        if self.is_mounted and self._source is None:
            self._run(self._list_files)

    def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self.work(work, "schedule")

    def retranslate(self) -> None:
        super().retranslate()
        self._say()
        if self._source is not None:
            self._run(self._source)

    # ------------------------------------------------------------ choosing

    async def _list_files(self) -> None:
        self.files = await asyncio.to_thread(newest_files, usual_folders())
        files = self.query_one("#files", OptionList)
        files.clear_options()
        files.add_options([Option(safe(line)) for line in file_lines(self.files)])
        if self.files:
            files.highlighted = 0
        self._stage(planned=False)

    def _stage(self, *, planned: bool) -> None:
        """Choosing a file, or looking at its plan."""
        self.query_one("#files", OptionList).display = not planned
        self.query_one("#path", Input).display = not planned
        self.query_one("#plan", SlotGrid).display = planned and not self.errors
        self.query_one("#errors", OptionList).display = planned and bool(self.errors)
        if not planned:
            self.query_one("#files", OptionList).focus()
        elif self.errors:
            self.query_one("#errors", OptionList).focus()
        else:
            self.query_one("#plan", SlotGrid).focus()
        self._say()

    @on(OptionList.OptionSelected, "#files")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(self.files[event.option_index])

    @on(Input.Submitted, "#path")
    def _pasted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(pasted_path(event.value))

    def on_paste(self, event: events.Paste) -> None:
        """A path pasted anywhere arrives in its field."""
        self._type(event.text.strip())

    def on_key(self, event: events.Key) -> None:
        """So does one that is typed."""
        if event.character and event.is_printable and event.character != " ":
            event.stop()
            self._type(event.character)

    def _type(self, text: str) -> None:
        field = self.query_one("#path", Input)
        field.display = True
        if not field.has_focus:
            field.focus()
            field.insert_text_at_cursor(text)

    def _take(self, path: Path) -> None:
        self.path, self._source = path, self._plan
        self.query_one("#words", TextLine).say(say("Reading {name} ...", name=path.name))
        self._run(self._plan)

    # ------------------------------------------------------------ the plan

    async def _plan(self) -> None:
        """Reads the file in a process of its own and judges it by the command's rule."""
        from exports.sheets import FileFault
        from tui.imports import error_told, errors_of, in_order

        if self.path is None:
            return
        link = self.console.link
        self.command, self.preview, self.errors = None, None, []
        try:
            facilities = (await link.ask(AskFacilities())).facilities
            read = await asyncio.to_thread(read_file, self.path, facilities, link.today())
            command = command_of(read, replace=self.replace, displace=self.displace)
            self.errors = errors_of(read.errors)
            preview = await self._judge(command)
            for fault in preview.errors:
                place = read.place(fault.index, CELL_OF.get(fault.code, "start"))
                self.errors.append(error_told(place.sheet, place.cell, fault.code, fault.facts))
        except FileFault as fault:
            self.errors = [error_told(fault.sheet, fault.cell, fault.code, dict(fault.facts))]
        except DeskError as error:
            self.tell_error(error)
            return
        else:
            self.errors = in_order(self.errors)
            if not self.errors:
                self.command, self.preview = command, preview
                self.query_one("#plan", SlotGrid).show(plan_model(preview.slots, facilities), frozenset())
        self._list_errors()
        self._stage(planned=True)

    async def _judge(self, command: PublishSlots) -> Preview:
        asked = AskPreview(command.slots, command.replace, command.facilities, command.dates)
        return await self.console.link.ask(asked)

    def _list_errors(self) -> None:
        errors = self.query_one("#errors", OptionList)
        errors.clear_options()
        for error in self.errors[:SHOWN_ERRORS]:
            place = " ".join(filter(None, (error["sheet"], error["cell"])))
            errors.add_option(Option(safe(f"{place}: {error['message']}" if place else error["message"])))

    def _say(self) -> None:
        """What the plan is made from and comes to, and what Enter does."""
        words = self.query_one("#words", TextLine)
        self.query_one("#ask", TextLine).say(f" {self._asked()} ")
        words.say(self._counted(self.preview) if self.preview is not None else NOTHING)
        if self.errors:
            told = say_count(
                "{count} error: nothing can be applied.",
                "{count} errors: nothing can be applied.",
                len(self.errors),
            )
            self.tell(told + " " + say("Correct the file, then {key}.", key=self._key("again")), "bad")
        elif self.preview is not None:
            if self.preview.displaced and not self.displace:
                told = say(
                    "Bookings would lose their place: {key} lets them, then Enter.", key=self._key("displace")
                )
                self.tell(told, "bad")
            else:
                self.tell(_("Enter = apply the plan"))
        else:
            self.tell(_("Enter = look at the file's plan; nothing is written yet"))

    def _key(self, name: str) -> str:
        return key_for(f"schedule.{name}", self.console.keymap)

    def _asked(self) -> str:
        """The file and its days; before one is chosen, what the field takes."""
        if self.preview is None and not self.errors:
            return _("File, newest first, or paste its path:")
        source = self.path.name if self.path is not None else _("Copied from the week before:")
        days = days_of(self.preview.slots) if self.preview is not None else ""
        return "  ".join(filter(None, (source, days)))

    def _counted(self, preview: Preview) -> str:
        counts = {
            change: sum(1 for slot in preview.slots if slot.change == change)
            for change in ("new", "changed", "removed", "unchanged")
        }
        told = say("+{new} new, ~{changed} changed, -{removed} removed, ={unchanged} unchanged", **counts)
        if self.replace:
            told += " | " + _("missing ones are taken away")
        if preview.displaced:
            told += " | " + say("displaced: {bookings}", bookings=listed(f"B{n}" for n in preview.displaced))
        return told

    # ------------------------------------------------------------ keys

    def action_apply(self) -> None:
        if self.command is not None and not self.errors:
            self._run(partial(self._apply, self.command))

    async def _apply(self, command: PublishSlots) -> None:
        try:
            done = await self.console.link.do(command)
        except DeskError as error:
            self.tell_error(error)
            return
        told = say(
            "Applied: {new} new, {changed} changed, {removed} removed, {unchanged} unchanged.",
            new=done.new,
            changed=done.changed,
            removed=done.removed,
            unchanged=done.unchanged,
        )
        days = [spec.date for spec in command.slots]
        self._forget()
        self._stage(planned=False)
        self.console.back_to_grid(told, day=min(days, default=None))

    def _forget(self) -> None:
        """No plan is looked at; what was allowed for it is not allowed for the next."""
        self.command = self.preview = self.path = self._source = None
        self.errors = []
        self.replace = self.displace = False
        self.query_one("#path", Input).value = ""

    def action_again(self) -> None:
        self._run(self._source or self._list_files)

    def action_replace(self) -> None:
        """Slots that the plan does not name are taken away from its days, or left."""
        if self._source is not None:
            self.replace = not self.replace
            self._run(self._source)

    def action_displace(self) -> None:
        """Bookings may lose their place, or not."""
        if self._source is not None:
            self.displace = not self.displace
            self._run(self._source)

    def action_copy_week(self) -> None:
        """The slots of the week before the one shown, published again in it; a plan first, as for a file."""
        self._run(self._copy)

    async def _copy(self) -> None:
        link = self.console.link
        monday = self.console.day_shown() - timedelta(days=self.console.day_shown().weekday())
        try:
            slots = (await link.ask(AskGrid(monday - timedelta(days=7), 7))).slots
            command = changed(copied_week(slots), replace=self.replace, displace=self.displace)
            preview = await self._judge(command)
            facilities = (await link.ask(AskFacilities())).facilities
        except DeskError as error:
            self.tell_error(error)
            return
        if not slots:
            self.tell(_("Last week has no slots."), "bad")
            return
        self.path, self._source, self.command, self.preview = None, self._copy, None, None
        self.errors = [
            {
                "sheet": None,
                "cell": None,
                "message": _told_error(command, fault.index, fault.code, fault.facts),
            }
            for fault in preview.errors
        ]
        if not self.errors:
            self.command, self.preview = command, preview
            self.query_one("#plan", SlotGrid).show(plan_model(preview.slots, facilities), frozenset())
        self._list_errors()
        self._stage(planned=True)

    def action_back(self) -> None:
        """From the plan to the files, from the files to the grid."""
        if self._source is not None:
            self._forget()
            self._stage(planned=False)
        elif self.query_one("#path", Input).has_focus:
            self.query_one("#path", Input).value = ""
            self.query_one("#files", OptionList).focus()
        else:
            self.console.back_to_grid()


def _told_error(command: PublishSlots, index: int, code: str, facts: dict[str, Any]) -> str:
    from core.wire import minute_told
    from tui.sentences.sheets import sheet_sentence

    spec = command.slots[index]
    return f"{spec.facility} {spec.date.isoformat()} {minute_told(spec.start)}: {sheet_sentence(code, facts)}"
