"""The way to the audit trail from every screen: all of it, or what is told of a member or a record."""

from typing import ClassVar

from tui.language import N_
from tui.undoing import ShellWithUndo


class ShellWithAudit(ShellWithUndo):
    """The console with its audit trail."""

    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("audit", N_("audit trail: who did what, and why")),
        *ShellWithUndo.MORE_COMMANDS,
    )

    def action_audit(self) -> None:
        """All of it."""
        self.show_audit()

    def show_audit(self, *, member: str | None = None, name: str = "", record: str | None = None) -> None:
        """What was done to a member of that name, or to a record; or all."""
        from core.audit_search import AskAudit
        from core.wire import Name
        from tui.screens.audit import AuditScreen

        asked = AskAudit(
            member=None if member is None else Name(member), record=None if record is None else Name(record)
        )
        self.push_screen(AuditScreen(asked, name))
