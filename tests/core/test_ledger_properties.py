"""Whatever is granted, spent, given back, taken back and left to lapse, in whatever order: the desk's ledger
is that of the naive model, line by line and lot by lot, and `check` finds nothing (domain.md section 7)."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import DeskError
from core.wire import read_yuan, yuan_told
from tests.support.club import NINE, Club, new_club
from tests.support.examples import examples
from tests.support.model.ledger import NaiveLedger, PlainLot, Refused, Spending

MEMBERS = ("000001", "000002")
UNITS = ("allowance", "points")
AMOUNTS = st.integers(1, 40)
LAST_DAYS = st.one_of(st.none(), st.integers(-1, 8))
HOURS = st.one_of(st.integers(1, 30), st.integers(1, 30), st.integers(1, 300))
WHOM = st.sampled_from([*MEMBERS, MEMBERS[0]])
OF_WHAT = st.sampled_from([*UNITS, "points"])


def wire(unit: str, number: int) -> Any:
    return yuan_told(number) if unit == "allowance" else number


def number_of(told: Any) -> int:
    return read_yuan(told) if isinstance(told, str) else told


class Ledgers(RuleBasedStateMachine):
    """The desk and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.club: Club = self.stack.enter_context(new_club())
        self.model = NaiveLedger(datetime.fromisoformat(NINE))
        self.entries: dict[int, str] = {}
        self.spendings: list[tuple[str, Spending]] = []
        self.reversed: set[int] = set()
        for member in MEMBERS:
            self.club.member(member)

    def teardown(self) -> None:
        self.stack.close()

    @initialize(
        grace=st.one_of(st.none(), st.integers(0, 5)), days=st.lists(LAST_DAYS, min_size=3, max_size=4)
    )
    def begin(self, grace: int | None, days: list[int | None]) -> None:
        """The first member has lots that a spend goes through."""
        self.model.grace = grace
        rule = {"lapsed_refund": "lapse"} if grace is None else {"grace_days": grace}
        self.club.do("change_settings", **rule)
        for last in days:
            self.grant(MEMBERS[0], "points", 10, last)

    def both(self, modelled: Any, command: str, **fields: Any) -> dict[str, Any] | None:
        """The same on both sides: both do it, or both refuse it with the same code."""
        told, expected, code = None, None, None
        try:
            modelled()
        except Refused as refusal:
            expected = str(refusal)
        try:
            told = self.club.do(command, **fields)
        except DeskError as error:
            code = error.code
        assert code == expected
        return told

    @rule(member=WHOM, unit=OF_WHAT, amount=AMOUNTS, days=LAST_DAYS)
    def grant(self, member: str, unit: str, amount: int, days: int | None) -> None:
        last = None if days is None else self.model.today + timedelta(days=days)
        told = self.both(
            lambda: self.model.grant(member, unit, amount, last),
            "grant",
            member=member,
            unit=unit,
            amount=wire(unit, amount),
            expires_on=None if last is None else last.isoformat(),
            reason="x",
        )
        if told is not None:
            assert told["lot"] == f"L{len(self.model.lots)}"
            self.entries[len(self.model.lots)] = told["entry"]

    @rule(member=WHOM, unit=OF_WHAT, data=st.data())
    def spend(self, member: str, unit: str, data: st.DataObject) -> None:
        amount = data.draw(st.integers(1, self.model.balance(member, unit) + 3))
        done: list[Spending] = []
        told = self.both(
            lambda: done.append(self.model.spend(member, unit, amount)),
            "spend",
            member=member,
            unit=unit,
            amount=wire(unit, amount),
        )
        if told is not None:
            (spending,) = done
            taken = [(int(draw["lot"][1:]), -number_of(draw["amount"])) for draw in told["lots"]]
            assert taken == spending.taken
            self.spendings.append((told["entry"], spending))

    @precondition(lambda self: self.spendings)
    @rule(data=st.data(), more=st.integers(0, 1))
    def restore(self, data: st.DataObject, more: int) -> None:
        entry, spending = data.draw(st.sampled_from(self.spendings))
        unreturned = self.model.unreturned(spending)
        amount = data.draw(st.integers(1, max(unreturned // 2, 1) + more))
        done: list[tuple[int, int]] = []
        told = self.both(
            lambda: done.extend(self.model.restore(spending, amount)),
            "restore",
            entry=entry,
            amount=wire(spending.unit, amount),
            reason="x",
        )
        if told is not None:
            assert [(int(draw["lot"][1:]), number_of(draw["amount"])) for draw in told["lots"]] == done

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def contra(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.entries)))
        entry = self.entries[number]
        self.both(lambda: self.model.contra(number, self.reversed), "contra", entry=entry, reason="x")

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        to = self.model.now + timedelta(hours=hours)
        self.model.advance(to)
        self.club.at(to.isoformat())

    @precondition(lambda self: not self.model.leaving)
    @rule(days=st.integers(0, 20))
    def leave(self, days: int) -> None:
        on = self.model.today + timedelta(days=days)
        self.model.leave(MEMBERS[1], on)
        self.club.do("member_leaves", staff_no=MEMBERS[1], on=on.isoformat())

    @invariant()
    def both_ledgers_are_the_same(self) -> None:
        for member in MEMBERS:
            for unit in UNITS:
                told = self.club.ask("statement", member=member, unit=unit)
                lines = [
                    (line.at.isoformat(timespec="minutes"), line.kind, line.amount)
                    for line in self.model.lines
                    if (line.member, line.unit) == (member, unit)
                ]
                entries = [
                    (entry["at"], entry["kind"], number_of(entry["amount"])) for entry in told["entries"]
                ]
                assert entries == lines
                assert number_of(told["closing"]) == self.model.balance(member, unit)
                assert self.lots(member, unit) == sorted(
                    (lot.number, lot.original, lot.left, lot.stands_for)
                    for lot in self.model.lots
                    if (lot.member, lot.unit) == (member, unit)
                )
        self.club.check()

    def lots(self, member: str, unit: str) -> list[tuple[int, int, int, int | None]]:
        lots = self.club.ask("lots", member=member, unit=unit)["lots"]
        return sorted(
            (
                int(lot["lot"][1:]),
                number_of(lot["original"]),
                number_of(lot["remaining"]),
                None if lot["grace_of"] is None else int(lot["grace_of"][1:]),
            )
            for lot in lots
        )


def test_any_sequence_keeps_the_ledger_that_of_the_naive_model() -> None:
    run_state_machine_as_test(Ledgers, settings=examples(25, steps=40))  # type: ignore[no-untyped-call]


# ---------------------------------------------------------------- the order of drawing, alone


@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.one_of(st.none(), st.integers(0, 3)), st.integers(0, 2)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 120),
)
@examples(40)
def test_a_spend_takes_from_no_lot_while_an_earlier_one_has_something(
    grants: list[tuple[int, int | None, int]], amount: int
) -> None:
    """Grants of (points, last day from the end of the week, days to wait before it)."""
    with new_club() as club:
        club.member(MEMBERS[0])
        lots = []
        moment = datetime.fromisoformat(NINE)
        for points, days, wait in grants:
            moment += timedelta(days=wait)
            club.at(moment.isoformat())
            last = None if days is None else date(2026, 12, 20) + timedelta(days=days)
            told = club.do(
                "grant",
                member=MEMBERS[0],
                unit="points",
                amount=points,
                expires_on=None if last is None else last.isoformat(),
                reason="x",
            )
            lots.append(
                PlainLot(int(told["lot"][1:]), MEMBERS[0], "points", points, points, moment.date(), last)
            )
        total = sum(lot.original for lot in lots)
        if amount > total:
            assert club.refused("spend", member=MEMBERS[0], unit="points", amount=amount).facts == {
                "member": MEMBERS[0], "person": f"职工{MEMBERS[0]}", "available": total, "needed": amount
            }  # fmt: skip
            return
        taken = club.do("spend", member=MEMBERS[0], unit="points", amount=amount)["lots"]
        assert sum(draw["amount"] for draw in taken) == -amount
        order = [
            lot.number
            for lot in sorted(lots, key=lambda lot: (lot.last or date.max, lot.granted, lot.number))
        ]
        drawn = {int(draw["lot"][1:]): -draw["amount"] for draw in taken}
        assert list(drawn) == order[: len(drawn)]
        by_number = {lot.number: lot for lot in lots}
        assert all(drawn[number] == by_number[number].original for number in list(drawn)[:-1])
