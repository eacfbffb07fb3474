"""The console's door with somebody at it: who has signed in, what they may ask, and the door shut
while nobody has, or while the screen is locked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import DeskError
from core.operators.records import Actor
from tui.link import DeskLink

if TYPE_CHECKING:
    from core.command import Question
    from core.desk import Desk
    from core.operators.rights import Right
    from core.operators.signing_in import SignedIn

R = TypeVar("R")

TURNED_AWAY = frozenset({"not_signed_in", "signed_out", "password_must_change"})
"""Refusals after which somebody has to sign in before anything else."""

NOBODY = Actor("owner", None, masked=True)
"""Who speaks until there are operators."""


class SigningLink(DeskLink):
    """A door at which one signs in."""

    def __init__(
        self, path: Path, changed: Callable[[], None], turned_away: Callable[[DeskError], None]
    ) -> None:
        """`turned_away` is called when the door has let nobody in, with why."""
        super().__init__(path, changed)
        self.locked = False
        """Nothing is asked or done."""
        self.actor = NOBODY
        self.rights: frozenset[Right] | None = None
        """What whoever has signed in may do; None until there are operators: everything."""
        self._turned_away = turned_away
        self._refused: dict[tuple[type, bool], DeskError] = {}

    @property
    def whose(self) -> str:
        """The name of the operator who has signed in; empty where nobody has."""
        return "" if self.actor.session is None else self.actor.name

    def may(self, name: str) -> bool:
        """Whether a request is worth making: for what the console asks by itself."""
        if self.locked or self.rights is None:
            return not self.locked
        from core.operators.rights import may

        return may(name, self.rights)

    def _opened(self) -> "Desk":
        from core.operators.keeping import AskOperatorsThere

        desk = super()._opened()
        desk.act_as(self.actor)
        if self.actor.session is None and desk.ask(AskOperatorsThere()).there:
            self.locked = True
        return desk

    def _door(self) -> "Desk":
        door = super()._door()
        if self.locked:
            raise DeskError("not_signed_in")
        return door

    # ------------------------------------------------------------ through the door

    async def ask(self, question: "Question[R]") -> R:
        """A question that is not the operator's to ask goes to the door once, which keeps that it was asked;
        screens that ask again by themselves are told the same from here."""
        known = (type(question), getattr(question, "override", None) is not None)
        if known in self._refused:
            error = self._refused[known]
            raise DeskError(error.code, **error.facts)
        try:
            return await super().ask(question)
        except DeskError as error:
            if error.code == "forbidden" and self._is_for_others(question):
                self._refused[known] = error
            raise

    def _is_for_others(self, question: "Question[Any]") -> bool:
        """Whether the operator's rights never suffice for such a question."""
        from core.command import entry_of
        from core.operators.rights import require

        try:
            require(entry_of(question).name, question, self.rights or frozenset())
        except DeskError:
            return True
        return False

    async def _through(self, door: "Desk", threads: Any, deed: Callable[[], R]) -> R:
        try:
            return await super()._through(door, threads, deed)
        except DeskError as error:
            if error.code in TURNED_AWAY and not self.locked:
                self.locked = True
                self._turned_away(error)
            raise

    # ------------------------------------------------------------ who is at it

    async def sign_in(self, name: str, password: str) -> "SignedIn":
        """Proves who somebody is; they are at the door only when `take_up` says so. `too_many_tries`,
        `not_let_in`."""
        door = DeskLink._door(self)  # open to this, although it is locked

        def deed() -> "SignedIn":
            from core.clock import uptime
            from core.operators.signing_in import sign_in
            from storage.passwords import proof_of

            return sign_in(door, name, proof_of(password), int(uptime()), masked=True)

        return await self._through(door, self._doers, deed)

    async def set_password(self, signed: "SignedIn", password: str) -> "SignedIn":
        """Another password for somebody who has just signed in; with which session they go on. `invalid`."""
        door = DeskLink._door(self)

        def deed() -> "SignedIn":
            from dataclasses import replace

            from core.operators.keeping import ChangePassword
            from storage.passwords import hashed, judge

            judge(password, [signed.actor.name])
            door.act_as(signed.actor)
            kept = door.do(ChangePassword(hashed(password)))
            return replace(signed, actor=signed.actor._replace(session=kept.session), must_change=False)

        return await self._through(door, self._doers, deed)

    def take_up(self, signed: "SignedIn") -> None:
        """From now on this is who speaks."""
        from core.operators.rights import rights_of

        self.actor, self.rights = signed.actor, rights_of(signed.roles)
        self._refused.clear()
        DeskLink._door(self).act_as(self.actor)
        self.locked = False

    async def sign_out(self, why: str) -> None:
        """Notes that somebody has left; the door is locked already."""
        from core.operators.signing_in import sign_out

        if self.is_open and self.actor.session is not None:
            door = DeskLink._door(self)
            await self._through(door, self._doers, partial(sign_out, door, self.actor, why))

    def forget(self) -> None:
        """Nobody has signed in."""
        self.actor, self.rights = NOBODY._replace(name=self.actor.name), frozenset()
        if self.is_open:
            DeskLink._door(self).act_as(self.actor)

    async def vouch(self) -> str:
        """A word by which a program that is started from here acts for whoever is at the door."""
        from core.operators.vouching import vouch

        door = self._door()
        return await self._through(door, self._askers, partial(vouch, door))
