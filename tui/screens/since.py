"""After a night or a weekend: what time and others have done since the desk was left."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.attention.since import AskSince, Since, SinceLine
from core.errors import DeskError
from core.wire import minute_told
from tui import state
from tui.grid.words import day_told
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.widgets.lines import safe

if TYPE_CHECKING:
    from tui.link import DeskLink

LEFT_HOURS = 3
"""After so many hours without a console the page comes by itself."""

DEEDS: dict[str, str] = {
    "offer_ends": N_("offers ran out"),
    "reconsider": N_("suspensions ended"),
    "lapse": N_("waited in vain until the start"),
    "remind": N_("reminded"),
    "ask": N_("asked whether they come"),
    "release": N_("released without an answer"),
    "expire": N_("expired without a decision"),
    "no_show": N_("did not come"),
    "complete": N_("were there"),
    "lot_lapses": N_("lots lapsed"),
    "recall": N_("balances recalled"),
    "unlock": N_("points unlocked"),
    "clear": N_("yearly clear"),
    "run_policy": N_("policies run"),
    "runs_out": N_("told that a lot runs out"),
    "set_aside": N_("could not be done"),
}
"""What time does, by the name of its audit record."""

COMMANDS: dict[str, str] = {
    "book": N_("booked"),
    "cancel": N_("cancelled"),
    "move": N_("moved"),
    "approve": N_("approved"),
    "reject": N_("rejected"),
    "check_in": N_("checked in"),
    "mark_no_show": N_("did not come"),
    "reset_attendance": N_("attendance taken back"),
    "give_more_time": N_("10 minutes more"),
    "pardon_no_shows": N_("no-shows pardoned"),
    "confirm": N_("will come"),
    "catch_up": N_("entered from paper"),
    "import_bookings": N_("bookings taken over"),
    "join_waitlist": N_("joined a waitlist"),
    "leave_waitlist": N_("left a waitlist"),
    "accept_offer": N_("accepted"),
    "decline_offer": N_("declined"),
    "close_facility": N_("facility closed"),
    "reopen_facility": N_("closure ended"),
    "rebook_displaced": N_("displaced bookings moved"),
    "add_facility": N_("facility added"),
    "change_facility": N_("facility changed"),
    "add_member": N_("member added"),
    "change_member": N_("member changed"),
    "member_leaves": N_("member left"),
    "publish_slots": N_("slots published"),
    "change_settings": N_("settings changed"),
    "change_template": N_("words of a notice changed"),
    "tell_notice": N_("told"),
    "tell_notices": N_("told"),
    "untell_notices": N_("to be told again"),
    "retry_notice": N_("delivery begun anew"),
    "notices_sent": N_("notices sent"),
    "notices_failed": N_("notices not delivered"),
    "grant": N_("granted"),
    "grant_batch": N_("granted from a sheet"),
    "award": N_("awarded"),
    "award_batch": N_("awarded from a sheet"),
    "retry_award": N_("refused award tried again"),
    "settle_award": N_("refused award settled"),
    "spend": N_("spent"),
    "restore": N_("given back"),
    "contra": N_("taken back"),
    "add_policy": N_("policy added"),
    "change_policy": N_("policy changed"),
    "run_policy": N_("policies run"),
    "add_clearing": N_("yearly clear added"),
    "run_clearing": N_("yearly clear"),
    "add_earning_rule": N_("earning rule added"),
    "add_promotion": N_("promotion added"),
    "note_unused": N_("reason for unused allowance noted"),
    "remind_unused": N_("reminded of allowance that runs out"),
    "hand_in": N_("figures of a month handed in"),
    "add_item": N_("item added"),
    "change_item": N_("item changed"),
    "receive_stock": N_("goods received"),
    "write_off": N_("goods written off"),
    "count_stock": N_("stock counted"),
    "redeem": N_("redeemed"),
    "hand_over": N_("handed over"),
    "ship": N_("sent"),
    "schedule_service": N_("service scheduled"),
    "service_done": N_("service given"),
    "set_service_places": N_("places of a service set"),
    "cancel_order": N_("order cancelled"),
    "return_lines": N_("returned"),
    "exchange": N_("exchanged"),
    "open_hand_out": N_("hand-out opened"),
    "hand_out": N_("handed out"),
    "take_back_hand_out": N_("hand-out taken back"),
    "close_hand_out": N_("hand-out closed"),
    "open_shift": N_("shift opened"),
    "close_shift": N_("shift closed"),
    "cash_in": N_("cash put in"),
    "cash_out": N_("cash taken out"),
    "add_operator": N_("operator added"),
    "change_operator": N_("operator changed"),
    "change_password": N_("own password changed"),
    "reset_password": N_("password set anew"),
    "give_token": N_("token given to a script"),
    "take_token_back": N_("token taken back"),
    "undo": N_("taken back by a key"),
    "reveal": N_("number told whole"),
    "note_taken_out": N_("file or print made"),
    "set_privacy_notice": N_("privacy notice set"),
    "note_informed": N_("member informed"),
    "erase_member": N_("person erased"),
    "purge": N_("old personal data taken away"),
    "note_encryption": N_("encrypted, or made plain"),
    "note_backup": N_("backup made"),
    "note_restore": N_("brought back from a backup"),
}
"""What operators and scripts did, by the name of the command."""

TOLD = ("offer_ends", "lapse", "release", "expire", "no_show", "set_aside")
"""What is told one by one; the others are counted."""


async def since_left(link: "DeskLink") -> "tuple[Since, bool] | None":
    """What happened since the console was last looked at, and whether that is long enough ago, and enough
    happened, for the page to come by itself; None where it can't be asked. From now on is counted anew."""
    file = state.seen_file(link.path)
    seen = state.load_seen(file)
    try:
        answer = await link.ask(AskSince(seen.last))
    except DeskError:
        return None
    state.save_seen(file, state.Seen(answer.last, link.now().isoformat(timespec="seconds")))
    long_ago = seen.at is not None and link.now() - seen.at > timedelta(hours=LEFT_HOURS)
    happened = bool(answer.counts or answer.others)
    return answer, long_ago and happened


class SinceScreen(DeskScreen):
    """What happened meanwhile."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", N_("to the desk"), id="since.leave"),
    ]

    def __init__(self, answer: Since) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterator[Content]:
        yield Content.styled(_("Since the desk was left"), "bold underline")
        if not self._answer.counts and not self._answer.others:
            yield safe(_("Nothing has happened."))
        for action, count in self._answer.counts.items():
            yield safe(f"{count:>4}  {_(DEEDS.get(action, action))}")
        for others, count in self._answer.others.items():
            who, action = others.rsplit(" ", 1)
            yield safe(f"{count:>4}  {_(COMMANDS.get(action, action))} ({who})")
        lines = [line for line in self._answer.lines if line.action in TOLD]
        if lines:
            yield Content("")
            yield Content.styled(_("One by one"), "bold underline")
            yield from map(_line_told, lines)


def _line_told(line: SinceLine) -> Content:
    when = f"{day_told(line.at.date())} {line.at:%H:%M}"
    return safe(
        say(
            "{when}  {what}: {person}, {place} {day} {start}",
            when=when,
            what=_(DEEDS.get(line.action, line.action)),
            person=line.name,
            place=line.facility_name,
            day=day_told(line.date),
            start=minute_told(line.start),
        )
    )
