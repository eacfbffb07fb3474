"""F2: a member. Who it is, what is coming and what has been; the fields are corrected in place, and new
members come in here."""

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Static

from core.errors import DeskError
from core.members.finding import FindMembers
from core.members.keeping import AddMember, ChangeMember
from core.wire import Name, read_record
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.members_informed import MemberInformed
from tui.screens.members_view import values_of
from tui.widgets.giving import GivingForm
from tui.widgets.lines import TextLine
from tui.widgets.person import PersonForm, labels_told
from tui.widgets.picking import DigitList
from tui.widgets.search import HitList, SearchField
from tui.widgets.table import TextTable
from tui.widgets.visits import BookingList
from tui.workers import begin

NEAR = 20
"""A card's number may begin or end other members' numbers too: so many hits are looked at."""

LOOKING = frozenset({"check_in", "move", "cancel", "leaves", "correct", "new", "lots", "statement", "unused"})
"""What can't be done while fields are open."""

BOOKINGS = frozenset({"check_in", "move", "cancel"})
"""What can't be done where the lots stand in the place of the bookings."""


class MemberScreen(MemberInformed):
    """One member."""

    CSS_PATH = "members.tcss"
    AUTO_FOCUS = None
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (("their_audit", N_("this member's audit trail")),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), show=False, id="members.back"),
        Binding(
            "ctrl+e",
            "correct",
            N_("correct"),
            id="members.correct",
            tooltip=N_("correct the data"),
            priority=True,  # before the search field, for which it is the end of the line
        ),
        Binding("tab", "lots", N_("lots"), id="members.lots", tooltip=N_("the lots, or the bookings again")),
        Binding(
            "ctrl+f",
            "statement",
            N_("statement"),
            id="members.statement",
            tooltip=N_("the statement of allowance and points"),
            priority=True,  # a field would delete a word
        ),
        Binding(
            "ctrl+x",
            "give",
            N_("grant"),
            id="members.give",
            tooltip=N_("grant allowance or points, or award"),
            priority=True,  # a field would cut
        ),
        Binding(
            "ctrl+b",
            "unused",
            N_("why unused"),
            show=False,
            id="members.unused",
            tooltip=N_("note why the member uses none of the allowance"),
        ),
        Binding(
            "ctrl+z",
            "informed",
            N_("informed"),
            show=False,
            id="members.informed",
            tooltip=N_("note that the privacy notice was shown; of somebody new: read it"),
            priority=True,
        ),
        Binding("f5", "check_in", N_("check in"), id="members.check_in"),
        Binding(
            "f7",
            "move",
            N_("move"),
            id="members.move",
            tooltip=N_("move the booking, on the grid"),
        ),
        Binding("f8", "cancel", N_("cancel"), id="members.cancel", tooltip=N_("cancel the booking")),
        Binding("ctrl+n", "new", N_("new"), id="members.new", tooltip=N_("a new member")),
        Binding("ctrl+l", "leaves", N_("leaves"), id="members.leaves", tooltip=N_("the member leaves")),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type a name, pinyin, initials, a staff number or the end of a phone number to see another."),
        N_("Who is shown here is chosen on the grid too. Enter on a booking goes to its cell there."),
        N_("In open fields up and down change the field, Enter saves, Esc leaves everything as it was."),
        N_("Ctrl+X grants allowance; again: points, then an award by a rule. Nothing is given before Enter."),
        N_("A new card is linked to the next member found, or fills the card field of a new one."),
    )

    def compose(self) -> ComposeResult:
        yield from self.frame(
            Horizontal(TextLine(id="find"), SearchField(id="search"), id="finding"),
            Container(
                Vertical(
                    TextLine(id="who"),
                    TextLine(id="notice"),
                    PersonForm(),
                    TextLine(id="informed"),
                    GivingForm(),
                    Static(id="purse"),
                    id="person",
                ),
                BookingList(id="bookings"),
                TextTable(id="lots"),
                id="member",
            ),
            HitList(id="hits"),
            DigitList(id="whys"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.show_lots(False)  # noqa: FBT003 - either of two lists

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open fields are closed first."""
        del parameters
        if action == "give":
            return self.typing in (None, "give")
        if action in BOOKINGS and self.lots_shown:
            return False
        return not (self.typing is not None and action in LOOKING)

    # ------------------------------------------------------------ Esc and F2

    def action_their_audit(self) -> None:
        """What was done to the member, by whom and why."""
        if self.person is not None:
            self.console.show_audit(member=self.person.staff_no, name=self.person.name)

    def action_find(self) -> None:
        """Somebody else."""
        if self.typing is not None:
            self.tell(_("Enter or Esc first: the fields are open."), "bad")
            return
        self.question = None
        self.search.focus()
        self.say_enter()

    def action_back(self) -> None:
        """One step out: the question, the open fields, the card, the screen."""
        if self.question is not None:
            self.question = None
        elif self.typing == "give":
            self.close_giving()
        elif self.typing is not None:
            self._close_fields()
        elif self.card is not None:
            self.card = None
        else:
            self.go_to_grid()
            return
        self.say_enter()

    @on(SearchField.Left)
    def _search_left(self) -> None:
        self.leave_search()
        if self.card is not None or self.person is None:
            self.action_back()
        else:
            self.say_enter()

    # ------------------------------------------------------------ fields

    def action_correct(self) -> None:
        """The fields, open."""
        if self.staff_no is None:
            self.tell(_("Choose a member first."), "bad")
            return
        self.run_deed(self._correct)

    async def _correct(self) -> None:
        if self.person is None or self.person.staff_no != self.staff_no:
            await self.follow()
        if self.person is not None:
            known = self.person
            self._open_fields("change", values_of(known))

    def action_new(self, name: str = "") -> None:
        """Empty fields but for a name that is known; a card that waits for its member stands in its own."""
        self._open_fields("new", {})
        self.form.rows["name"].typing.value = name
        if self.card is not None:
            self.form.rows["card_no"].typing.value = self.card

    def _open_fields(self, typing: Any, values: dict[str, Any]) -> None:
        self.question, self.typing = None, typing
        self.leave_search()
        self.search.disabled = self.bookings.disabled = self.lots.disabled = True
        self.form.open(values, new=typing == "new")
        self.show()
        self.list_keys()
        self.say_enter()

    def _close_fields(self) -> None:
        self.typing = None
        self.form.close()
        self.search.disabled = self.bookings.disabled = self.lots.disabled = False
        self.show()
        self.list_keys()
        if self.staff_no is None:
            self.search.focus()
        else:
            self.focus_list()

    def show(self) -> None:
        super().show()
        if self.typing == "new":
            self.query_one("#who", TextLine).say(" " + _("A new member"))
            self.query_one("#notice").display = False

    @on(PersonForm.Touched)
    def _touched(self) -> None:
        if self.typing is not None:
            self.say_enter()

    @on(PersonForm.Given)
    def _given(self) -> None:
        """Enter pressed twice saves once."""
        if not any(worker.group == "save" and not worker.is_finished for worker in self.workers):
            begin(self, self._save, "save")

    async def _save(self) -> None:
        """Sends what was changed; a refusal is told at its field, which stays open."""
        new = self.typing == "new"
        given = self.form.read(self.console.link.today())
        if given is None or self.typing is None:
            return
        touched = self.form.touched()
        if not touched:
            self._close_fields()
            self.tell(_("Nothing was changed."))
            return
        staff_no = str(given["staff_no"]) if new else str(self.staff_no)
        try:
            kind = AddMember if new else ChangeMember
            shown = {"notice_version": self.text.version} if new and self.text.version else {}
            command: Any = read_record(kind, {**given, **shown, "staff_no": staff_no})
            await self.console.link.do(command)
        except DeskError as error:
            if not self.form.refuse(error):
                self.tell_error(error)
            return
        if new:
            self.staff_no, self.card = staff_no, None
        self._close_fields()
        await self.follow()
        if new:
            name = self.person.name if self.person else staff_no
            self.tell(say("{person} is a member now | Esc = to the grid, to book", person=name), "good")
        else:
            self.tell(say("Saved: {fields}", fields=labels_told(touched)), "good")

    # ------------------------------------------------------------ the scanner

    def on_scanned(self, event: Scanned) -> None:
        """A card shows its member; one that nobody has fills the open field, or waits to be linked."""
        event.stop()
        if self.typing == "give":
            self.tell(_("Enter or Esc first: the fields are open."), "bad")
        elif self.typing is not None:
            self.form.rows["card_no"].typing.value = event.text
        else:
            begin(self, partial(self._read_card, event.text), "take")

    async def _read_card(self, card: str) -> None:
        try:
            found = await self.console.link.ask(FindMembers(Name(card), NEAR))
        except DeskError as error:
            self.tell_error(error)
            return
        hit = next((hit for hit in found.members if hit.by_card), None)
        if hit is None:
            self.link_card(card)
        else:
            self.card = None
            await self.take(hit)
