"""The list of what needs attention: a line for each thing, moved in with the arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.attention.listing import AttentionItem
from core.due import SetAside
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

MOST = (12, 10, 27, 15)
"""So wide a column gets at most: the word, how long is left, the place or whom to call, the person or the
phone."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A line of the list: what it is about, and its words in `cells`: the thing itself, how long is left, and
    the columns, of which the last takes the room that is left. `about` names it in a sentence, `more` is the
    last column. `done` says what came of one that was handled."""

    record: str
    cells: tuple[str, ...]
    about: str = ""
    item: AttentionItem | None = None
    call: NoticeLine | None = None
    aside: SetAside | None = None
    more: str = ""
    done: str = ""

    @property
    def asked_why(self) -> str:
        """The booking or entry whose decisions tell why."""
        return self.record if self.call is None else self.call.record


def in_columns(matters: Sequence[Matter]) -> list[str]:
    """The lines, their columns below each other: the calls' among themselves, since they have others."""
    first = [_widest(matters, at) for at in (0, 1)]
    widths = {}
    for calls in (True, False):
        of_kind = [matter for matter in matters if (matter.call is not None) is calls]
        widths[calls] = [*first, *(_widest(of_kind, at) for at in (2, 3))]
    return [_line(matter, widths[matter.call is not None]) for matter in matters]


def _widest(matters: Sequence[Matter], column: int) -> int:
    cells = [cell_len(visible(matter.cells[column])) for matter in matters if len(matter.cells) > column]
    return min(max(cells, default=0), MOST[column])


def _line(matter: Matter, widths: Sequence[int]) -> str:
    word, left, *columns = matter.cells
    if matter.done:
        begin = _fitted(matter.done, widths[0] + 1 + widths[1])
    else:
        begin = f"{_fitted(word, widths[0])} {_fitted(left, widths[1])}"
    fitted = [_fitted(cell, width) for cell, width in zip(columns, widths[2:], strict=False)]
    return " | ".join([begin, *fitted, *columns[len(fitted) :]]).rstrip(" |")


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
            self.add_options([Option(safe(line)) for line in in_columns(self.matters)])
            same = [
                at
                for at, matter in enumerate(self.matters)
                if here is not None and matter.record == here.record
            ]
            last = len(self.matters) - 1
            self.highlighted = same[0] if same else min(stood, last) if self.matters else None

    def cuts(self, matter: Matter) -> bool:
        """Whether the end of a line does not fit into the window."""
        shown = in_columns(self.matters)[self.matters.index(matter)]
        return cell_len(shown) > self.scrollable_content_region.width

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
    left, day = _left(item.deadline, now), day_told(item.date)
    place = f"{item.facility_name} {minute_told(item.start)}"
    about = place if item.date == now.date() else f"{item.facility_name} {day} {minute_told(item.start)}"
    more = " | ".join(filter(None, _more(item)))
    person = _person(item.name, item.member)
    cells = (_(MATTER_WORDS[item.matter]), left, place if left == day else about, person, more)
    return Matter(item.record, cells, f"{item.name} {about}", item, more=more)


def call_of(call: NoticeLine, now: datetime) -> Matter:
    """A line of the call list: whom, which number, what to say."""
    phone = call.phone or _("no number")
    person = _person(call.name, call.member)
    cells = (_(MATTER_WORDS["call"]), _left(call.useful_until, now), person, phone, call.text)
    return Matter(notice_told(call.notice), cells, f"{call.name} {phone}", call=call, more=call.text)


def aside_of(thing: SetAside, what: str, now: datetime) -> Matter:
    """A line for what fell due and could not be done; `what` it is, in words."""
    when = f"{thing.due_at:%H:%M}" if thing.due_at.date() == now.date() else day_told(thing.due_at.date())
    word = MATTER_WORDS["set_aside"]
    cells = (_(word), when, thing.record, what, thing.reason)
    return Matter(f"{thing.record} {thing.kind}", cells, thing.record, aside=thing, more=thing.reason)


def _person(name: str, staff_no: str) -> str:
    return f"{name} ..{staff_no[-4:]}"


def _left(deadline: datetime, now: datetime) -> str:
    """How long is left: minutes within the next hour, the time today, else the day."""
    minutes = int((deadline - now).total_seconds() // 60)
    if minutes < 60:
        told = say("{minutes} min", minutes=max(minutes, 0))
    elif deadline.date() == now.date():
        told = f"{deadline:%H:%M}"
    else:
        told = day_told(deadline.date())
    return told


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
    if item.waiting and item.matter != "displaced":  # nobody gets a place that is closed
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
