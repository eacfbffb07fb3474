"""The operators: who may work at the desk, and as what. For owners; others look."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from core.command import Command
from core.errors import DeskError
from core.operators.keeping import (
    AddOperator,
    AskOperators,
    ChangeOperator,
    GiveToken,
    OperatorTold,
    ResetPassword,
    TakeTokenBack,
)
from core.operators.rights import ROLES, Role
from core.wire import Name, read_record
from tui.language import N_, _, listed, say
from tui.screens.base import DeskScreen
from tui.sentences.operators import ROLES as ROLE_WORDS
from tui.sentences.operators import access_told, roles_told
from tui.widgets.lines import TextLine, safe
from tui.widgets.table import Column, TableRow, TextTable
from tui.workers import begin, under_way

Page = Literal["list", "name", "roles", "token", "secret"]

MAY: dict[Role, str] = {
    "clerk": N_("books, checks in, sells, hands out"),
    "approver_1": N_("decides on applications, level 1"),
    "approver_2": N_("decides on applications, level 2"),
    "manager": N_("all of the desk, rules, grants, reports"),
    "auditor": N_("reads everything, changes nothing"),
    "owner": N_("everything, the operators too"),
}
"""What a role is for, in short."""

HEADS = (N_("Operator"), N_("Roles"), N_("Signs in by"), N_("Last here"))


class OperatorsScreen(DeskScreen):
    """The list; Enter gives a marked one other roles."""

    CSS_PATH = "operators.tcss"
    AUTO_FOCUS = "#operators"
    OWN_FIRST = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="operators.back"),
        Binding("f5", "new", N_("new / keep"), id="operators.new",
                tooltip=N_("make an operator; keep roles")),
        Binding("f6", "password", N_("password"), id="operators.password",
                tooltip=N_("set a password anew, good for one sign-in")),
        Binding("f7", "token", N_("token"), id="operators.token",
                tooltip=N_("write a token with which scripts act as the operator")),
        Binding("f4", "take_back", N_("take back"), id="operators.take_back",
                tooltip=N_("the operator's token is good no more")),
        Binding("f8", "access", N_("access"), id="operators.access",
                tooltip=N_("end an operator's access, or give it again")),
    ]  # fmt: skip
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Until the first operator is made everyone at the machine is the owner; the first is one."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.page: Page = "list"
        self._operators: tuple[OperatorTold, ...] = ()
        self._for: OperatorTold | str = ""
        """Whose roles are chosen: an operator's, or those of a new one of that name."""
        self._roles: set[Role] = set()

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            TextTable(id="operators"),
            Static(id="secret"),
            TextLine(id="enter"),
            Horizontal(TextLine(id="asked"), Input(id="answer"), id="asking"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#operators", TextTable)

    def on_mount(self) -> None:
        super().on_mount()
        self._to("list")
        self.work(self._first, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.work(self._first, "follow")

    async def _first(self) -> None:
        if await self._asked():
            self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if self.page == "list":
            await self._asked()

    async def _asked(self) -> bool:
        if not self.console.link.is_open:
            return False
        try:
            self._operators = (await self.console.link.ask(AskOperators())).operators
        except DeskError as error:
            self.tell_error(error)
            return False
        self._show()
        return True

    # ------------------------------------------------------------ what is shown

    def _to(self, page: Page) -> None:
        self.page = page
        self.table.display = page != "secret"
        self.query_one("#secret").display = page == "secret"
        self.query_one("#asking").display = page in ("name", "token")
        (self.query_one("#answer") if page in ("name", "token") else self.table).focus()
        self._show()
        self.list_keys()

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    def _show(self) -> None:
        heading = self.query_one("#heading", TextLine)
        if self.page == "roles":
            name = self._for if isinstance(self._for, str) else self._for.name
            heading.say(" " + say("The roles of {operator}", operator=name))
            columns = [Column(""), Column(_("Role")), Column(_("May"))]
            rows = [
                TableRow(role, ("x" if role in self._roles else "-", _(ROLE_WORDS[role]), _(MAY[role])))
                for role in ROLES
            ]
            self.table.show(columns, rows)
            return
        heading.say(" " + _("Operators"))
        columns = [
            Column(_("Operator")),
            Column(_("Roles")),
            Column(_("Signs in by")),
            Column(_("Last here")),
        ]
        self.table.show(columns, [TableRow(f"of {one.name}", _cells(one)) for one in self._operators])
        asked = _("Name:") if self.page == "name" else _("File:")
        self.query_one("#asked", TextLine).say(f" {asked} ")

    def _marked(self) -> OperatorTold | None:
        key = self.table.marked()
        return next((one for one in self._operators if f"of {one.name}" == key), None)

    def say_enter(self) -> None:
        one = self._marked()
        if self.page == "roles":
            self.tell(_("Enter = give or take the marked role | F5 = keep these roles | Esc = leave it"))
        elif self.page == "name":
            self.tell(_("Enter = choose the roles of this operator | Esc = leave it"))
        elif self.page == "token":
            self.tell(_("Enter = write the token to this file, for a script | Esc = leave it"))
        elif self.page == "secret":
            self.tell(_("It is shown once, and good for one sign-in | Enter, Esc = it is noted"))
        elif one is None:
            self.tell(_("There are no operators: everyone is owner. F5 = make the first one, an owner"))
        else:
            self.tell(say("Enter = the roles of {operator} | F5 = another operator", operator=one.name))

    @on(TextTable.Marked)
    def _moved(self) -> None:
        if self.page in ("list", "roles"):
            self.say_enter()

    # ------------------------------------------------------------ keys

    def action_back(self) -> None:
        """One step: out of what was begun, then to the grid."""
        if self.page == "list":
            self.console.back_to_grid()
        elif self.page == "secret":
            self._noted()
        else:
            self._to("list")
            self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        one = self._marked()
        if self.page == "roles":
            role: Any = self.table.marked()
            self._roles ^= {role}
            self._show()
            self.table.stand_on(role)
        elif self.page == "list" and one is not None:
            self._choose_roles(one, set(one.roles))

    def key_enter(self) -> None:
        if self.page == "secret":
            self._noted()

    def _choose_roles(self, whose: OperatorTold | str, roles: set[Role]) -> None:
        self._for, self._roles = whose, roles
        self._to("roles")
        self.table.stand_on(next(iter(ROLES)))
        self.say_enter()

    def action_new(self) -> None:
        """A name, then roles; with the roles chosen: keeps them."""
        if self.page == "roles":
            self._keep_roles()
        elif self.page == "list":
            self._ask_for("name", "")

    def _ask_for(self, page: Page, value: str) -> None:
        self._to(page)
        self.query_one("#answer", Input).value = value
        self.say_enter()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        one = self._marked()
        if self.page == "name":
            try:
                name = read_record(AddOperator, {"name": event.value.strip(), "roles": ["owner"]}).name
            except DeskError as error:
                self.tell_error(error)
                return
            self._choose_roles(name, set() if self._operators else {"owner"})
        elif self.page == "token" and one is not None:
            path = Path(event.value.strip()).expanduser()
            self._do(partial(self._write_token, one.name, path))

    def action_password(self) -> None:
        """Another's, good for one sign-in."""
        if (one := self._only_marked()) is not None:
            self._do(partial(self._with_password, partial(ResetPassword, one.name), one.name))

    def action_token(self) -> None:
        """Into a file that is named."""
        if self._only_marked() is not None:
            self._ask_for("token", str(Path.home() / "frontdesk.token"))

    def action_take_back(self) -> None:
        """From a script."""
        if (one := self._only_marked()) is not None:
            told = say("{operator}'s token is good no more.", operator=one.name)
            self._do(partial(self._change, TakeTokenBack(one.name), told))

    def action_access(self) -> None:
        """Ended, or given again."""
        if (one := self._only_marked()) is not None:
            ended = say("{operator} has no access any more.", operator=one.name)
            given = say("{operator} has access again.", operator=one.name)
            command = ChangeOperator(one.name, disabled=not one.disabled)
            self._do(partial(self._change, command, given if one.disabled else ended))

    def _only_marked(self) -> OperatorTold | None:
        return self._marked() if self.page == "list" else None

    # ------------------------------------------------------------ deeds

    def _do(self, deed: Callable[[], Any]) -> None:
        """A key pressed twice does it once."""
        if under_way(self, "deed"):
            return

        async def carry_out() -> None:
            try:
                await deed()
            except DeskError as error:
                self.tell_error(error)

        self.tell("...")
        begin(self, carry_out, "deed")

    async def _change(self, command: Command[Any], told: str) -> None:
        await self.console.link.do(command)
        self._to("list")
        await self._asked()
        self.tell(told, "good")

    def _keep_roles(self) -> None:
        roles = tuple(role for role in ROLES if role in self._roles)
        if isinstance(self._for, str):
            command = partial(AddOperator, Name(self._for), roles)
            self._do(partial(self._with_password, command, self._for))
        else:
            name = self._for.name
            told = say("{operator} has other roles now.", operator=name)
            self._do(partial(self._change, ChangeOperator(name, roles), told))

    async def _with_password(self, command: Callable[[str], Command[Any]], name: str) -> None:
        """A password is made, hashed in a thread, and shown once. After the first operator everybody has to
        sign in: that waits until it is noted."""
        import asyncio

        from storage.passwords import hashed, one_time_password

        password = one_time_password()
        kept = await asyncio.to_thread(hashed, password)
        self.console.shows_secret = True
        try:
            await self.console.link.do(command(kept))
        except DeskError:
            self.console.shows_secret = False
            raise
        self._to("secret")
        told = say("The password of {operator} for one sign-in:", operator=name)
        large = Content.styled(" ".join(password), "bold reverse")
        self.query_one("#secret", Static).update(Content("\n\n").join([safe(told), large]))
        self.say_enter()

    def _noted(self) -> None:
        """It is gone from the terminal."""
        self.query_one("#secret", Static).update("")
        self._to("list")
        self.console.secret_noted()
        self.work(self._first, "follow")

    async def _write_token(self, name: Name, path: Path) -> None:
        import asyncio

        from storage.passwords import digest_of, new_secret
        from tui.signing_in.tokens import Token, write_token

        token = Token(name, new_secret())
        await asyncio.to_thread(write_token, path, token)
        try:
            await self.console.link.do(GiveToken(name, digest_of(token.secret)))
        except DeskError:
            path.unlink()
            raise
        self._to("list")
        await self._asked()
        self.tell_whole(say("Written: {path}", path=str(path)), "good")


def _cells(one: OperatorTold) -> tuple[str, ...]:
    seen = "" if one.seen_on is None else f"{one.seen_on}"
    return one.name, roles_told(one.roles), listed(access_told(one)), seen
