"""The console with somebody at it: the screen to sign in at, the lock after a while without a key, and who is
at the desk in the header."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from core.errors import DeskError
from tui.connection import ConnectedShell
from tui.language import N_, _
from tui.signing_in.door import SigningLink
from tui.signing_in.watch import Watch
from tui.workers import begin

if TYPE_CHECKING:
    from core.operators.signing_in import SignedIn

MODE = "sign_in"
"""The mode of the screen to sign in at; all others keep what is on them meanwhile."""

LOOK_SECONDS = 1.0
"""How often it is seen whether the desk is to be locked."""

NARROW = 100
"""In a window of fewer columns the first line has room for few words."""

ALLOWED = frozenset({"quit", "try_again", "copy_trouble", "speak", "language", "theme"})
"""The console's actions while nobody has signed in."""


class SigningShell(ConnectedShell):
    """Nothing of the club is on the terminal while nobody has signed in, or the desk is locked."""

    link: SigningLink
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s",
            "lock",
            N_("lock"),
            show=False,
            id="console.lock",
            priority=True,
            tooltip=N_("lock the desk: whoever unlocks it finds it as it was"),
        ),
    ]
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sign_out", N_("sign out: another operator signs in")),
        ("own_password", N_("set a password of your own")),
        *ConnectedShell.MORE_COMMANDS,
    )

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.link = SigningLink(path, self.connection_changed, self._turned_away)
        self.presence = Watch()
        self.why_asked: DeskError | str = ""
        """Why somebody has to sign in: `idle`, `too_long`, `left`, or a refusal."""
        self._behind = ""
        """The mode that is gone to after that."""
        self._whose: str | None = None
        """The operator whose work stands on the screens; None where nothing was done yet."""
        self.shows_secret = False
        """A password stands on the screen that is shown once: who has to sign in does so afterwards."""
        self._held_back: list[Callable[[], None]] = []

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.lock_if_due)

    # ------------------------------------------------------------ locking

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the screen to sign in at is on."""
        return bool(self._behind)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)):
            self.presence.touch()
        await super().on_event(event)

    def lock_if_due(self) -> None:
        """Locks the desk after a while without a key, or after the longest that one may be signed in."""
        if self.link.actor.session is not None and not self.link.locked and (why := self.presence.over()):
            self.lock(why)

    def lock(self, why: DeskError | str) -> None:
        """Shuts the door and blanks the screen."""
        self.link.locked = True
        self._held_back.clear()
        self.clear_notifications()
        if not self.asks_to_sign_in:
            self._behind = self.current_mode
            self.why_asked = why
            super().switch_mode(MODE)

    def action_lock(self) -> None:
        """At once."""
        if self.link.whose and not self.link.locked:
            self.lock("locked")
        elif not self.link.locked:
            self.notify(_("There are no operators: the desk can't be locked."), markup=False)

    async def action_sign_out(self) -> None:
        """For another operator: what is on the screens is left."""
        if not self.link.whose or self.link.locked:
            self.action_lock()
            return
        self.lock("left")
        begin(self, partial(self._leave, "left"), "sign_out")

    async def _leave(self, why: str) -> None:
        """Notes that whoever was here has gone; nothing of their work is kept on the screens."""
        with suppress(DeskError):  # where the club can't be reached the door is shut all the same
            await self.link.sign_out(why)
        self.link.forget()
        self._whose = None

    def action_own_password(self) -> None:
        """At the screen to sign in at, which asks for the present one first."""
        if self.link.whose and not self.link.locked:
            self.lock("own_password")
        else:
            self.action_lock()

    def _turned_away(self, error: DeskError) -> None:
        """The door has let nobody in: access was ended or changed elsewhere, or operators were made."""
        if not self.shows_secret:
            self.call_next(self.lock, error)

    def secret_noted(self) -> None:
        """Whoever has to sign in does so now: everybody, after the first operator was made."""
        self.shows_secret = False
        if self.link.actor.session is None or self.link.locked:
            self.lock(DeskError("not_signed_in"))

    # ------------------------------------------------------------ signing in

    async def _open(self) -> None:
        await super()._open()
        if self.link.is_open and self.link.locked and not self.asks_to_sign_in:
            self.lock("")

    async def let_in(self, signed: "SignedIn") -> None:
        """Somebody has signed in: the desk as they left it, or a fresh one where another was here."""
        if self.link.actor.session is not None and self.link.whose != signed.actor.name:
            why = self.why_asked if isinstance(self.why_asked, str) else ""
            await self._leave(why if why in ("idle", "too_long") else "left")
        same = self._whose == signed.actor.name
        self.link.take_up(signed)
        self._whose = signed.actor.name
        if not same:
            self._held_back.clear()
            await self.begin_anew()
        await self._take_settings()
        self.presence.begin()
        mode, self._behind = (self._behind if same else str(self.DEFAULT_MODE)), ""
        super().switch_mode(mode)
        await self.remove_mode(MODE)
        self.add_mode(MODE, self.MODES[MODE])
        for held in self._held_back:
            self.call_after_refresh(held)
        self._held_back.clear()
        await self._screens_follow()

    async def begin_anew(self) -> None:
        """Every screen is made anew when it is gone to: nothing of another's is left on any."""
        for mode, made in self.MODES.items():
            if mode != MODE:
                await self.remove_mode(mode)
                self.add_mode(mode, made)

    async def _take_settings(self) -> None:
        from core.club import AskSettings

        try:
            settings = await self.link.ask(AskSettings())
        except DeskError:
            return
        self.presence.idle_lock_minutes = settings.idle_lock_minutes
        self.presence.session_hours = settings.session_hours

    async def _screens_follow(self) -> None:
        if self.link.is_open and not self.link.locked and self.link.whose:
            await self._take_settings()
        await super()._screens_follow()

    def operator_told(self) -> str:
        """Who is at the desk, for the header of every screen."""
        if self.link.whose:
            return "" if self.link.locked else self.link.whose
        if not self.link.is_open or self.link.locked:
            return ""
        narrow = self.size.width < NARROW
        return _("everyone is owner") if narrow else _("no operators: everyone is owner")

    # ------------------------------------------------------------ what is held back meanwhile

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.asks_to_sign_in and action not in ALLOWED:
            return False
        return super().check_action(action, parameters)

    def switch_mode(self, mode: str) -> Any:
        """While the screen to sign in at is on, what was under way goes to its mode afterwards."""
        if self.asks_to_sign_in and mode != MODE:
            self._behind = mode
            return super().switch_mode(MODE)
        return super().switch_mode(mode)

    def push_screen(self, screen: Any, *arguments: Any, mode: str | None = None, **options: Any) -> Any:
        """What comes by itself stands behind the screen to sign in at."""
        if self.asks_to_sign_in and mode is None and not getattr(screen, "tells_nothing", False):
            mode = self._behind
        return super().push_screen(screen, *arguments, mode=mode, **options)

    def notify(self, message: str, **options: Any) -> None:
        """What is told while nobody has signed in is told to whoever was here, when they come back."""
        if self.asks_to_sign_in:
            self._held_back.append(partial(super().notify, message, **options))
        else:
            super().notify(message, **options)
