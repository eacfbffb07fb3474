"""A new hand-out: items, list and fund are set once. It is told before for how many, and what is short."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.counter.hand_out import HandOutOpened, OpenHandOut
from core.errors import DeskError
from core.members.finding import AskMembers
from core.stock.items import AskItems, ItemTold
from core.wire import read_record
from exports.sheets import FileFault
from tui.counter.basket import has_code
from tui.counter.hand_outs import lines_in, names_in, short_told
from tui.counter.listing import errors_at, read_list
from tui.imports import error_told
from tui.language import N_, _, say, say_count
from tui.scanner import Scanned
from tui.schedule_plan import pasted_path
from tui.screens.base import DeskScreen
from tui.sentences.sheets import place_told
from tui.widgets.hand_out_form import HandOutForm
from tui.widgets.lines import TextLine
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.members.keeping import AddMember
    from exports.counter.hand_out_members import ListedRow
    from exports.sheets.table import Table


class HandOutFormScreen(DeskScreen):
    """Closed with the session's code when it is open."""

    CSS_PATH = "hand_out.tcss"
    AUTO_FOCUS = "#field-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="new_hand_out.leave"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("For all who are here, for departments, or for those whose staff numbers stand in a sheet."),
        N_("The list is that of this moment: who joins later is not on it."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, ItemTold] = {}
        self._path = ""
        """Of the sheet that was read."""
        self._table: Table[ListedRow] | None = None
        self._roll: tuple[AddMember, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self.frame(TextLine(id="heading"), HandOutForm(id="form"), TextLine(id="enter"))

    @property
    def form(self) -> HandOutForm:
        return self.query_one(HandOutForm)

    def on_mount(self) -> None:
        self.form.rows["code"].typing.value = f"{self.console.link.now():%m%d-%H%M}"
        self.work(self._first, "items")

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#heading", TextLine).say(" " + _("A new hand-out"))
        self.form.retranslate()
        self.work(self._foretell, "foretell")

    async def _first(self) -> None:
        try:
            items = (await self.console.link.ask(AskItems())).items
        except DeskError as error:
            self.tell_error(error)
            return
        self.items = {item.sku: item for item in items}
        self.work(self._foretell, "foretell")

    def on_scanned(self, event: Scanned) -> None:
        """An item's barcode: it is handed out, too."""
        event.stop()
        item = next((item for item in self.items.values() if has_code(item, event.text)), None)
        if item is None:
            self.answer_key(say("No item is found by {text}.", text=event.text))
        else:
            self.form.add_item(item.sku)

    @on(HandOutForm.Touched)
    def _touched(self) -> None:
        self.work(self._foretell, "foretell")

    async def _foretell(self) -> None:
        """What Enter does, by the command's own rule; what is missing yet is not held against anybody."""
        form = self.form
        if not self.items or not (form.text("name") and form.text("lines")):
            self.tell(_("What for, and which items? Enter = open it | Esc = leave it"))
            return
        opened = await self._ask_for(dry_run=True)
        if opened is None:
            return
        told = say_count(
            "Enter = open it for {count} member", "Enter = open it for {count} members", opened.listed
        )
        if opened.short:
            self.tell(f"{told} | {short_told(opened.short, self.items)}", "bad")
        else:
            self.tell(told)

    async def _ask_for(self, *, dry_run: bool) -> HandOutOpened | None:
        """What comes of the fields; None where it is refused, which is told: at its field once Enter was
        pressed, and of a sheet at its cell."""
        try:
            await self._read_list()
            wrong = errors_at(self._table, None, self._roll) if self._table is not None else []
            if not wrong:
                return await self.console.link.do(await self._command(dry_run=dry_run))
        except DeskError as error:
            if self._table is None or "errors" not in error.facts:
                if dry_run or not self.form.refuse(error):
                    self.tell_error(error)
                return None
            wrong = errors_at(self._table, error, self._roll)
        except FileFault as fault:
            wrong = [error_told(fault.sheet, fault.cell, fault.code, dict(fault.facts))]
        self._tell_wrong(wrong)
        return None

    async def _read_list(self) -> None:
        """Reads the list's sheet, unless it is the one that was read. FileFault."""
        path = self.form.text("list")
        if path == self._path:
            return
        self._table = await asyncio.to_thread(read_list, pasted_path(path)) if path else None
        self._roll = (await self.console.link.ask(AskMembers())).members if path else ()
        self._path = path

    async def _command(self, *, dry_run: bool) -> OpenHandOut:
        """What the fields ask for. `invalid`."""
        form = self.form
        lines = await lines_in(form.text("lines"), self.console.link)
        fields = {
            "code": form.text("code"),
            "name": form.text("name"),
            "lines": [line._asdict() for line in lines],
            "departments": list(names_in(form.text("departments"))),
            "members": [row.member for row in self._table.rows] if self._table is not None else [],
            "fund": form.text("fund") or None,
            "reason": form.text("reason") or None,
            "dry_run": dry_run,
        }
        return read_record(OpenHandOut, fields)

    def _tell_wrong(self, errors: list[dict[str, Any]]) -> None:
        """The first error of the sheet with its place, and how many there are."""
        first = errors[0]
        place = place_told(first["sheet"], first["cell"])
        told = say("{place}: {message}", place=place, message=first["message"]) if place else first["message"]
        if len(errors) > 1:
            told += " " + say_count("{count} error in the list.", "{count} errors in the list.", len(errors))
        self.tell(told, "bad")

    @on(HandOutForm.Given)
    def _given(self) -> None:
        """Enter pressed twice opens once."""
        if not under_way(self, "deed"):
            begin(self, self._open, "deed")

    async def _open(self) -> None:
        self.workers.cancel_group(self, "foretell")  # what Enter comes to is told by Enter
        opened = await self._ask_for(dry_run=False)
        if opened is not None:
            self.dismiss(opened.session)

    def action_leave(self) -> None:
        self.dismiss(None)
