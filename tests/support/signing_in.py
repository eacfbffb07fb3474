"""Operators with real passwords, hashed cheaply, and the keys that sign somebody in at the console."""

from typing import Any

import pytest
from textual.pilot import Pilot

from storage import passwords
from tests.support.club import Club
from tests.support.screens import settled

PASSWORD = "sieben graue Katzen"


def hash_cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not wait for what keeps a thief waiting."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1, 16, 8))


def make_operator(club: Club, name: str, *roles: str, must_change: bool = False) -> None:
    """An operator with `PASSWORD`, made through a door that keeps its owner signed in."""
    from core.desk import Desk
    from core.operators.keeping import AddOperator
    from tests.support.operators import let_in
    from tests.support.operators import at as door_of

    del let_in
    command = AddOperator(
        name,
        roles or ("clerk",),
        passwords.hashed(PASSWORD),
        must_change=must_change,  # type: ignore[arg-type]
    )
    desk = club.desk if not _owner_of(club) else door_of(club, _owner_of(club)).desk
    assert isinstance(desk, Desk)
    desk.do(command)


def _owner_of(club: Club) -> str:
    with club.database.read() as store:
        owners = [operator.name for operator in store.operators() if "owner" in operator.roles]
    return owners[0] if owners else ""


async def type_in(pilot: Pilot[Any], text: str) -> None:
    """Types into the field that has the focus."""
    await pilot.press(*("space" if character == " " else character for character in text))


async def sign_in(pilot: Pilot[Any], name: str, password: str = PASSWORD) -> None:
    """Fills the screen to sign in at in, and waits for what comes of it."""
    from textual.widgets import Input

    field = pilot.app.screen.query_one("#name", Input)
    if field.value != name:
        field.value = name
    pilot.app.screen.query_one("#password").focus()
    await pilot.pause()
    await type_in(pilot, password)
    await pilot.press("enter")
    await settled(pilot)
