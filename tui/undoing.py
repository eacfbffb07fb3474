"""Taking back one's own last action by F12, on every screen: the first press says what would be taken back,
or why it can't be; the second, or Enter, does it; any other key lets it be and does its own work."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from core.errors import DeskError
from tui.keys import key_for, keys_of
from tui.language import N_, say
from tui.once import Once
from tui.parked import ShellWithBaskets
from tui.screens.base import DeskScreen
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.undo import Undoable

AGAIN = frozenset({"superseded"})
"""Something else was done since it was foretold: that is foretold instead."""


class ShellWithUndo(ShellWithBaskets):
    """The console with its key of taking back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f12",
            "undo",
            N_("undo"),
            id="console.undo",
            tooltip=N_(
                "take back your own last action of the last ten minutes: told first, then again or Enter"
            ),
        ),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._foretold: Undoable | None = None
        """What the next F12 or Enter takes back; None while nothing is foretold."""
        self._undo_once = Once()

    # ------------------------------------------------------------ the keys

    async def on_event(self, event: events.Event) -> None:
        """While something is foretold Enter does it, Esc lets it be, and so does whoever goes on working."""
        if self._foretold is not None and self.link.trouble is None and _is_new(event):
            key = event.key if isinstance(event, events.Key) else ""
            if key == "enter":
                self.action_undo()
                return
            if key not in self._undo_keys():
                self._let_be()
                if key == "escape":
                    return
        await super().on_event(event)

    def _undo_keys(self) -> list[str]:
        binding = next(b for b in ShellWithUndo.BINDINGS if isinstance(b, Binding))
        return keys_of(binding, self.keymap)

    def action_undo(self) -> None:
        """First what would be taken back, then the deed."""
        if self.link.trouble is not None or not self.link.is_open or under_way(self, "undo"):
            return
        begin(self, self._foretell_undo if self._foretold is None else self._undo, "undo")

    # ------------------------------------------------------------ the deed

    async def _foretell_undo(self) -> None:
        from core.undo import AskUndoable, Undo
        from tui.sentences import sentence
        from tui.sentences.undo import no_inverse_told, undoable_told

        try:
            undoable = await self.link.ask(AskUndoable())
        except DeskError as error:
            self._answer(error)
            return
        if undoable.no_inverse is not None:
            self._answer(no_inverse_told(undoable, undoable.no_inverse))
            return
        try:
            await self.link.rehearse(Undo(undoable.record))
        except DeskError as error:
            if undoable.record is None or self.link.trouble is not None:
                self._answer(error)
            else:
                deed = undoable_told(undoable)
                self._answer(say("{deed} can't be taken back: {why}", deed=deed, why=sentence(error)))
            return
        self._foretold = undoable
        self._show_undo()

    async def _undo(self) -> None:
        from core.undo import Undo
        from tui.sentences.undo import deed_of

        undoable = self._foretold
        if undoable is None:
            return
        self._foretold = None
        try:
            await self._undo_once.do(self.link, Undo(undoable.record))
        except DeskError as error:
            if error.code == "wrong_state" and error.facts.get("state") in AGAIN:
                await self._foretell_undo()
            else:
                self._answer(error)
            return
        await self._screens_follow()
        self._answer(say("Taken back: {deed}", deed=deed_of(undoable)), "good")

    def _let_be(self) -> None:
        self._foretold = None
        self._show_undo()

    # ------------------------------------------------------------ what is told

    def told_instead(self, *, reason: bool = True) -> tuple[str, str] | None:
        """While something is foretold, the line of Enter says it."""
        told = super().told_instead(reason=reason)
        return self._undo_told() if told is None and self._foretold is not None else told

    def _undo_told(self) -> tuple[str, str]:
        from tui.sentences.undo import undoable_told

        assert self._foretold is not None  # noqa: S101 - for the type checker
        facts = {"key": key_for("console.undo", self.keymap), "deed": undoable_told(self._foretold)}
        return say("Enter / {key} = take back: {deed}", **facts), ""

    def _show_undo(self) -> None:
        """On the line of Enter, or in a corner of a screen that has none."""
        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.query("#enter"):
            screen.show_told()
        elif self._foretold is not None:
            self.notify(self._undo_told()[0], timeout=20, markup=False)
        else:
            self.clear_notifications()

    def _answer(self, told: str | DeskError, tone: str = "bad") -> None:
        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.query("#enter"):
            screen.answer_key(told, tone)
            return
        if isinstance(told, DeskError):
            from tui.sentences import sentence

            told = sentence(told)
        self.clear_notifications()
        self.notify(told, severity="warning" if tone == "bad" else "information", timeout=20, markup=False)


def _is_new(event: events.Event) -> bool:
    """Whether somebody does something: a key, a click, a paste, as it arrives."""
    return isinstance(event, (events.Key, events.MouseDown, events.Paste)) and not event.is_forwarded
