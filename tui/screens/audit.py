"""The audit trail: who did what to whom, and why, the newest first; Enter opens one record."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from core.audit_search import AskAudit, AuditLine, AuditPage
from core.errors import DeskError
from core.wire import Name
from tui.keys import key_for
from tui.language import N_, _, say, say_count
from tui.screens.audit_finding import AuditFinding
from tui.sentences.audit import action_told, deed_told, who_told, why_told
from tui.widgets.keyed import KeyedList
from tui.widgets.lines import TextLine
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable

if TYPE_CHECKING:
    from tui.screens.audit_record import AuditRecordScreen

PAGE = 100


class AuditScreen(AuditFinding):
    """All records, or those that are narrowed to."""

    CSS_PATH = "audit.tcss"
    AUTO_FOCUS = "#records"
    OWN_FIRST = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="audit.back"),
        Binding(
            "f4",
            "further",
            N_("further back"),
            id="audit.further",
            tooltip=N_("look further back, until something is found"),
        ),
        Binding("f6", "all", N_("all records"), id="audit.all", tooltip=N_("all records again")),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type a member, an action, an operator, a record such as B12, a day, or words of the record."),
        N_("What is typed one after another goes together; F6 shows all again, F4 looks further back."),
        N_("A day is typed as 11-24, several as 11-20..11-24."),
    )

    def __init__(self, asked: AskAudit | None = None, whose: str = "") -> None:
        """Narrowed from the start where `asked` says so; `whose`: the name of its member."""
        super().__init__()
        self._asked = replace(asked or AskAudit(), limit=PAGE)
        self._whose = whose
        self._page = AuditPage((), 0, None, None)
        self._lines: dict[int, AuditLine] = {}
        self._further = False
        """More than the first page is shown: it is not asked for anew while others work."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            Horizontal(TextLine(id="find"), SearchField(id="search"), id="finding"),
            TextTable(id="records"),
            KeyedList(id="found"),
            TextLine(id="looked"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.found.can_focus = False
        self.work(self._first, "records")

    async def _first(self) -> None:
        self._lines, self._further = {}, False
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew, unless somebody looks at older ones."""
        if self.console.link.is_open and not self._further:
            await self._ask(self._asked)

    async def _ask(self, asked: AskAudit) -> bool:
        """Takes a page; whether there was something on it."""
        try:
            self._page = await self.console.link.ask(asked)
        except DeskError as error:
            self.tell_error(error)
            return True
        if asked.before is None:
            self._lines = {}
        self._lines |= {line.number: line for line in self._page.records}
        self._show()
        return bool(self._page.records)

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    # ------------------------------------------------------------ what is shown

    def _show(self) -> None:
        self.query_one("#heading", TextLine).say(" " + " | ".join(self._narrowed()))
        self.query_one("#looked", TextLine).say(" " + self._looked())
        columns = (
            Column(_("Record no"), right=True),
            Column(_("When")),
            Column(_("Who"), flex=True, most=16),
            Column(_("What, to whom"), flex=True, most=64),
            Column(_("Why"), flex=True),
        )
        lines = [self._lines[number] for number in sorted(self._lines, reverse=True)]
        self.table.show(columns, list(map(_row, lines)))

    def _narrowed(self) -> list[str]:
        asked = self._asked
        told = [say("Audit trail of {person}", person=self._whose) if asked.member else _("Audit trail")]
        told += [str(asked.record)] if asked.record else []
        told += [action_told(asked.action)] if asked.action else []
        told += [say("operator {name}", name=asked.operator)] if asked.operator else []
        told += [say("with the words: {text}", text=asked.text)] if asked.text else []
        if asked.from_ and asked.to:
            days = dict.fromkeys((asked.from_.isoformat(), asked.to.isoformat()))
            told.append("..".join(days))
        return told

    def _looked(self) -> str:
        """How many are shown, and how far back was looked."""
        count = len(self._lines)
        told = say_count("{amount} record", "{amount} records", count, amount=f"{count:,}")
        at = self._page.looked_to_at
        if at is None or self._page.more_before is None:
            return told
        key = key_for("audit.further", self.console.keymap)
        looked = say("looked back to {date}; {key} looks further", date=f"{at:%Y-%m-%d %H:%M}", key=key)
        return f"{told}, {looked}"

    def say_enter(self) -> None:
        key = self.table.marked()
        if key is not None:
            self.tell(say("Enter = look at record {number}", number=key))
        else:
            self.tell(say("No records here: {key} = all", key=key_for("audit.all", self.console.keymap)))

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        key = self.table.marked()
        if key is not None:
            self.app.push_screen(self._record_screen(int(key)))

    @staticmethod
    def _record_screen(number: int) -> "AuditRecordScreen":
        from tui.screens.audit_record import AuditRecordScreen

        return AuditRecordScreen(number)

    # ------------------------------------------------------------ which ones

    def take(self, key: str) -> None:
        """Narrows by a hit: its kind is the first letter."""
        kind, named = key[0], Name(key[1:])
        if kind == "m":
            hit = self.people[named]
            self._whose = hit.name
            self._narrow(replace(self._asked, member=hit.staff_no))
        elif kind == "d":
            first, _dots, last = named.partition("..")
            days = date.fromisoformat(first), date.fromisoformat(last)
            self._narrow(replace(self._asked, from_=days[0], to=days[1]))
        elif kind == "r":
            self._narrow(replace(self._asked, record=named))
        elif kind == "a":
            self._narrow(replace(self._asked, action=named))
        elif kind == "o":
            self._narrow(replace(self._asked, operator=named))
        else:
            self._narrow(replace(self._asked, text=named))

    def _narrow(self, asked: AskAudit) -> None:
        self._asked = asked
        self.work(self._first, "records")

    def action_all(self) -> None:
        self._narrow(AskAudit(limit=PAGE))

    def action_further(self) -> None:
        self.work(self._look_further, "records")

    async def _look_further(self) -> None:
        """Page after page, until something is found or the beginning is reached."""
        if self._page.more_before is None:
            self.answer_key(_("All records were looked at."))
            return
        self._further = True
        while self._page.more_before is not None:
            if await self._ask(replace(self._asked, before=self._page.more_before)):
                break
        self.say_enter()

    def action_back(self) -> None:
        self.dismiss()


def _row(line: AuditLine) -> TableRow:
    what = deed_told(line.action, line.members, line.places)
    records = " ".join(line.records[:2])
    cells = (
        str(line.number),
        f"{line.at:%m-%d %H:%M}",
        who_told(line),
        f"{what} {records}".rstrip(),
        why_told(line),
    )
    return TableRow(cells[0], cells)
