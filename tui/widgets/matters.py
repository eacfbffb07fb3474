"""The list of what needs attention: a line for each thing, moved in with the arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import set_cell_size
from textual import events
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.attention.listing import AttentionItem
from core.notices.looking import NoticeLine
from core.records import notice_told
from core.text import visible
from core.wire import minute_told
from tui.grid.words import day_told
from tui.language import N_, _, say
from tui.widgets.lines import safe

MATTER_WORDS: dict[str, str] = {
    "offer": N_("offer"),
    "awaited": N_("not here"),
    "approval": N_("approval"),
    "confirm": N_("coming?"),
    "displaced": N_("displaced"),
    "call": N_("call"),
    "set_aside": N_("set aside"),
}
"""What each thing is called, in the list and in the header."""

MATTER_WIDTH, LEFT_WIDTH, PLACE_WIDTH, PERSON_WIDTH, PHONE_WIDTH = 9, 10, 27, 15, 13


@dataclass(frozen=True, slots=True)
class Matter:
    """A line of the list: what it is about, and its words; `more` is what a narrow window cuts off. `done`
    says what came of one that was handled."""

    record: str
    told: str
    item: AttentionItem | None = None
    call: NoticeLine | None = None
    more: str = ""
    done: str = ""


class MatterList(OptionList):
    """The mark stays on its thing while others come and go. Posts `Entered` for Enter, or a click on the line
    that is marked already."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.matters: list[Matter] = []
        self._marked_before: int | None = None
        self._clicked = False

    def show(self, matters: Sequence[Matter]) -> None:
        """Shows other lines."""
        if list(matters) == self.matters:
            return
        here, stood = self.marked(), self.highlighted or 0
        self.matters = list(matters)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(safe(matter.told), id=matter.record) for matter in self.matters])
            same = [
                at
                for at, matter in enumerate(self.matters)
                if here is not None and matter.record == here.record
            ]
            last = len(self.matters) - 1
            self.highlighted = same[0] if same else min(stood, last) if self.matters else None

    def marked(self) -> Matter | None:
        """The thing that the keys are about."""
        if self.highlighted is None or self.highlighted >= len(self.matters):
            return None
        return self.matters[self.highlighted]

    def on_click(self, event: events.Click) -> None:
        """The first click marks, the second is Enter."""
        del event
        self._marked_before, self._clicked = self.highlighted, True

    def action_select(self) -> None:
        clicked, self._clicked = self._clicked, False
        if not clicked or self.highlighted == self._marked_before:
            self.post_message(self.Entered())


def matter_of(item: AttentionItem, now: datetime) -> Matter:
    """A line: what, until when, where, who, and what else there is to know."""
    day = "" if item.date == now.date() else day_told(item.date) + " "
    place = f"{item.facility_name} {day}{minute_told(item.start)}"
    person = f"{item.name} ..{item.member[-4:]}"
    more = list(filter(None, _more(item)))
    parts = [
        _fitted(_(MATTER_WORDS[item.matter]), MATTER_WIDTH) + _left(item.deadline, now),
        _fitted(place, PLACE_WIDTH),
        _fitted(person, PERSON_WIDTH),
        *more,
    ]
    return Matter(item.record, " | ".join(parts), item, more=" | ".join(more))


def call_of(call: NoticeLine, now: datetime) -> Matter:
    """A line of the call list: whom, which number, what to say."""
    parts = [
        _fitted(_(MATTER_WORDS["call"]), MATTER_WIDTH) + _left(call.useful_until, now),
        _fitted(f"{call.name} ..{call.member[-4:]}", PERSON_WIDTH),
        _fitted(call.phone or _("no number"), PHONE_WIDTH),
        call.text,
    ]
    return Matter(notice_told(call.notice), " | ".join(parts), call=call)


def _left(deadline: datetime, now: datetime) -> str:
    """How long is left: minutes within the next hour, the time today, else the day."""
    minutes = int((deadline - now).total_seconds() // 60)
    if minutes < 60:
        told = say("{minutes} min", minutes=max(minutes, 0))
    elif deadline.date() == now.date():
        told = f"{deadline:%H:%M}"
    else:
        told = day_told(deadline.date())
    return _fitted(told, LEFT_WIDTH)


def _more(item: AttentionItem) -> list[str]:
    told = []
    if item.matter == "approval":
        told.append(say("level {level} of {levels}", level=item.level, levels=item.levels))
    told.append(item.department or "" if item.matter == "approval" else item.phone or "")
    told.append(item.purpose or "")
    if item.people is not None:
        told.append(say("{count} people", count=item.people))
    elif item.party > 1:
        told.append(say("{count} places", count=item.party))
    if item.waiting:
        told.append(say("{count} wait", count=item.waiting))
    return told


def counts_told(counts: dict[str, int]) -> str:
    """`递补2 审批1`: what the header of every screen shows; empty where there is nothing."""
    told = (
        say("{what} {count}", what=_(words), count=counts[name])
        for name, words in MATTER_WORDS.items()
        if counts.get(name)
    )
    return "  ".join(told)


def _fitted(text: str, width: int) -> str:
    return set_cell_size(visible(text), width)
