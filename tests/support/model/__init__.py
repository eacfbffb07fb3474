"""A naive desk: the rules of domain.md in lists, dictionaries and loops over minutes, to hold the real one
against. It knows nothing of databases, of when things are written down as due, or of what may have freed a
place: it looks at every minute, and after everything at everybody who waits.

Commands take the fields of commands.md and give back what is promised there; a refusal is `Refused(code)`.
Instants are minutes since 1970 in UTC. The rooms have the names of the core's.
"""

from tests.support.model.club import ClubRoom, MembersRoom
from tests.support.model.counter import CounterRoom
from tests.support.model.due import DueRoom
from tests.support.model.leaps import LeapingRoom
from tests.support.model.looking import LookingRoom
from tests.support.model.records import Refused, time_told
from tests.support.model.schedule import ScheduleRoom

__all__ = ["FastModel", "Model", "Refused", "time_told"]


class Model(DueRoom, ScheduleRoom, ClubRoom, MembersRoom, LookingRoom):
    """The whole desk. The clock stands at `now` and only moves by `stand_at`."""


class FastModel(LeapingRoom, ScheduleRoom, CounterRoom, ClubRoom, LookingRoom):
    """The whole desk with its counter, for runs of many thousand commands."""

    def stand_at(self, local: str) -> None:
        super().stand_at(local)
        self.ledger.advance(self.local(self.now))

    def leave_aside(self) -> None:
        LeapingRoom.leave_aside(self)
        CounterRoom.leave_aside(self)
