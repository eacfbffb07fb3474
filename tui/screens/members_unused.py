"""Why a member uses none of their allowance: asked at the desk, chosen from a list by a digit."""

from functools import partial
from typing import get_args

from textual import on

from core.errors import DeskError
from core.members.finding import MemberCard, MemberHit
from core.reports.unused import Asked, NoteUnused
from core.wire import Name
from tui.language import _, say
from tui.screens.members_giving import MemberGiving
from tui.sentences.ledger import WHYS
from tui.widgets.picking import DigitList, PickList

REASONS: tuple[Asked, ...] = get_args(Asked)


class MemberUnused(MemberGiving):
    """The key that notes the reason."""

    def action_unused(self) -> None:
        """The reasons; a digit notes one for this month."""
        if self.staff_no is None:
            self.tell(_("Choose a member first."), "bad")
            return
        self.question = None
        self.run_deed(self._ask_why)

    async def _ask_why(self) -> None:
        if self.person is None or self.person.staff_no != self.staff_no:
            await self.follow()
        if self.person is None or self.typing is not None:
            return
        choices = [(_(WHYS[reason]), partial(self._note, self.person, reason)) for reason in REASONS]
        choices.append((_("take back what was noted this month"), partial(self._note, self.person, None)))
        self.query_one("#whys", DigitList).offer(choices)
        told = say("Why does {person} use none of the allowance? A digit notes it", person=self.person.name)
        self.tell(f"{told} | " + _("Esc = back"))

    @on(PickList.Left)
    @on(PickList.Taken)
    def _why_answered(self) -> None:
        self.focus_list()
        self.say_enter()

    async def begin(self, hit: MemberHit | None, card_no: str | None = None) -> None:
        self._forget_question()
        await super().begin(hit, card_no)

    async def take(self, hit: MemberHit) -> None:
        self._forget_question()
        await super().take(hit)

    def _forget_question(self) -> None:
        """It was about somebody else."""
        self.query_one("#whys", DigitList).display = False

    def _note(self, person: MemberCard, reason: Asked | None) -> None:
        self.run_deed(partial(self._note_reason, person, reason))

    async def _note_reason(self, person: MemberCard, reason: Asked | None) -> None:
        """Sends it; says what stood before."""
        try:
            noted = await self.console.link.do(NoteUnused(Name(person.staff_no), reason))
        except DeskError as error:
            self.tell_error(error)
            return
        if reason is None:
            told = say("{person}: nothing is noted for this month any more", person=person.name)
        else:
            told = say("Noted for this month: {person}: {reason}", person=person.name, reason=_(WHYS[reason]))
        if noted.was.reason is not None and noted.was.reason != reason:
            told += " " + say("(before: {reason})", reason=_(WHYS[noted.was.reason]))
        self.tell(told, "good")
