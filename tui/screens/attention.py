"""F10: what needs attention, by what bites first. One list; each line is dealt with by a key where it stands,
and stays for some seconds with what came of it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from core.attention.listing import AttentionItem
from core.booking.approval import Approve, Reject
from core.booking.attendance import CheckIn, GiveMoreTime, MarkNoShow
from core.booking.cancel import Cancel
from core.booking.reminders import Confirm
from core.command import Command
from core.decisions.why import AskWhy
from core.errors import DeskError
from core.notices.looking import AskGroupMessage
from core.notices.telling import TellNotice, TellNotices
from core.records import BookingId, EntryId, NoticeId
from core.waitlist.joining import AcceptOffer, DeclineOffer
from tui.language import N_, _, say, say_count
from tui.screens.attention_view import Asking, AttentionView, Handled, keys_told
from tui.widgets.matters import Matter, MatterList, matter_of
from tui.workers import begin

HANDLED_SECONDS = 3.0
"""So long a line that was dealt with stays."""


class AttentionScreen(AttentionView):
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
        N_("What takes something away asks first: Enter does it, Esc leaves it."),
        N_("What was dealt with stays for three seconds, with what came of it."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._doing = False

    # ------------------------------------------------------------ the keys

    def _open(self, *matters: str) -> AttentionItem | None:
        """The thing that is marked, where it is one of these; else it is said what can be done."""
        matter = self.matters.marked()
        item = None if matter is None or matter.done or self.asking is not None else matter.item
        if item is not None and item.matter in matters:
            return item
        self._say_not_here(matter)
        return None

    def _say_not_here(self, matter: Matter | None) -> None:
        """A key that has nothing to do with the marked line says what would."""
        if self.asking is not None or matter is None:
            self.say_enter()
        elif matter.done:
            done = say("{done}: {about}", done=matter.done, about=matter.about)
            self.tell(f"{done} | " + _("Down = the next line"), "good")
        else:
            self.tell(_("Not with this line.") + " " + keys_told(matter), "bad")

    @on(MatterList.Entered)
    def _entered(self) -> None:
        matter = self.matters.marked()
        if self.asking is not None:
            asked, self.asking = self.asking, None
            asked.deed("")
        elif matter is None or matter.done or matter.aside is not None:
            self._say_not_here(matter)
        elif matter.call is not None:
            self._send(matter, TellNotice(matter.call.notice), _("told"))
        elif matter.item is not None:
            self._enter_on(matter.item)

    def _enter_on(self, item: AttentionItem) -> None:
        if item.matter == "offer":
            self._send(item, AcceptOffer(EntryId(_number(item))), _("accepted"))
        elif item.matter == "awaited":
            self._send(item, CheckIn(BookingId(_number(item))), _("checked in"))
        elif item.matter == "approval":
            self._send(item, Approve(BookingId(_number(item)), level=item.level), _("approved"))
        elif item.matter == "confirm":
            self._send(item, Confirm(BookingId(_number(item))), _("will come"))
        else:
            begin(self, partial(self.console.take_to_grid, item), "deed")

    def action_arrived(self) -> None:
        item = self._open("awaited")
        if item is not None:
            self._enter_on(item)

    def action_more_time(self) -> None:
        """For all of the slot who have not arrived."""
        item = self._open("awaited")
        if item is not None:
            self._send(item, GiveMoreTime(item.facility, item.date, item.start), _("10 minutes more"))

    def action_refuse(self) -> None:
        """What the line says: decline an offer, reject an application, give a place up."""
        item = self._open("offer", "awaited", "approval", "confirm", "displaced")
        if item is None:
            return
        number = _number(item)
        about = matter_of(item, self.console.link.now()).about
        if item.matter == "offer":
            words = say("Enter = {about} is declined | Esc = leave it", about=about)
            self._ask(words, item, DeclineOffer(EntryId(number)), _("declined"))
        elif item.matter == "awaited":
            words = say("Enter = {about} did not come, the place is free | Esc = wait on", about=about)
            self._ask(words, item, MarkNoShow(BookingId(number)), _("did not come"))
        elif item.matter == "approval":
            prompt = _("Rejected because (Enter = reject, Esc = back):")
            self._ask_for(
                prompt,
                lambda note: self._send(
                    item, Reject(BookingId(number), note=note, level=item.level), _("rejected")
                ),
            )
        else:
            words = say("Enter = cancel {about} | Esc = keep it", about=about)
            self._ask(words, item, Cancel(BookingId(number), None), _("cancelled"))

    def action_on_behalf(self) -> None:
        item = self._open("approval")
        if item is None:
            return
        booking = BookingId(_number(item))
        prompt = _("Who signed, and the paper's number (Enter = approve, Esc = back):")
        self._ask_for(
            prompt,
            lambda signed: self._send(
                item, Approve(booking, on_behalf_of=signed, level=item.level), _("approved")
            ),
        )

    def action_why(self) -> None:
        """The decisions on the marked line's booking or entry, also where it was dealt with just now."""
        from tui.screens.why import WhyScreen

        matter = self.matters.marked()
        if matter is None or matter.aside is not None:
            self._say_not_here(matter)
            return
        number = int(matter.asked_why[1:])
        entry = matter.asked_why.startswith("W")
        self.app.push_screen(
            WhyScreen(AskWhy(entry=EntryId(number)) if entry else AskWhy(booking=BookingId(number)))
        )

    def action_back(self) -> None:
        if self.asking is not None:
            self._close_field()
            self.say_enter()
        else:
            self.console.back_to_grid()

    # ------------------------------------------------------------ one message for a group

    def action_group_message(self) -> None:
        """One text for a group chat, names masked: copied, and kept in a file; then Enter ticks all off."""
        begin(self, self._group_message, "deed")

    async def _group_message(self) -> None:
        if self.asking is not None and self.asking.field:
            self.say_enter()
            return
        from pathlib import Path

        from tui.slips import keep_text
        from tui.taking_out import taking_out

        try:
            message = await self.console.link.ask(AskGroupMessage())
            if message.text is None:
                self.tell(_("Nobody is to be told of anything."))
                return
            name = "group-message.txt"
            rows = len(message.notices)
            await self.console.link.do(taking_out("group_message", Path(name), rows=rows, personal=False))
            self.app.copy_to_clipboard(message.text)
            path = await asyncio.to_thread(keep_text, name, message.text)
        except DeskError as error:
            self.tell_error(error)
            return
        told = say_count(
            "{count} notice is in one message: copied, and in {file} of {folder}",
            "{count} notices are in one message: copied, and in {file} of {folder}",
            len(message.notices),
            file=path.name,
            folder=path.parent,
        )
        self.asking = Asking(
            f"{told} | " + _("Enter = it is sent, all are told | Esc = they stay on the list"),
            lambda _text: begin(self, partial(self._tell_all, message.notices), "deed"),
        )
        self.say_enter()

    async def _tell_all(self, notices: Sequence[NoticeId]) -> None:
        try:
            done = await self.console.link.do(TellNotices(tuple(notices)))
        except DeskError as error:
            self.tell_error(error)
            return
        await self.follow()
        self.tell_result(say_count("{count} notice is told", "{count} notices are told", len(done.told)))

    # ------------------------------------------------------------ a question

    def _ask(self, words: str, item: AttentionItem, command: "Command[Any]", done: str) -> None:
        """Asks before something is taken away."""
        self.asking = Asking(words, lambda _text: self._send(item, command, done))
        self.say_enter()

    def _ask_for(self, prompt: str, deed: "Callable[[str], None]") -> None:
        """Opens the field; what is typed goes with the line that was marked then."""
        self.asking = Asking(prompt, deed, field=True)
        self.say_enter()
        self.field.value = ""
        self.field.display = True
        self.field.focus()

    def _close_field(self) -> None:
        self.asking = None
        self.field.display = False
        self.matters.focus()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        text, asking = event.value.strip(), self.asking
        if text and asking is not None:
            self._close_field()
            asking.deed(text)

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
            await self.follow()
            self.resulted = True
            self.tell_error(error)
            return
        finally:
            self._doing = False
        line = of if isinstance(of, Matter) else matter_of(of, self.console.link.now())
        records = [matter.record for matter in self.matters.matters]
        at = records.index(line.record) if line.record in records else 0
        self.handled[line.record] = Handled(time.monotonic() + HANDLED_SECONDS, at, replace(line, done=done))
        self.set_timer(HANDLED_SECONDS, partial(self.work, self.follow, "follow"))
        await self.follow()
        self.tell_result(say("{done}: {about}", done=done, about=line.about))


def _number(item: AttentionItem) -> int:
    return int(item.record[1:])
