"""Narrowing the audit trail by one field: a record's id, a day, a member, an action, an operator, words."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from core.audit_subjects import RECORD_ID
from core.text import folded
from core.wire import Name
from tui.grid.dates import read_day
from tui.language import _, say
from tui.palette import score_of
from tui.screens.order_finding import OrderFinding
from tui.widgets.keyed import KeyedLine
from tui.widgets.lines import TextLine
from tui.widgets.search import lines_told

if TYPE_CHECKING:
    from core.members.finding import MemberHit

EACH = 5
"""So many members, and so many actions, are listed at most."""


class AuditFinding(OrderFinding):
    """What is typed anywhere is looked for; Enter narrows the list by the hit that is marked."""

    TABLE = "#records"

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, MemberHit] = {}
        """The members of the last search."""

    def retranslate(self) -> None:
        super().retranslate()
        label = _("Member, action, operator, record, day, words:")
        self.query_one("#find", TextLine).say(f" {label} ")

    async def hits(self, text: str) -> list[KeyedLine]:
        """What the text may mean; as words it can always be looked for."""
        from core.members.finding import FindMembers

        lines = [*self._records(text), *self._days(text)]
        people = (await self.console.link.ask(FindMembers(Name(text), EACH))).members
        self.people = {hit.member: hit for hit in people}
        told = lines_told(people) if people else ()
        lines += [KeyedLine(f"m{hit.member}", line) for hit, line in zip(people, told, strict=True)]
        lines += await asyncio.to_thread(_actions, text)  # the first time it loads the table of pinyin
        lines += await self._operators(text)
        return [*lines, KeyedLine(f"t{text}", say("with the words: {text}", text=text))]

    def in_vain(self, text: str) -> str:
        return say("Nothing is found by {text}.", text=text)

    @staticmethod
    def _records(text: str) -> Iterator[KeyedLine]:
        told = folded(text).upper()
        if RECORD_ID.fullmatch(told):
            yield KeyedLine(f"r{told}", say("record {record}", record=told))

    def _days(self, text: str) -> Iterator[KeyedLine]:
        """`11-24`: that day; `11-20..11-24`: from one to the other."""
        first, dots, last = folded(text).partition("..")
        try:
            days = [self._day(part).isoformat() for part in ((first, last) if dots else (first,))]
        except ValueError:
            return
        yield KeyedLine(f"d{days[0]}..{days[-1]}", say("day {days}", days="..".join(days)))

    def _day(self, text: str) -> date:
        """What lies ahead was meant of last year. ValueError for what is no day; digits alone are none."""
        if text.isdigit():
            raise ValueError(text)
        today = self.console.link.today()
        day = read_day(text, today)
        return day if day <= today else read_day(text, today.replace(year=today.year - 1, day=1))

    async def _operators(self, text: str) -> list[KeyedLine]:
        from core.operators.keeping import AskOperators

        operators = (await self.console.link.ask(AskOperators())).operators
        names = [str(one.name) for one in operators] or ["owner"]
        wanted = folded(text).lower()
        return [
            KeyedLine(f"o{name}", say("operator {name}", name=name))
            for name in (*names, "clock")
            if name.lower().startswith(wanted)
        ]


def _actions(text: str) -> list[KeyedLine]:
    """The actions whose words or name are like what was typed, the best first."""
    from tui.screens.since import COMMANDS, DEEDS
    from tui.sentences.audit import OTHERS, action_told

    wanted = "".join(folded(text).lower().split())
    scored = [
        (max(score_of(wanted, words), float(action.startswith(wanted))), action)
        for action, words in {**COMMANDS, **DEEDS, **OTHERS}.items()
    ]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:EACH]
    return [KeyedLine(f"a{name}", say("action: {action}", action=action_told(name))) for _score, name in best]
