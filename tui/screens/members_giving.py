"""What a member has: balances and lots, the statement, granting and awarding."""

from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from core.errors import DeskError
from core.ledger.awarding import (
    AskEarningRules,
    Award,
    EarningRules,
    Promotion,
    multiplied,
    multiplier_told,
    read_multiplier,
)
from core.ledger.granting import Grant
from core.ledger.records import Amount, months_after
from core.records import lot_told
from core.wire import Name
from tui.keys import key_for
from tui.language import N_, _, say
from tui.screens.members_deeds import MemberDeeds
from tui.widgets.giving import NEXT, GivingForm, good_through
from tui.widgets.money import amount_told, money_told, unit_told
from tui.widgets.table import TextTable
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.command import Command
    from core.ledger.records import Unit


class MemberGiving(MemberDeeds):
    """The keys that are about allowance and points."""

    earning: EarningRules | None = None
    """The rules and promotions, once they are asked for."""

    @property
    def giving(self) -> GivingForm:
        return self.query_one(GivingForm)

    # ------------------------------------------------------------ lots and statement

    def action_lots(self) -> None:
        """The lots in place of the bookings, and back."""
        self.question = None
        self.show_lots(not self.lots_shown)
        self.focus_list()
        self.list_keys()
        self.say_enter()

    def action_statement(self) -> None:
        """The statement of the unit of the marked lot; else of what there is."""
        from tui.screens.statement import StatementScreen

        if self.staff_no is None:
            self.tell(_("Choose a member first."), "bad")
            return
        self.question = None
        self.app.push_screen(StatementScreen(Name(self.staff_no), self._unit()))

    def _unit(self) -> "Unit":
        purse = self.purse
        if purse is None:
            return "points"
        marked = self.lots.marked() if self.lots_shown else None
        for lot in purse.lots:
            if lot_told(lot.lot) == marked:
                return lot.unit
        return "points" if purse.balance.points or not purse.balance.allowance else "allowance"

    @on(TextTable.Entered)
    def _lot_entered(self) -> None:
        if self.card is not None and self.person is not None:
            self.run_deed(partial(self.link, self.person.staff_no))
        else:
            self.action_statement()

    @on(TextTable.Marked)
    def _lot_marked(self) -> None:
        self.say_enter()

    # ------------------------------------------------------------ the fields

    def action_give(self) -> None:
        """The fields of a grant; again: of points, then of an award."""
        if self.typing == "give":
            self.giving.turn(NEXT[self.giving.what])
            self.say_enter()
        elif self.staff_no is None:
            self.tell(_("Choose a member first."), "bad")
        else:
            self.run_deed(self._open_giving)

    async def _open_giving(self) -> None:
        if self.person is None or self.person.staff_no != self.staff_no:
            await self.follow()
        if self.person is None or self.typing is not None:
            return
        try:
            self.earning = await self.console.link.ask(AskEarningRules())
        except DeskError as error:
            self.tell_error(error)
            return
        self.question, self.typing = None, "give"
        self.leave_search()
        self.search.disabled = self.bookings.disabled = self.lots.disabled = True
        self.show()
        self.giving.take_rules(self.earning.rules)
        self.giving.open()
        self.list_keys()
        self.say_enter()

    def close_giving(self) -> None:
        """The bookings or lots again."""
        self.typing = None
        self.search.disabled = self.bookings.disabled = self.lots.disabled = False
        self.show()
        self.focus_list()
        self.list_keys()

    @on(GivingForm.Touched)
    def _giving_touched(self) -> None:
        if self.typing == "give":
            self.say_enter()

    def enter_told(self) -> tuple[str, str]:
        if self.typing == "give":
            return self._giving_told()
        told = super().enter_told()
        plain = self.question is None and self.card is None and self.typing is None
        if plain and self.lots_shown and not self.search.has_focus and self.person is not None:
            return say("Enter = the statement: {unit}", unit=unit_told(self._unit())), ""
        if plain and told == ("", "") and self.person is not None:
            keys = {name: self._key_of(name) for name in ("lots", "statement", "give")}
            return say("{lots} = lots | {statement} = statement | {give} = grant", **keys), ""
        return told

    def _key_of(self, name: str) -> str:
        return key_for(f"members.{name}", self.console.keymap)

    def _giving_told(self) -> tuple[str, str]:
        """What Enter would give, or what is still needed; the other ways to give."""
        assert self.person is not None  # noqa: S101 - the fields are a person's
        other = {"allowance": N_("{key} = points"), "points": N_("{key} = by a rule"),
                 "award": N_("{key} = allowance")}[self.giving.what]  # fmt: skip
        further = say(other, key=self._key_of("give")) + " | " + _("Esc = back")
        if self.person.left:
            facts = {"person": self.person.name, "left_on": str(self.person.left_on)}
            return self._refused_told(DeskError("member_left", **facts)), "bad"
        try:
            command = self.giving.command(self.person.member, self.console.link.today())
            return f"{self._given_told(command)} | {further}", ""
        except DeskError as error:
            if error.facts.get("problem") == "blank":
                return f"{self._needed_told()} | {further}", ""
            return self._refused_told(error), "bad"

    def _needed_told(self) -> str:
        if self.giving.what == "award":
            return _("Choose a rule; the day is today unless given, the same event counts once")
        return _("Amount, last valid day (empty: for ever), reason; then Enter")

    @staticmethod
    def _refused_told(error: DeskError) -> str:
        from tui.sentences import sentence

        return sentence(error)

    def _given_told(self, command: "Command[Any]") -> str:
        """What a command would do, judged by its own rule as far as the screen knows the facts."""
        assert self.person is not None  # noqa: S101 - the fields are a person's
        today = self.console.link.today()
        if isinstance(command, Grant):
            if command.expires_on is not None and command.expires_on < today:
                raise DeskError("already_lapsed", expires_on=str(command.expires_on), today=str(today))
            return say(
                "Enter = grant {person} {amount}, {through}",
                person=self.person.name,
                amount=amount_told(command.amount),
                through=good_through(command.expires_on),
            )
        assert isinstance(command, Award)  # noqa: S101 - there are two
        rule, day = self.giving.rule(), command.on or today
        assert rule is not None  # noqa: S101 - the form has seen to it
        assert self.earning is not None  # noqa: S101 - as it has its rules
        promotions = [
            Promotion(known.code, known.from_, known.to, read_multiplier(known.multiplier))
            for known in self.earning.promotions
        ]
        points, promotion = multiplied(rule.points, day, promotions)
        through = months_after(today, rule.expires_months) if rule.expires_months else None
        told = say(
            "Enter = award {person} {amount} for {rule}, {through}",
            person=self.person.name,
            amount=money_told("points", points),
            rule=rule.name,
            through=good_through(through),
        )
        if promotion is not None:
            times = multiplier_told(promotion.multiplier)
            told += " " + say("({promotion}: times {times})", promotion=promotion.code, times=times)
        return told

    # ------------------------------------------------------------ giving

    @on(GivingForm.Given)
    def _give_pressed(self) -> None:
        """Enter pressed twice gives once."""
        if self.typing == "give" and not under_way(self, "give"):
            begin(self, self._give, "give")

    async def _give(self) -> None:
        """Sends what stands in the fields; a refusal is told at its field, and everything stays typed."""
        assert self.person is not None  # noqa: S101 - the fields are a person's
        person = self.person
        try:
            command = self.giving.command(person.member, self.console.link.today())
            done = await self.console.link.do(command)
        except DeskError as error:
            if not self.giving.refuse(error):
                self.tell_error(error)
            return
        self.close_giving()
        await self.follow()
        if isinstance(command, Grant):
            amount, balance = amount_told(command.amount), amount_told(done.balance)
        else:
            amount = money_told("points", done.points)
            balance = amount_told(Amount("points", done.balance))
        facts = {"person": person.name, "amount": amount, "balance": balance, "lot": lot_told(done.lot)}
        if isinstance(command, Award) and done.repeated:
            told = say(
                "{person} was awarded {amount} for this before ({lot}); nothing changed, {balance} in all",
                **facts,
            )
            self.tell(told, "bad")
        else:
            self.tell(say("{person} is given {amount} as {lot}: {balance} in all", **facts), "good")
