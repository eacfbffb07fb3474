"""The use cases that faults are tried on. A new one is a line of `USES`."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

from storage import driver, migrations
from storage.backup import copy_whole
from storage.database import open_database
from tests.faults.case import Aftermath, AtTheDoor, Case, Mend, Picture, Teller, nobody, picture_of
from tests.faults.copies import COPIES
from tests.support.club import Club
from tests.support.shop import fill_shop
from tui import state

DAY = "2026-11-24"
GYM = {"facility": "gym", "date": DAY, "start": "17:30"}
SCHEMAS = Path(__file__).parent.parent / "storage" / "schemas"


def _gym(club: Club) -> None:
    club.facility("gym", slots=False, capacity=2)
    club.publish(("gym", DAY, "17:30-19:30"), ("gym", DAY, "19:30-20:30"))
    for number in range(1, 5):
        club.member(f"00000{number}")


def _line(club: Club) -> None:
    """The gym is full, and two wait; the first in line has no time."""
    _gym(club)
    club.do("add_facility", code="court", name="court", kind="area", capacity=2)
    club.publish(("court", DAY, "17:30-19:30"))
    for member in ("000001", "000002"):
        club.book(member, **GYM)
    for member in ("000003", "000004"):
        club.do("join_waitlist", member=member, **GYM)
    club.book("000003", **GYM | {"facility": "court"})


def _shop(club: Club) -> None:
    club.member("000001")
    club.member("000002")
    fill_shop(club)
    club.do("open_shift", float="100.00")


def _lots(club: Club) -> None:
    """Lots of three people end on the 23rd, and a booking of that day was not kept."""
    _gym(club)
    club.publish(("gym", "2026-11-23", "17:30-19:30"))
    club.book("000001", **GYM | {"date": "2026-11-23"})
    for member in ("000001", "000002", "000003"):
        grant = {"member": member, "reason": "x", "expires_on": "2026-11-23"}
        club.do("grant", unit="allowance", amount="40.00", **grant)
        club.do("grant", unit="points", amount=300, **grant)


def _week() -> list[dict[str, str]]:
    return [
        {"facility": "gym", "date": f"2026-12-{day:02}", "start": start, "end": end}
        for day in range(7, 14)
        for start, end in (("09:00", "10:30"), ("17:30", "19:30"), ("19:30", "20:30"))
    ]


class Migration(Case):
    """A club of schema 4 is opened by this program."""

    def prepare(self, folder: Path) -> None:
        path = folder / "club.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((SCHEMAS / "v2.sql").read_text(encoding="utf-8"))
        with patch.object(migrations, "_set_triggers"):  # those of the newest schema have no tables yet
            migrations.migrate(path, target=4)
        path.with_name("club.before-v4.db").unlink()

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        open_database(folder / "club.db", create_missing=False, wait=5).close()
        tell("done")

    def look(self, folder: Path) -> Picture:
        """Of either schema; copies that have their name are whole, and are those of the old one."""
        picture = {"club": _content(folder / "club.db")}
        copies = {_content(path) for path in folder.glob("*.before-*.db")}
        assert len(copies) <= 1
        return picture | ({"copy": copies.pop()} if copies else {})

    def states(self, folder: Path) -> list[Picture]:
        before, after = super().states(folder)
        assert after["copy"] == before["club"]
        return [before, before | {"copy": before["club"]}, after]


class Backup(Case):
    """A copy of a club beside an older copy of another one."""

    def prepare(self, folder: Path) -> None:
        club = Club.new(folder)
        _gym(club)
        club.database.close()

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        copy_whole(folder / "club.db", folder / "copy.db", 5)
        tell("done")

    def look(self, folder: Path) -> Picture:
        return {path.name: _content(path) for path in sorted(folder.glob("*.db"))}


def _content(path: Path) -> str:
    """Everything in a database as the next one to open it finds it, which must be whole."""
    with closing(driver.connect(path, 5)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return f"schema {version}: {hashlib.sha256(repr(picture_of(connection)).encode()).hexdigest()[:16]}"


class Month(AtTheDoor):
    """The month's workbook is written, where an older one lies or none does."""

    def __init__(self, name: str, *, older: bool) -> None:
        super().__init__(name, _line, "tick")
        self.older = older

    def prepare(self, folder: Path) -> None:
        super().prepare(folder)
        (folder / "out").mkdir()
        if self.older:
            (folder / "out" / self._name).write_bytes(b"the older one" * 100)

    @property
    def _name(self) -> str:
        from tui.reports.writing import month_name

        return month_name("2026-11", "xlsx")

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        from tui.reports.writing import write_month

        with self.opened(folder) as (desk, _):
            write_month(desk, "2026-11", folder / "out")
            tell("done")

    def look(self, folder: Path) -> Picture:
        path = folder / "out" / self._name
        return {"workbook": _cells(path) if path.exists() else "none"}

    def aftermath(self, folder: Path) -> Aftermath:
        return Case.aftermath(self, folder)

    def states(self, folder: Path) -> list[Picture]:
        return Case.states(self, folder)


def _cells(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    if path.read_bytes().startswith(b"the older one"):
        assert path.stat().st_size == 1300
        return "the older one"
    book = CalamineWorkbook.from_path(str(path))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    rows = [row for row in rows if "Audit head" not in row]  # each workbook that is written is noted there
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


class Kept(Case):
    """A console's small file is kept in the place of an older one; nobody is told, done or not."""

    def prepare(self, folder: Path) -> None:
        state.save(folder / "desk.json", state.Standing(day=DAY))

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        state.save(folder / "desk.json", state.Standing(day="2026-11-25", member="000001"))

    def look(self, folder: Path) -> Picture:
        return {"kept": repr(state.load(folder / "desk.json"))}


USES: dict[str, Case] = {
    use.name: use
    for use in (
        AtTheDoor("book", _gym, "book", member="000001", **GYM),
        AtTheDoor("redeem", _shop, "redeem", member="000001", lines=[{"sku": "RICE", "quantity": 2}],
                  points=1000, allowance="30.00", cash="119.80"),
        AtTheDoor("publish", _gym, "publish_slots", slots=_week()),
        AtTheDoor("cancel", _line, "cancel", booking="B2"),
        AtTheDoor("midnight", _lots, "tick", at="2026-11-24T00:10"),
        AtTheDoor("book after midnight", _lots, "book", at="2026-11-24T00:10", member="000002", **GYM),
        Migration("migration"),
        Backup("backup"),
        Month("month", older=False),
        Month("month again", older=True),
        Kept("console's place"),
        *COPIES,
    )
}  # fmt: skip
