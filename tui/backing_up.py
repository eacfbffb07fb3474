"""The console's own backup, once a day: beside all else, and never in the way."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from core.errors import DeskError
from tui.auditing import ShellWithAudit
from tui.keys import key_for
from tui.language import N_, _, say, say_count
from tui.workers import begin

if TYPE_CHECKING:
    from tui.backups import Round

FIRST_SECONDS = 120.0
"""How long after the start it is first seen whether there is a backup of today: nobody waits for it then."""

AGAIN_SECONDS = 1800.0
"""How often it is seen again."""

LATE = timedelta(days=1)
"""The header tells of the newest backup once it is older."""

WITHOUT_WORDS = frozenset({"not_signed_in", "password_must_change", "signed_out"})
"""Nobody was signed in who could have noted the backup: that stands in the trail by itself."""


class ShellWithBackups(ShellWithAudit):
    """The console that backs its club up."""

    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("back_up", N_("back up now")),
        *ShellWithAudit.MORE_COMMANDS,
    )

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._round: Round | None = None
        self._troubles: frozenset[str] = frozenset()
        """What was told of the last round."""

    def on_mount(self) -> None:
        self.set_timer(FIRST_SECONDS, self._back_up_if_due)
        self.set_interval(AGAIN_SECONDS, self._back_up_if_due)

    def _back_up_if_due(self) -> None:
        if self.link.is_open and not self.link.backing_up:
            begin(self, partial(self._back_up, daily=True), "backup")

    def action_back_up(self) -> None:
        """One now, whether or not there is one of today."""
        if not self.link.is_open:
            self.notify(_("The database can't be reached just now."), severity="warning", markup=False)
        elif self.link.backing_up:
            self.notify(_("A backup is being made already."), markup=False)
        else:
            self.notify(_("A backup is being made; the desk works on meanwhile."), markup=False)
            begin(self, partial(self._back_up, daily=False), "backup")

    async def _back_up(self, *, daily: bool) -> None:
        try:
            found = await self.link.back_up(daily=daily)
        except DeskError:  # the door was shut, or another round began: there will be another
            return
        elsewhere = daily and found.trouble is not None and found.trouble.code == "backup_busy"
        if not elsewhere:
            self._tell(found, daily=daily)
        for screen in self.screen_stack:
            self.show_header(screen)

    def _tell(self, found: "Round", *, daily: bool) -> None:
        """A daily one that went well is not told, and what did not go well once."""
        self._round = found
        troubles = self._troubles_of(found)
        if not daily and found.done is not None:
            self.notify(say("Backed up and proved: {path}", path=found.done.made.path), markup=False)
        for told in troubles:
            if not daily or told not in self._troubles:
                self.notify(told, severity="warning", timeout=20, markup=False)
        self._troubles = frozenset(troubles)

    def _troubles_of(self, found: "Round") -> list[str]:
        from tui.sentences import sentence

        if found.trouble is not None:
            return [
                say(
                    "No backup could be made: {why} It is tried every half hour; by hand: {key}, {command}.",
                    why=sentence(found.trouble),
                    key=key_for("console.palette", self.keymap),
                    command=_("back up now"),
                )
            ]
        troubles = () if found.done is None else found.done.troubles
        return [sentence(error) for error in troubles if error.code not in WITHOUT_WORDS]

    def backup_told(self) -> str:
        """What the header says of the newest backup; nothing while it is of today or was not looked for."""
        if self._round is None:
            return ""
        if self._round.newest is None:
            return _("no backup yet")
        age = self.link.now() - self._round.newest
        if age < LATE:
            return ""
        return say_count("last backup {count} day ago", "last backup {count} days ago", age.days)

    def run(self, **how: Any) -> Any:
        """Ends when a backup that was begun is made: a moment, with the terminal given back."""
        told = super().run(**how)
        if self.link.backing_up:
            from tui.printing import complain

            complain(_("The backup that was begun is being finished; then this ends."))
            self.link.finish()
        return told
