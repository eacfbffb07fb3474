"""The line that says who is chosen, with both balances, or whose booking is in hand."""

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from core.text import visible
from tui.language import _, say
from tui.widgets.lines import TextLine
from tui.widgets.money import bare

if TYPE_CHECKING:
    from core.members.finding import MemberCard, MemberHit


class ChosenLine(TextLine):
    """Fills its width anew when it is given another."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._member: MemberHit | MemberCard | None = None
        self._card: MemberCard | None = None

    def show(self, member: "MemberHit | MemberCard | None", card: "MemberCard | None") -> None:
        """Who is chosen; the card once it is known."""
        self._member, self._card = member, card
        self._fill()

    def show_in_hand(self, person: str) -> None:
        """Whose booking is being moved."""
        self._member = None
        self.say(say("In hand: {person}", person=person) + "  " + _("Esc leaves it where it was"))

    def on_resize(self) -> None:
        if self._member is not None:
            self._fill()

    def _fill(self) -> None:
        self.say(chosen_line(self._member, self._card, self.content_size.width or self.app.size.width))


def chosen_line(hit: "MemberHit | MemberCard | None", card: "MemberCard | None", width: int) -> str:
    """Who is chosen, with both balances once they are known, in so many cells: what there is no room for is
    left out, the way out first; and a name is cut before a number or an amount is."""
    if hit is None:
        return ""
    name, has = visible(hit.name), ""
    person = f"{name} {hit.staff_no}"
    if card is not None and card.member == hit.member:
        points = bare("points", card.balances.points)
        allowance = bare("allowance", card.balances.allowance)
        has = " | " + say("{points} pts  {allowance} yuan", points=points, allowance=allowance)
    chosen = say("Chosen: {person}", person=" ".join(filter(None, (person, hit.department))))
    tries = (
        chosen + has + " | " + _("Esc puts down"),
        chosen + has,
        say("Chosen: {person}", person=person) + has,
        person + has,
    )
    for told in tries:
        if cell_len(told) <= width:
            return told
    rest = f" {hit.staff_no}{has}"
    return set_cell_size(name, max(width - cell_len(rest), 0)) + rest
