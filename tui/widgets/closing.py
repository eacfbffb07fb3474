"""The fields of a closure: which facility, from when to when, why, and whether for an event."""

from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.facilities.keeping import AddFacility
from core.text import LONGEST, NAME_LONGEST, folded
from tui.closure_words import kind_told
from tui.grid.dates import read_moment
from tui.language import N_, _
from tui.widgets.lines import TextLine
from tui.widgets.person import FieldInput

FIELDS = ("facility", "from", "to", "reason")
LABELS = {
    "facility": N_("Facility"),
    "from": N_("From"),
    "to": N_("To"),
    "reason": N_("Reason"),
}


class ClosingField(FieldInput):
    """A field that is being typed in."""

    def __init__(self, name: str) -> None:
        super().__init__(id=f"closing-{name}")
        self.max_length = LONGEST if name == "reason" else NAME_LONGEST


class ClosingForm(Vertical):
    """The fields, always open. `Touched` whenever something else stands in them, `Given` for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "field(1)", N_("next field"), show=False, id="closing.next"),
        Binding("shift+tab", "field(-1)", N_("previous field"), show=False, id="closing.previous"),
        Binding("down", "below", N_("to the list"), show=False, id="closing.below"),
    ]

    class Touched(Message):
        """Something was typed, or set by a key."""

    class Given(Message):
        """Enter was pressed in a field."""

    class Below(Message):
        """Down was pressed: to the list below."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.event = False

    def compose(self) -> ComposeResult:
        for row in (FIELDS[:3], FIELDS[3:]):
            with Horizontal(classes="closing-row"):
                for name in row:
                    yield TextLine(id=f"closing-label-{name}", classes="closing-label")
                    yield ClosingField(name)
                if "reason" in row:
                    yield TextLine(id="closing-kind")

    def field(self, name: str) -> ClosingField:
        return self.query_one(f"#closing-{name}", ClosingField)

    def retranslate(self) -> None:
        for name in FIELDS:
            self.query_one(f"#closing-label-{name}", TextLine).say(f" {_(LABELS[name])} ")
        self.query_one("#closing-kind", TextLine).say(f" {kind_told(event=self.event)} ")

    # ------------------------------------------------------------ what stands in it

    def fill(self, facility: str, from_: datetime, to: datetime) -> None:
        """Which facility, and when; the reason stays."""
        self.field("facility").value = facility
        self.span(from_, to)

    def span(self, from_: datetime, to: datetime) -> None:
        """From when to when."""
        self.field("from").value = f"{from_:%Y-%m-%d %H:%M}"
        midnight = to.hour == to.minute == 0 and to > from_
        day = date.fromordinal(to.toordinal() - 1) if midnight else to.date()
        self.field("to").value = f"{day.isoformat()} {'24:00' if midnight else format(to, '%H:%M')}"

    def turn(self, *, event: bool) -> None:
        """Out of service, or kept for an event."""
        self.event = event
        self.retranslate()
        self.post_message(self.Touched())

    def clear(self) -> None:
        """For the next closure."""
        self.field("reason").value = ""
        self.event = False
        self.retranslate()

    @property
    def reason(self) -> str:
        return self.field("reason").value.strip()

    def moments(self, near: date) -> tuple[datetime, datetime]:
        """From when to when. `invalid` for what is no time."""
        begin = self._moment("from", near)
        return begin, self._moment("to", begin.date(), end=True)

    def _moment(self, name: str, near: date, *, end: bool = False) -> datetime:
        text = self.field(name).value
        try:
            return read_moment(text, near, end=end)
        except ValueError:
            raise invalid(name, "not_a_date_time", value=text) from None

    def facility(self, known: tuple[AddFacility, ...]) -> AddFacility:
        """The facility of a code or a name, or of a part that only one has. `unknown_facility`."""
        typed = self.field("facility").value
        text = folded(typed).lower()
        names = {its.code: (folded(its.code).lower(), folded(its.name).lower()) for its in known}
        exact = [its for its in known if text in names[its.code]]
        part = [its for its in known if text and any(text in name for name in names[its.code])]
        if exact or len(part) == 1:
            return (exact or part)[0]
        raise DeskError("unknown_facility", facility=typed)

    # ------------------------------------------------------------ keys

    def action_field(self, further: int) -> None:
        """To the next field, and round again."""
        fields: list[Input] = [self.field(name) for name in FIELDS]
        here = next((at for at, field in enumerate(fields) if field.has_focus), 0)
        fields[(here + further) % len(fields)].focus()

    def action_below(self) -> None:
        self.post_message(self.Below())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Touched())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Given())
