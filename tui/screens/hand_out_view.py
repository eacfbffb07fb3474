"""What the hand-out's screen shows: who was scanned last, large; who before; how many are still to come."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from core.counter.hand_out_looking import AskHandOut, HandOutCard
from core.errors import DeskError
from core.wire import Name
from tui.bell import BETWEEN, bell_wanted
from tui.counter.hand_outs import progress_told, share_told, state_told
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.search import HitList, SearchField
from tui.widgets.table import Column, TableRow, TextTable

if TYPE_CHECKING:
    from core.members.finding import MemberHit

Verdict = Literal["handed", "refused", "taken_back"]

VERDICTS: dict[Verdict, str] = {
    "handed": N_("HANDED OVER"),
    "refused": N_("NOT HANDED OVER"),
    "taken_back": N_("TAKEN BACK"),
}

KEPT = 200
"""So many scans are listed."""


class Shown(NamedTuple):
    """What came of a scan: whose it was, as far as that is known, and why not."""

    number: int
    at: str
    verdict: Verdict
    name: str
    member: str
    department: str
    told: str


class HandOutView(DeskScreen):
    """What is shown, and the asking for it."""

    def __init__(self, session: Name) -> None:
        super().__init__()
        self.session = session
        self.card: HandOutCard | None = None
        self.counts = (0, 0)
        """Collected and listed, as the last hand-over or look told them."""
        self.scans: deque[Shown] = deque(maxlen=KEPT)
        """The latest first."""
        self.listener: Callable[[str, str], None] | None = None
        """Another screen on top of this one, which tells what this one tells."""
        self.proxying = False
        self.absent: MemberHit | None = None
        """Whose share somebody else collects; the next card is the proxy's."""
        self.ending = False

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            Horizontal(TextLine(id="find"), SearchField(id="search"), id="finding"),
            Vertical(
                TextLine(id="verdict"),
                TextLine(id="who"),
                TextLine(id="what"),
                TextLine(id="counts"),
                id="shown",
            ),
            TextTable(id="scanned"),
            HitList(id="hits"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#scanned", TextTable)

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    @property
    def hits(self) -> HitList:
        return self.query_one(HitList)

    # ------------------------------------------------------------ asking

    async def follow(self) -> None:
        """Asks anew: another desk may hand out from the same list."""
        if not self.console.link.is_open:
            return
        try:
            self.card = await self.console.link.ask(AskHandOut(self.session))
        except DeskError as error:
            self.tell_error(error)
            return
        self.counts = self.card.handed, self.card.listed
        self.show()

    # ------------------------------------------------------------ showing

    def retranslate(self) -> None:
        super().retranslate()
        self.show()
        self.say_enter()

    def show(self) -> None:
        """Paints what is known."""
        card = self.card
        if card is None:
            return
        parts = [card.name, share_told(card), *([card.fund] if card.fund else [])]
        if card.state == "closed":
            parts.append(state_told(card.state))
        self.query_one("#heading", TextLine).say(" " + " | ".join(parts))
        self._show_last(card)
        columns = (
            Column(_("Time")),
            Column(_("Name"), flex=True, most=16),
            Column(_("Staff number"), flex=True, most=12),
            Column(_("Department"), flex=True, most=16),
            Column(_("What came of it"), flex=True),
        )
        rows = [
            TableRow(str(one.number), (one.at, one.name, one.member, one.department, _said(one)))
            for one in self.scans
        ]
        self.table.show(columns, rows)

    def _show_last(self, card: HandOutCard) -> None:
        """The last scan, and how far it has come."""
        last = self.scans[0] if self.scans else None
        shown = self.query_one("#shown", Vertical)
        shown.set_class(last is not None and last.verdict != "refused", "-good")
        shown.set_class(last is not None and last.verdict == "refused", "-bad")
        verdict, who, what = "", _("Nobody was scanned yet."), share_told(card)
        if last is not None:
            verdict = f" {_(VERDICTS[last.verdict])} "
            who = "  ".join(filter(None, (last.name, last.member, last.department)))
            what = last.told if last.verdict == "refused" else share_told(card)
        tone = "" if last is None else "bad" if last.verdict == "refused" else "good"
        if self.proxying:
            verdict, who, tone = " " + _("BY PROXY") + " ", _("The absent member's card"), ""
            if self.absent is not None:
                who = "  ".join(
                    filter(None, (self.absent.name, self.absent.staff_no, self.absent.department))
                )
        for id, told in (("#verdict", verdict), ("#who", who), ("#what", what)):
            line = self.query_one(id, TextLine)
            line.display = bool(told)
            line.say(told, tone if id == "#verdict" else "")
        self.query_one("#counts", TextLine).say(progress_told(*self.counts))

    def add(self, verdict: Verdict, name: str, member: str, department: str, told: str) -> None:
        """What came of one more scan; it is seen and heard."""
        number = self.scans[0].number + 1 if self.scans else 0
        at = f"{self.console.link.now():%H:%M:%S}"
        self.scans.appendleft(Shown(number, at, verdict, name, member, department, told))
        self.show()
        self.table.stand_on(str(number))
        self.ring(good=verdict != "refused")

    def ring(self, *, good: bool) -> None:
        """One tone, or two for a refusal: a terminal has no other."""
        if not bell_wanted():
            return
        self.app.bell()
        if not good:
            self.set_timer(BETWEEN, self.app.bell)

    def tell(self, text: str, tone: str = "") -> None:
        super().tell(text, tone)
        if self.listener is not None:
            self.listener(text, tone)

    # ------------------------------------------------------------ what Enter does

    def say_find(self) -> None:
        """What the field takes."""
        if self.absent is not None:
            told = _("Proxy:")
        else:
            told = _("Absent member:") if self.proxying else _("Member:")
        self.query_one("#find", TextLine).say(f" {told} ")

    def say_enter(self) -> None:
        """What the next scan or Enter does."""
        self.say_find()
        card = self.card
        if card is None:
            return
        self._show_last(card)
        left = self.counts[1] - self.counts[0]
        if card.state == "closed":
            self.tell(say("The hand-out {session} is closed.", session=card.name))
        elif self.ending:
            self.tell(
                say(
                    "Enter = end it, {left} did not come; nothing more is handed out | Esc = not",
                    left=f"{left:,}",
                ),
                "bad",
            )
        elif self.absent is not None:
            told = say(
                "Who collects for {person}? Scan the proxy's card, or type name, relation",
                person=self.absent.name,
            )
            self.tell(told)
        elif self.proxying:
            self.tell(_("Whose share is it? Scan the absent member's card, or find them by name"))
        else:
            self.tell(_("Scan a card, or type a name: each is one hand-over"))


def _said(one: Shown) -> str:
    if one.verdict == "refused":
        return one.told
    return _("back on the shelf") if one.verdict == "taken_back" else one.told or _("collected")
