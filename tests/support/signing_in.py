"""Operators with real passwords, hashed cheaply, and the keys that sign somebody in at the console."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.operators.keeping import AddOperator
from core.wire import read_record
from storage import passwords
from tests.support.club import Club
from tests.support.operators import at as door_of
from tests.support.screens import settled

PASSWORD = "sieben graue Katzen"
OTHER = "acht blaue Wellen"


def hash_cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not wait for what keeps a thief waiting."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1, 16, 8))


def make_operator(club: Club, name: str, *roles: str, must_change: bool = False) -> None:
    """An operator with `PASSWORD`; all but the first are made by an owner."""
    kept = passwords.hashed(PASSWORD)
    fields = {"name": name, "roles": list(roles), "password": kept, "must_change": must_change}
    owner = _owner_of(club)
    desk = door_of(club, owner).desk if owner else club.desk
    desk.do(read_record(AddOperator, fields))


def _owner_of(club: Club) -> str:
    with club.database.read() as store:
        owners = [operator.name for operator in store.operators() if "owner" in operator.roles]
    return owners[0] if owners else ""


def actions(club: Club) -> list[tuple[str, str]]:
    """Who did what, by the audit trail, in order."""
    with club.database.read() as store:
        rows = store.connection.execute("SELECT operator, action FROM audit ORDER BY id").fetchall()
    return [(str(who), str(what)) for who, what in rows]


async def type_in(pilot: Pilot[Any], text: str) -> None:
    """Types into the field that has the focus."""
    await pilot.press(*("space" if character == " " else character for character in text))


async def sign_in(pilot: Pilot[Any], name: str, password: str = PASSWORD) -> None:
    """Fills in the screen to sign in at, and waits for what comes of it."""
    pilot.app.screen.query_one("#name", Input).value = name
    pilot.app.screen.query_one("#password").focus()
    await pilot.pause()
    await type_in(pilot, password)
    await pilot.press("enter")
    await settled(pilot)
    await settled(pilot)
