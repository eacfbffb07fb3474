"""How long nobody has pressed a key, and how long somebody has been signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.clock import uptime


@dataclass
class Watch:
    """Measured by the time since the machine was started; a test has its own `clock`."""

    clock: Callable[[], float] = uptime
    idle_lock_minutes: int = 5
    session_hours: int = 12
    _touched: float = 0.0
    _began: float = 0.0

    def begin(self) -> None:
        """Somebody has signed in."""
        self._began = self._touched = self.clock()

    def touch(self) -> None:
        """A key was pressed."""
        self._touched = self.clock()

    def over(self) -> Literal["idle", "too_long"] | None:
        """Why the desk is to be locked now, if it is."""
        now = self.clock()
        if now - self._began >= self.session_hours * 3600:
            return "too_long"
        return "idle" if now - self._touched >= self.idle_lock_minutes * 60 else None
