"""One seeded run: what several desks do in a seeded order, the model's prediction of each answer, and the
comparison after each step. `python -m tests.simulation --help`.

Predicted exactly, with the code of each refusal in the order of domain.md section 3 and with the state of
every record that changes: facilities, members, settings, schedule, bookings, approvals, attendance,
waitlist, closures, time; grants, spends, contra-entries, awards, promotions, policies (by grade and
month), lapsing lots, who leaves; items, stock, redeeming, handing over, services and their places,
cancelling, returns, exchanges, points for purchases, hand-outs, tills. After each step also: how many
audit records there are, of which kinds, and that each follows the one before; that each posting sums to
zero, and how many entries there are.

Not predicted, and said so: texts and notices (only that one is told once), decisions and their reasons
(the stateful test of `test_desk_stateful.py` does that), the club's zone (it stays), tenure, performance
and months of joining in policies, clearing by the year, imports, reports. Desks take turns: two at the
same moment are the matter of the tests with several processes.
"""

import random
from collections import Counter, deque
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.errors import DeskError
from tests.simulation.comparing import Comparing, Different, same
from tests.simulation.deals import DEALS
from tests.simulation.desks import OPERATORS, Desks
from tests.simulation.operations import Operations
from tests.support.days import Sent
from tests.support.model import FastModel, Refused

STARTS = ("2026-11-23T09:00", "2026-12-28T09:00", "2028-02-25T09:00", "2027-02-26T09:00", "2026-04-29T09:00")
"""On which day a run begins, by its seed: before a year's end, a leap day, the end of a short month."""

EVERYTHING_EVERY = 500
LEAVE_ASIDE_EVERY = 50
TOLD_LAST = 12
KEYS_REMEMBERED = 40

KEPT_REFUSALS = {
    "slot_full", "slot_closed", "slot_over", "too_soon", "too_far_ahead", "member_busy", "quota_reached",
    "member_suspended", "member_left",
}  # fmt: skip
"""Those of `book` and `join_waitlist` that the desk keeps a record of."""

IN_ANY_ORDER = {
    "pardon_no_shows": ["bookings"], "close_facility": ["displaced"], "redeem": ["low_stock"],
    "hand_out": ["low_stock"], "open_hand_out": ["short"],
}  # fmt: skip
"""Lists in results of which nothing is said about the order."""


Outcomes = Counter[str]
"""How often each command was done, or refused with which code."""


class Simulation(Operations):
    """Counts each command that is sent as a step."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed = seed
        self.dice = random.Random(seed)
        super().__init__()
        self.people = []
        self.sent = deque(maxlen=TOLD_LAST)
        self.steps = 0
        self.desks = Desks(folder / "club.db")
        self.desks.stand_at(self.model.now)
        self.compared = Comparing(self.desks.file, self.model)
        self.gathering: list[tuple[str, dict[str, Any]]] | None = None
        self._keys: deque[tuple[str, str, dict[str, Any], Any]] = deque(maxlen=KEYS_REMEMBERED)
        self._keys_used = 0
        self.outcomes: Outcomes = Counter()
        self.shown_from: int | None = None
        """From which step on each operation is printed."""

    def new_model(self) -> FastModel:
        return FastModel(STARTS[self.seed % len(STARTS)])

    def end(self) -> None:
        self.desks.close()

    def run(self, steps: int) -> None:
        """At least so many steps."""
        self.open_the_doors()
        weights = [often for often, _ in DEALS]
        while self.steps < steps:
            before = self.steps
            kind = self.dice.random()
            if kind < 0.02:
                self.repeat_a_key()
            elif kind < 0.032:
                self.several_as_one()
            elif kind < 0.036:
                self.a_desk_dies()
            elif kind < 0.041:
                self.told_a_notice()
            elif kind < 0.06:
                self.send("tick")
            else:
                ((_, deal),) = self.dice.choices(DEALS, weights)
                deal(self)
            if before // LEAVE_ASIDE_EVERY != self.steps // LEAVE_ASIDE_EVERY:
                self.model.leave_aside()
            if before // EVERYTHING_EVERY != self.steps // EVERYTHING_EVERY:
                self.everything()
        self.everything()

    def everything(self) -> None:
        """All tables, and what the desk itself can prove."""
        self.desks.stand_at(self.model.now)
        self._let_happen()
        self.compared.step([])
        self.compared.all(self._keys_used)
        same("problems found by check", self.desks.ask("check")["problems"], [])
        same("things set aside", self.desks.ask("set_aside")["things"], [])

    # ------------------------------------------------------------ one step

    def both(self, command: str, /, **fields: Any) -> None:
        if self.gathering is not None:
            self.gathering.append((command, fields))
            return
        self.steps += 1
        desk = self._a_desk()
        told = _wire(fields)
        key = None
        if self.dice.random() < 0.2 and not fields.get("dry_run") and command != "tick":
            key = f"键{self.seed}-{self.steps}"
        before = dict(self.model.counts)
        expected = self._predicted(command, fields)
        self.desks.stand_at(self.model.now)
        answer = self._answer(desk, command, told, key)
        if self.model.counts != before or getattr(answer, "code", "") == "invalid":
            self._let_happen()  # what came of the command at once; and a form error never got to the desk
        self._judge(command, fields, answer, expected)
        if key is not None and not isinstance(answer, DeskError):
            self._keys.append((key, command, told, answer))
            self._keys_used += 1

    def _let_happen(self) -> None:
        """A question is answered as if everything due had happened: it has, by then."""
        self.desks.ask("set_aside")

    def _a_desk(self) -> int:
        desk = self.dice.randrange(len(OPERATORS))
        self.model.operator = OPERATORS[desk]
        return desk

    def _predicted(self, command: str, fields: dict[str, Any]) -> Any:
        if command == "tick":
            self.model.pass_minute()
            return {}
        return self.model.answer(command, **fields)

    def _answer(self, desk: int, command: str, told: dict[str, Any], key: str | None) -> Any:
        try:
            return self.desks.do(desk, command, told, key).result
        except DeskError as error:
            return error

    def _judge(self, command: str, fields: dict[str, Any], answer: Any, expected: Any) -> None:
        refused = answer.code if isinstance(answer, DeskError) else None
        self.outcomes[f"{command}: {refused or 'done'}"] += 1
        if self.shown_from is not None and self.steps >= self.shown_from:
            print(self.steps, self.model.told(self.model.now), command, _wire(fields), "->", answer)
        _same_answer(command, answer, expected)
        if refused is None:
            quiet = command == "tick" or fields.get("dry_run")
            self.compared.step([] if quiet else [command])
            return
        self.compared.step(self._kept_refusal(command, fields, refused))

    def _kept_refusal(self, command: str, fields: dict[str, Any], code: str) -> list[str]:
        """That somebody was told no about a slot is in the audit."""
        if command not in ("book", "join_waitlist") or code not in KEPT_REFUSALS:
            return []
        return [f"{command}_refused"]

    # ------------------------------------------------------------ not one command

    def repeat_a_key(self) -> None:
        """The same again is not done twice; something else under the same key is refused."""
        if not self._keys:
            return
        self.steps += 1
        desk = self._a_desk()
        key, command, told, answer = self.dice.choice(self._keys)
        self.model.pass_minute()
        self.desks.stand_at(self.model.now)
        if self.dice.random() < 0.3:
            error = self._answer(desk, "change_settings", {"grace_days": 77}, key)
            same("another command under a key", getattr(error, "code", error), "key_reused")
        else:
            done = self.desks.do(desk, command, told, key)
            same(f"{command} repeated", (done.repeated, done.result), (True, answer))
        self.compared.step([])

    def several_as_one(self) -> None:
        """A few commands are done together, or none of them."""
        self.gathering = []
        for _ in range(self.dice.randint(1, 3)):
            self.dice.choice((
                lambda: self.book_simply(self.someone(), self.pick()), self.give, self.use, self.sell,
                lambda: self.cancel(self.pick(), "x"), self.mind_the_shelf, self.take_goods_back,
                lambda: self.join(self.someone(), self.pick(), 1),
            ))()  # fmt: skip
        orders, self.gathering = self.gathering, None
        if not orders:
            return
        self.steps += len(orders)
        desk = self._a_desk()
        expected = self.model.all_or_none(orders)
        self.desks.stand_at(self.model.now)
        told = self.desks.do_all(desk, [(command, _wire(fields)) for command, fields in orders])
        self._let_happen()
        if isinstance(expected, tuple):
            index, refusal = expected
            same(f"{orders} as one", told, (index, refusal.code))
            command, fields = orders[index]
            self.compared.step(self._kept_refusal(command, fields, refusal.code))
            return
        if isinstance(told, tuple):
            raise Different(f"{orders} as one: {told}")
        for (command, _), answer, one in zip(orders, told, expected, strict=True):
            _same_answer(command, answer, one)
        self.compared.step([command for command, _ in orders])

    def a_desk_dies(self) -> None:
        """In the middle of a command: nothing of it is there."""
        self.gathering = []
        self.dice.choice((self.sell, self.give, lambda: self.book_simply(self.someone(), self.pick())))()
        orders, self.gathering = self.gathering, None
        self.desks.stand_at(self.model.now)
        self._let_happen()
        for command, fields in orders:
            self.steps += 1
            self.desks.die(self._a_desk(), command, _wire(fields))
            self.compared.step([])

    def told_a_notice(self) -> None:
        """Not modelled, but for its states: told once, and then no more."""
        row = self.compared.one("SELECT id FROM notice WHERE state = 'pending' ORDER BY id DESC LIMIT 1")
        if row is None:
            return
        again = False
        for _ in range(2):
            self.steps += 1
            self.model.pass_minute()
            self.desks.stand_at(self.model.now)
            told = self._answer(self._a_desk(), "tell_notice", {"notice": f"N{row[0]}"}, None)
            refused = isinstance(told, DeskError)
            if refused or again:  # what fell due before it may have outdated the notice
                same("telling a notice", getattr(told, "code", "done"), "wrong_state")
            self.compared.step([] if refused else ["tell_notice"])
            again = True


def _wire(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in fields.items()}


def _same_answer(command: str, answer: Any, expected: Any) -> None:
    if isinstance(expected, Refused):
        code = answer.code if isinstance(answer, DeskError) else answer
        same(f"{command}", code, expected.code)
        facts = {name: answer.facts[name] for name in expected.facts}
        same(f"{command}: facts of {code}", facts, expected.facts)
        return
    if isinstance(answer, DeskError):
        raise Different(f"{command}: the desk says {answer}, the model {expected}")
    told = {name: answer[name] for name in expected}
    for name in IN_ANY_ORDER.get(command, ()):
        told[name], expected[name] = sorted(told[name]), sorted(expected[name])
    same(f"{command}: result", told, expected)


def simulate(seed: int, steps: int, shown_from: int | None = None) -> Outcomes:
    """A run from its seed; how often each command was done or refused with which code. What fails tells the
    seed, the step, and what was done last."""
    with TemporaryDirectory(prefix="simulation-", dir=_quick_folder()) as folder:
        simulation = Simulation(seed, Path(folder))
        simulation.shown_from = shown_from
        try:
            simulation.run(steps)
        except Exception as error:
            raise Different(_report(simulation, steps, error)) from error
        finally:
            simulation.end()
        return simulation.outcomes


def _quick_folder() -> str | None:
    """In memory where the system has such a folder: what is waited for is then the desk and not the disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _report(simulation: Simulation, steps: int, error: Exception) -> str:
    last: list[Sent] = list(simulation.sent)
    lines = [
        f"seed {simulation.seed}, step {simulation.steps}: {error or type(error).__name__}",
        "the last operations:",
        *(f"  {at} {command} {fields}" for at, command, fields in last),
        f"again: python -m tests.simulation --seed {simulation.seed} --steps {steps}"
        f" --from-step {max(simulation.steps - TOLD_LAST, 0)}",
    ]
    return "\n".join(lines)
