"""A barcode scanner types like a person, only faster: a burst of its keys becomes one message.

A character that follows another within 35 ms is held back. If Enter follows at least six such characters,
they were scanned; else they are passed on as they were typed. The first character of a burst has been passed
on already: the screen is put back to what it was before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

GAP_SECONDS = 0.035
"""Scanners were measured at 0 to 30 ms from key to key, fast typists at 60 to 90."""

FEWEST = 6
"""So many characters at least are a code."""


@dataclass
class Scanned(Message):
    """A code was scanned. It goes to the screen at hand; the app tells what no screen takes."""

    text: str


class Heard(NamedTuple):
    """What a key leads to: keys to pass on, in order; the code that was scanned; whether a burst may begin
    with it."""

    passed: tuple[events.Key, ...]
    code: str | None = None
    first: bool = False


@dataclass
class ScannerFilter:
    """Tells a scanner's keys from a person's, by the time between them in seconds."""

    gap: float = GAP_SECONDS
    _burst: str = ""
    _held: list[events.Key] = field(default_factory=list)
    _last: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether keys are held back."""
        return bool(self._held)

    def hear(self, key: events.Key, at: float) -> Heard:
        """One key, pressed at a moment."""
        swift = bool(self._burst) and 0 <= at - self._last <= self.gap
        self._last = at
        if key.key == "enter" and swift and len(self._burst) >= FEWEST:
            code, self._burst = self._burst, ""
            self._held.clear()
            return Heard((), code)
        if key.character and key.is_printable and key.character.isascii():
            if swift:
                self._burst += key.character
                self._held.append(key)
                return Heard(())
            before, self._burst = self.release(), key.character
            return Heard((*before, key), first=True)
        self._burst = ""
        return Heard((*self.release(), key))

    def release(self) -> tuple[events.Key, ...]:
        """The keys held back. The burst goes on should the next character still come in time: on a busy
        machine keys are heard late."""
        held = tuple(self._held)
        self._held.clear()
        return held


class _Before(NamedTuple):
    """A screen as it was before a burst."""

    screen: Screen[object]
    focused: Widget | None
    fields: tuple[tuple[Input, str, Selection], ...]

    def put_back(self) -> None:
        for typed, value, selection in self.fields:
            if typed.is_attached and typed.value != value:
                typed.value = value
                typed.selection = selection
        self.screen.set_focus(self.focused if self.focused and self.focused.is_attached else None)


class ScanningApp(App[int]):
    """An app that hears a scanner on every screen."""

    key_time: Callable[[events.Key], float] = staticmethod(lambda key: key.time)
    """When a key was pressed, in seconds; a test has its own."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.scanner = ScannerFilter(GAP_SECONDS)
        self._release: Timer | None = None
        self._before: _Before | None = None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._hear(event)
            return
        if isinstance(event, events.Paste) and not event.is_forwarded:
            await self.release_held()
        await super().on_event(event)

    async def release_held(self) -> None:
        """Passes on what was held back: it was typed, or no more of it came."""
        for key in self.scanner.release():
            await super().on_event(key)

    async def _hear(self, event: events.Key) -> None:
        heard = self.scanner.hear(event, self.key_time(event))
        if heard.first:
            self._before = self._screen_now()
        for key in heard.passed:
            await super().on_event(key)
        if self._release is not None:
            self._release.stop()
            self._release = None
        if self.scanner.holds:
            self._release = self.set_timer(self.scanner.gap, self.release_held)
        if heard.code is not None:
            self._scanned(heard.code)

    def _screen_now(self) -> _Before:
        screen = self.screen
        fields = screen.query(Input)
        return _Before(
            screen, screen.focused, tuple((typed, typed.value, typed.selection) for typed in fields)
        )

    def _scanned(self, code: str) -> None:
        """Sends the message after the keys that were passed on: they wait in the same queues."""
        screen, before = self.screen, self._before

        def tell() -> None:
            if before is not None and before.screen is screen:
                before.put_back()
            screen.post_message(Scanned(code))

        (screen.focused or screen).call_later(screen.call_later, tell)
