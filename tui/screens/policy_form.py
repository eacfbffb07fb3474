"""A policy is added or changed. A change is for the runs to come: what was given stays."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.command import Command
from core.errors import DeskError
from core.ledger.policies import AddPolicy, PolicyTold
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.policy_form import PolicyForm
from tui.workers import begin, under_way


class PolicyFormScreen(DeskScreen):
    """The fields; closed with the policy's code when it is kept."""

    CSS_PATH = "policy_form.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="policy.leave"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("A change is for the runs to come: what was given stays as it is."),
        N_("An amount by grade takes the place of the base; one by service comes on top."),
    )

    def __init__(self, policy: PolicyTold | None) -> None:
        super().__init__()
        self._policy = policy

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"), PolicyForm(self._policy, id="policy"), TextLine(id="enter")
        )

    @property
    def form(self) -> PolicyForm:
        return self.query_one(PolicyForm)

    def retranslate(self) -> None:
        super().retranslate()
        policy = self._policy
        heading = self.query_one("#heading", TextLine)
        if policy is None:
            heading.say(" " + _("A new policy"))
        else:
            heading.say(" " + say("Change {name}", name=policy.name or policy.code))
        self.form.retranslate()
        self._say_enter()

    def _say_enter(self) -> None:
        if self._policy is None:
            self.tell(_("Enter = add it; nothing is given yet | Esc = leave it"))
        else:
            self.tell(_("Enter = change it for the runs to come; what was given stays | Esc = leave it"))

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(PolicyForm.Given)
    def _given(self) -> None:
        """Enter pressed twice adds once."""
        if not under_way(self, "deed"):
            begin(self, self._keep, "deed")

    async def _keep(self) -> None:
        """Sends what stands in the fields; a refusal is told at its field, and everything stays typed."""
        try:
            command = self.form.command(self.console.link.today())
            if command is None:
                self._tell_nothing()
                return
            done: Any = await self.console.link.do(command)
        except DeskError as error:
            if not self.form.refuse(error):
                self.tell_error(error)
            return
        self.dismiss((done.code, _kept_told(command, str(done.code))))

    def _tell_nothing(self) -> None:
        if any(row.problem is not None for row in self.form.rows.values()):
            self._say_enter()
        else:
            self.tell(_("Nothing is changed yet."))


def _kept_told(command: Command[Any], code: str) -> str:
    if isinstance(command, AddPolicy):
        return say("{code} is added; nothing is given yet", code=code)
    return say("{code} is changed; what was given stays", code=code)
