"""F10: what needs attention, by what bites first. One list; each line is dealt with by a key where it stands,
and stays for some seconds with what came of it."""

import asyncio
import time
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList

from core.attention.listing import AskAttention, AttentionItem
from core.booking.approval import Approve, Reject
from core.booking.attendance import CheckIn, GiveMoreTime, MarkNoShow
from core.booking.cancel import Cancel
from core.booking.reminders import Confirm
from core.command import Command
from core.decisions.why import AskWhy
from core.errors import DeskError
from core.notices.looking import AskCallList, AskGroupMessage
from core.notices.telling import TellNotice, TellNotices
from core.records import BookingId, EntryId
from core.waitlist.joining import AcceptOffer, DeclineOffer
from tui.language import N_, _, say, say_count
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.matters import Matter, MatterList, call_of, matter_of
from tui.workers import begin

HANDLED_SECONDS = 3.0
"""So long a line that was dealt with stays."""


class AttentionScreen(DeskScreen):
    """The list and its keys."""

    CSS_PATH = "attention.tcss"
    AUTO_FOCUS = "#matters"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="attention.back"),
        Binding("f5", "arrived", N_("check in"), id="attention.arrived"),
        Binding("f6", "more_time", N_("10 min more"), id="attention.more_time"),
        Binding(
            "f7",
            "group_message",
            N_("group message"),
            id="attention.group",
            tooltip=N_("tell a group at once"),
        ),
        Binding("f8", "refuse", N_("decline"), id="attention.refuse", tooltip=N_("decline, reject, cancel")),
        Binding("ctrl+o", "on_behalf", N_("signed"), id="attention.on_behalf", tooltip=N_("signed on paper")),
        Binding("ctrl+y", "why", N_("why"), id="attention.why"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_(
            "What is over first stands first. "
            "The line above the keys says what Enter and F8 do to the marked one."
        ),
        N_("What was dealt with stays for three seconds, with what came of it."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._handled: dict[str, tuple[float, Matter]] = {}
        self._asking: str | None = None
        """The field is open: for the reason of a rejection, or for who signed on paper."""
        self._doing = False
        self._resulted = False
        """What came of the last key is told, until the mark moves."""

    @property
    def matters(self) -> MatterList:
        return self.query_one("#matters", MatterList)

    @property
    def field(self) -> Input:
        return self.query_one("#answer", Input)

    def compose(self) -> ComposeResult:
        field = Input(id="answer", compact=True, max_length=200)
        field.cursor_blink = False
        yield from self.frame(MatterList(id="matters"), TextLine(id="enter"), field)

    def on_mount(self) -> None:
        self.field.display = False

    # ------------------------------------------------------------ what is shown

    def tell(self, text: str, tone: str = "") -> None:
        self.query_one("#enter", TextLine).say(" " + text, tone)

    def tell_error(self, error: DeskError) -> None:
        from tui.sentences import sentence

        self.tell(sentence(error), "bad")

    def retranslate(self) -> None:
        super().retranslate()
        self.work(self.follow, "follow")

    async def follow(self) -> None:
        """Asks anew; what was dealt with stays for a moment."""
        link = self.console.link
        if not link.is_open:
            return
        try:
            answer, calls = await link.ask(AskAttention()), await link.ask(AskCallList())
        except DeskError as error:
            self.tell_error(error)
            return
        self.console.take_attention(answer)
        now, moment = link.now(), time.monotonic()
        self._handled = {record: kept for record, kept in self._handled.items() if kept[0] > moment}
        lines = [matter_of(item, now) for item in answer.items]
        lines += [call_of(call, now) for call in calls.notices]
        handled = [matter for _until, matter in self._handled.values()]
        open_ones = [line for line in lines if line.record not in self._handled]
        self.matters.show([*handled, *open_ones])
        if not self._resulted:
            self.say_enter()

    def say_enter(self) -> None:
        """What the keys do to the marked line."""
        if self._asking is not None:
            return
        matter = self.matters.marked()
        if matter is None:
            self.tell(_("Nothing needs attention now."))
        elif matter.item is not None and not matter.done:
            self.tell("  ".join(filter(None, (matter.more, _keys_told(matter.item)))))
        elif matter.call is not None and not matter.done:
            told = _("Enter = told | F7 = one message for the group, names masked")
            self.tell(f"{matter.call.text}  {told}")
        else:
            self.tell(matter.done)

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        self._resulted = False
        self.say_enter()

    def _tell_result(self, told: str) -> None:
        self._resulted = True
        self.tell(told, "good")

    # ------------------------------------------------------------ the keys

    def _item(self) -> AttentionItem | None:
        matter = self.matters.marked()
        return None if matter is None or matter.done else matter.item

    @on(MatterList.Entered)
    def _entered(self) -> None:
        matter, item = self.matters.marked(), self._item()
        if matter is not None and matter.call is not None and not matter.done:
            self._send(matter, TellNotice(matter.call.notice), _("told"))
        if item is None:
            return
        if item.matter == "offer":
            self._send(item, AcceptOffer(EntryId(_number(item))), _("accepted"))
        elif item.matter == "awaited":
            self.action_arrived()
        elif item.matter == "approval":
            self._send(item, Approve(BookingId(_number(item)), level=item.level), _("approved"))
        elif item.matter == "confirm":
            self._send(item, Confirm(BookingId(_number(item))), _("will come"))
        else:
            begin(self, partial(self.console.take_to_grid, item), "deed")

    def action_arrived(self) -> None:
        item = self._item()
        if item is not None and item.matter == "awaited":
            self._send(item, CheckIn(BookingId(_number(item))), _("checked in"))

    def action_group_message(self) -> None:
        """One text for a group chat, names masked: copied, and kept in a file; then Enter ticks all off."""
        begin(self, self._group_message, "deed")

    async def _group_message(self) -> None:
        from tui.slips import keep_text

        message = await self.console.link.ask(AskGroupMessage())
        if message.text is None:
            self.tell(_("Nobody is to be told of anything."))
            return
        self.app.copy_to_clipboard(message.text)
        path = await asyncio.to_thread(keep_text, "group-message.txt", message.text)
        await self.console.link.do(TellNotices(message.notices))
        await self.follow()
        told = say_count(
            "{count} notice is in one message: copied, and in {file} of {folder}",
            "{count} notices are in one message: copied, and in {file} of {folder}",
            len(message.notices),
            file=path.name,
            folder=path.parent,
        )
        self._tell_result(told)

    def action_more_time(self) -> None:
        """For all of the slot who have not arrived."""
        item = self._item()
        if item is not None and item.matter == "awaited":
            self._send(item, GiveMoreTime(item.facility, item.date, item.start), _("10 minutes more"))

    def action_refuse(self) -> None:
        """What the line says: decline an offer, reject an application, give a place up."""
        item = self._item()
        if item is None:
            return
        if item.matter == "offer":
            self._send(item, DeclineOffer(EntryId(_number(item))), _("declined"))
        elif item.matter == "awaited":
            self._send(item, MarkNoShow(BookingId(_number(item))), _("did not come"))
        elif item.matter == "displaced":
            return
        elif item.matter == "approval":
            self._ask("reject", _("Rejected because (Enter = reject, Esc = back):"))
        else:
            self._send(item, Cancel(BookingId(_number(item)), None), _("cancelled"))

    def action_on_behalf(self) -> None:
        item = self._item()
        if item is not None and item.matter == "approval":
            self._ask("signed", _("Who signed, and the paper's number (Enter = approve, Esc = back):"))

    def action_why(self) -> None:
        from tui.screens.why import WhyScreen

        item = self._item()
        if item is not None:
            asked = (
                AskWhy(entry=EntryId(_number(item)))
                if item.record.startswith("W")
                else AskWhy(booking=BookingId(_number(item)))
            )
            self.app.push_screen(WhyScreen(asked))

    def action_back(self) -> None:
        if self._asking is not None:
            self._close_field()
            self.say_enter()
        else:
            self.console.back_to_grid()

    # ------------------------------------------------------------ a field

    def _ask(self, what: str, prompt: str) -> None:
        self._asking = what
        self.tell(prompt)
        self.field.value = ""
        self.field.display = True
        self.field.focus()

    def _close_field(self) -> None:
        self._asking = None
        self.field.display = False
        self.matters.focus()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        text, asking, item = event.value.strip(), self._asking, self._item()
        if not text or item is None:
            return
        self._close_field()
        booking = BookingId(_number(item))
        if asking == "reject":
            self._send(item, Reject(booking, note=text, level=item.level), _("rejected"))
        else:
            self._send(item, Approve(booking, on_behalf_of=text, level=item.level), _("approved"))

    # ------------------------------------------------------------ sending

    def _send(self, of: "AttentionItem | Matter", command: "Command[Any]", done: str) -> None:
        begin(self, partial(self._carry_out, of, command, done), "deed")

    async def _carry_out(self, of: "AttentionItem | Matter", command: "Command[Any]", done: str) -> None:
        """Sends a command; the line stays for a moment with what came of it."""
        if self._doing:
            return
        self._doing = True
        try:
            await self.console.link.do(command)
        except DeskError as error:
            self.tell_error(error)
            return
        finally:
            self._doing = False
        line = of if isinstance(of, Matter) else matter_of(of, self.console.link.now())
        told = say("{done}: {line}", done=done, line=line.told)
        matter = replace(line, told=told, done=told)
        self._handled[line.record] = (time.monotonic() + HANDLED_SECONDS, matter)
        self.set_timer(HANDLED_SECONDS, partial(self.work, self.follow, "follow"))
        await self.follow()
        self._tell_result(told)


def _number(item: AttentionItem) -> int:
    return int(item.record[1:])


def _keys_told(item: AttentionItem) -> str:
    return {
        "offer": _("Enter = accept for them, F8 = decline"),
        "awaited": _("Enter or F5 = check in, F6 = ten minutes more for all, F8 = did not come"),
        "approval": _("Enter = approve, F8 = reject, Ctrl+O = signed on paper"),
        "confirm": _("Enter = they will come, F8 = cancel"),
        "displaced": _("Enter = find another place on the grid"),
    }[item.matter]
