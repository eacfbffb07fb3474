"""A club for tests: a real database file, a rehearsal's clock, and the door spoken to as scripts do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.catalog import COMMANDS, QUESTIONS
from core.clock import Rehearsal
from core.desk import Desk
from core.errors import DeskError
from core.wire import read_record, write_record
from storage.database import Database, open_database
from tests.support.templates import Standing, new_file, standing

MONDAY = "2026-11-23"
NINE = "2026-11-23T09:00"
"""A Monday morning: where the clock of a new test club stands."""


class Club:
    """Commands by name and JSON fields; results as JSON. Start with `Club.new(folder)`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Rehearsal()
        self.desk = Desk(database, self.clock)
        self.standing: Standing | None = None
        """How it stood as the copy of a template."""

    @classmethod
    def new(cls, folder: Path, at: str = NINE) -> "Club":
        path = folder / "club.db"
        copied = not path.exists()
        if copied:
            new_file(path)
        club = cls(open_database(path, replayed=True))
        club.at(at)
        if copied:
            club.standing = standing(club)
        return club

    def at(self, local: str) -> None:
        """Sets the clock, in the club's time; what falls due until then happens with the next command."""
        self.desk.stand_at(datetime.fromisoformat(local))

    def do(self, command: str, /, *, key: str | None = None, **fields: Any) -> dict[str, Any]:
        """Carries out a command; its result."""
        request = read_record(COMMANDS[command].request, fields)
        return write_record(self.desk.perform(request, key=key).result)

    def refused(self, command: str, /, **fields: Any) -> DeskError:
        """Carries out a command that must be refused; the refusal."""
        try:
            told = self.do(command, **fields)
        except DeskError as error:
            return error
        raise AssertionError(f"{command} was not refused: {told}")

    def ask(self, question: str, /, **fields: Any) -> dict[str, Any]:
        """Asks a question; its answer."""
        return write_record(self.desk.ask(read_record(QUESTIONS[question].request, fields)))

    def check(self) -> None:
        """All of domain.md section 11 holds."""
        assert self.ask("check")["problems"] == []

    # ------------------------------------------------------------ what most tests begin with

    def facility(self, code: str = "gym", /, *, slots: bool = True, **fields: Any) -> str:
        """A facility (an area for 12, no rules of its own unless given), with slots 17:30-19:30 and
        19:30-20:30 from Monday to Sunday."""
        self.do(
            "add_facility",
            **{"code": code, "name": f"name of {code}", "kind": "area", "capacity": 12} | fields,
        )
        if slots:
            self.publish(
                *[(code, day, span) for day in self.week() for span in ("17:30-19:30", "19:30-20:30")]
            )
        return code

    def publish(self, *slots: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
        """Publishes slots given as (facility, date, "17:30-19:30")."""
        told = [
            {"facility": code, "date": day, "start": span[:5], "end": span[6:]} for code, day, span in slots
        ]
        return self.do("publish_slots", slots=told, **fields)

    def member(self, staff_no: str = "000001", /, **fields: Any) -> str:
        self.do("add_member", **{"staff_no": staff_no, "name": f"职工{staff_no}"} | fields)
        return staff_no

    def book(self, member: str, facility: str, date: str, start: str, **fields: Any) -> str:
        """Books; the booking's id."""
        return str(
            self.do("book", member=member, facility=facility, date=date, start=start, **fields)["booking"]
        )

    def state(self, booking: str) -> str:
        return str(self.ask("booking", booking=booking)["state"])

    def slot(self, facility: str, date: str, start: str) -> dict[str, Any]:
        """One slot of the grid."""
        slots = self.ask("grid", date=date, facilities=[facility])["slots"]
        return next(slot for slot in slots if slot["start"] == start)

    @staticmethod
    def week() -> list[str]:
        """The dates of the test week."""
        return [f"2026-11-{day}" for day in range(23, 30)]

    # ------------------------------------------------------------ what the rule tests ask often

    def free(self, facility: str, date: str, start: str) -> int:
        """The places of a slot that can still be had."""
        slot = self.slot(facility, date, start)
        return int(slot["capacity"] - slot["taken"] - slot["held"])

    def no_show(self, member: str, facility: str, date: str, start: str) -> str:
        """Books and lets the grace of a quarter of an hour run out; the booking's id. Moves the clock."""
        booking = self.book(member, facility, date, start)
        self.at((datetime.fromisoformat(f"{date}T{start}") + timedelta(minutes=15)).isoformat())
        assert self.state(booking) == "no_show"
        return booking

    def events(self, booking: str) -> list[str]:
        """What happened to a booking, oldest first."""
        return [step["event"] for step in self.ask("booking", booking=booking)["trail"]]

    def shut(self, facility: str, date: str, start: str) -> None:
        """Marks one slot as closed, as a closure does."""
        with self.database.write() as store:
            store.connection.execute(
                "UPDATE slot SET closed = 1 WHERE day = ? AND start_minute = ? AND facility_id ="
                " (SELECT id FROM facility WHERE code = ?)",
                (date, int(start[:2]) * 60 + int(start[3:]), facility),
            )

    def outcome(self, command: str, /, **fields: Any) -> str:
        """The state that a command leads to, or the code of its refusal."""
        try:
            return str(self.do(command, **fields)["state"])
        except DeskError as error:
            return error.code


@contextmanager
def new_club() -> Iterator[Club]:
    """A club for one example of a property test, gone afterwards."""
    with TemporaryDirectory() as folder:
        club = Club.new(Path(folder))
        try:
            yield club
        finally:
            club.database.close()
