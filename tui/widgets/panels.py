"""What stands beside the grid where the window has room: who is in the focused slot, and what the chosen
member has coming."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static

from core.text import visible
from tui.grid.model import MARKS, standing_of
from tui.grid.words import STATES, day_told, span_told
from tui.language import _, say
from tui.widgets.lines import safe

if TYPE_CHECKING:
    from core.members.finding import MemberCard
    from core.schedule.grid import GridSlot
    from tui.widgets.purse import Purse

WIDEST_PERSON = 16
"""The column of people's names takes no more cells."""


class Panel(Static):
    """A heading and lines below it, of literal text; what does not fit is cut."""

    DEFAULT_CSS = "Panel { text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.lines: tuple[str, ...] = ()

    def list(self, heading: str, lines: Sequence[str]) -> None:
        """Shows other lines."""
        if (heading, *lines) != self.lines:
            self.lines = (heading, *lines)
            told = [Content.styled(visible(heading), "bold"), *map(safe, lines)]
            self.update(Content("\n").join(told), layout=False)


class SlotPanel(Panel):
    """The people of a slot, each with their state."""

    def show(
        self,
        slot: "GridSlot | None",
        name: str,
        now: datetime,
        besides: str = "",
        waiting: Sequence[str] = (),
    ) -> None:
        """None where the cursor stands on no slot; `besides` is what its one booking is for, `waiting` who
        stands in its line."""
        if slot is None:
            self.list(name, ())
            return
        heading = f"{name} {day_told(slot.date)} {span_told(slot)}  {slot.taken}/{slot.capacity}"
        widths = [cell_len(visible(inside.name)) for inside in slot.bookings]
        width = min(max(widths, default=0), WIDEST_PERSON)
        standings = [standing_of(inside, slot, now) for inside in slot.bookings]
        lines = [
            "  ".join(
                (
                    f"{MARKS.get(standing, ' ')} {set_cell_size(visible(inside.name), width)}",
                    inside.member,
                    _(STATES[standing]),
                    say("{count} places", count=inside.party) if inside.party > 1 else "",
                )
            ).rstrip()
            for inside, standing in zip(slot.bookings, standings, strict=True)
        ]
        if besides:
            lines.append(f"  {besides}")
        if waiting:
            lines += [_("Waitlist"), *(f"  {told}" for told in waiting)]
        elif slot.waiting:
            lines.append(say("{count} on the waitlist", count=slot.waiting))
        self.list(heading, lines or [_("Nobody is in this slot.")])


class MemberPanel(Panel):
    """What the chosen member has, and has coming."""

    def show(
        self, card: "MemberCard | None", purse: "Purse | None", facilities: Mapping[str, str], today: date
    ) -> None:
        """None where nobody is chosen."""
        if card is None:
            self.list("", ())
            return
        from tui.widgets.visits import columns_of, is_coming, line_told

        coming = [line for line in card.coming if is_coming(line)]
        widths = columns_of(coming, facilities)
        lines = [line_told(line, facilities, widths, today) for line in coming] or [_("Nothing is coming")]
        if card.suspended_until is not None:
            lines.insert(0, say("suspended until {until}", until=f"{card.suspended_until:%Y-%m-%d %H:%M}"))
        heading = "  ".join(filter(None, (card.name, card.staff_no, card.department)))
        if purse is not None:
            from tui.widgets.purse import purse_lines

            lines = [*purse_lines(purse, today, self.content_size.width), *lines]
        self.list(heading, lines)
