"""The screen to sign in at: before the day, and while the desk is locked. Nothing of the club is on it."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input

from core.errors import DeskError
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.base import DeskScreen
from tui.widgets.hidden import HiddenField
from tui.widgets.lines import TextLine
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.operators.signing_in import SignedIn

LABELS = {
    "name": N_("Operator"),
    "password": N_("Password"),
    "new": N_("New password"),
    "again": N_("The same again"),
}

WHY: dict[str, str] = {
    "idle": N_("Locked after a while without a key. Whoever was here finds everything as it was."),
    "too_long": N_("You have been signed in for long: sign in anew. Everything is as it was."),
    "locked": N_("Locked. Whoever was here finds everything as it was."),
    "left": N_("Signed out."),
    "own_password": N_("A new password: your present one first."),
}


class SignInScreen(DeskScreen, ModalScreen[None]):
    """A name and a password; and a new password, twice, where the one that was given was for one sign-in."""

    CSS_PATH = "sign_in.tcss"
    AUTO_FOCUS = None
    tells_nothing = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "app.focus_next", N_("next field"), show=False, id="sign_in.next"),
        Binding("shift+tab,up", "app.focus_previous", N_("field before"), show=False, id="sign_in.before"),
        Binding("f5", "app.speak", N_("中文/English"), id="sign_in.speak"),
        Binding("escape", "back", N_("empty"), id="sign_in.back", tooltip=N_("empty the fields")),
        Binding("ctrl+q", "app.quit", N_("quit"), id="sign_in.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._signed: SignedIn | None = None
        """Who has proved who they are, and has to set a password before anything else."""
        self._wait = 0
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        fields: dict[str, Input | HiddenField] = {
            "name": Input(id="name", max_length=80),
            **{name: HiddenField(id=name) for name in ("password", "new", "again")},
        }
        rows = [
            Horizontal(TextLine(id=f"label-{name}", classes="label"), field, id=f"row-{name}", classes="row")
            for name, field in fields.items()
        ]
        box = Vertical(Vertical(TextLine(id="heading"), *rows, id="box"), id="sign-in")
        yield from self.frame(box, TextLine(id="enter"))

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#name", Input).cursor_blink = False
        whose = "" if self.console.why_asked == "left" else self.console.link.whose
        if whose:
            self.query_one("#name", Input).value = whose
        self._show_rows()
        self.query_one("#password" if whose else "#name").focus()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#heading", TextLine).say(_("Sign in at the desk"))
        for name, label in LABELS.items():
            self.query_one(f"#label-{name}", TextLine).say(_(label))
        if not under_way(self, "sign_in"):
            self._say_why()

    def _show_rows(self) -> None:
        for name in LABELS:
            self.query_one(f"#row-{name}").display = (name in ("new", "again")) is (self._signed is not None)

    def _say_why(self) -> None:
        """What Enter does, and why somebody has to sign in."""
        why = self.console.why_asked
        if self._signed is not None:
            told, tone = _("Set a password of your own: 8 characters at least, 15 are better | Enter"), ""
        elif isinstance(why, DeskError):
            from tui.sentences import sentence

            created = why.code == "not_signed_in"
            told, tone = (_("There are operators now: sign in.") if created else sentence(why)), "bad"
        else:
            told, tone = f"{_(WHY[why])} " if why in WHY else "", ""
            told += _("Enter = sign in")
        self.tell(told, tone)

    def value(self, name: str) -> str:
        """What stands in a field."""
        field = self.query_one(f"#{name}")
        return field.value if isinstance(field, (Input, HiddenField)) else ""

    # ------------------------------------------------------------ keys

    def action_back(self) -> None:
        """Empties the fields; with nothing in them the console is left, where nothing would be lost."""
        if under_way(self, "sign_in"):
            return
        hidden = list(self.query(HiddenField))
        if any(field.value for field in hidden):
            for field in hidden:
                field.set("")
        elif self._signed is not None:
            self._signed = None
            self._show_rows()
            self.query_one("#password").focus()
        elif self.query_one("#name", Input).value and not self.console.link.whose:
            self.query_one("#name", Input).value = ""
            self.query_one("#name").focus()
        elif not self.console.link.whose:
            begin(self, self.console.action_quit, "quit")
            return
        self._say_why()

    @on(Scanned)
    def _scanned(self, event: Scanned) -> None:
        """A card before the scanner does nothing here; its first character was taken for a key."""
        event.stop()
        if isinstance(self.focused, HiddenField):
            self.focused.set(self.focused.value[:-1])

    @on(HiddenField.Changed)
    def _typed(self, event: HiddenField.Changed) -> None:
        if not event.field.value.isascii():
            self.tell(_("There are Chinese or full-width characters in it: is an input method on?"), "")

    @on(Input.Submitted, "#name")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#password").focus()

    @on(HiddenField.Submitted)
    def _submitted(self, event: HiddenField.Submitted) -> None:
        event.stop()
        if under_way(self, "sign_in") or self._waiting is not None:
            return
        if event.field.id == "new":
            self.query_one("#again").focus()
        elif self._signed is not None:
            self._keep_password(self._signed)
        elif not self.value("name").strip():
            self.query_one("#name").focus()
        else:
            self.tell("...")
            name, password = self.value("name").strip(), self.value("password")
            begin(self, partial(self._sign_in, name, password), "sign_in")

    # ------------------------------------------------------------ deeds

    async def _sign_in(self, name: str, password: str) -> None:
        """Hashes in a thread; the screen goes on meanwhile."""
        try:
            signed = await self.console.link.sign_in(name, password)
        except DeskError as error:
            self.query_one("#password", HiddenField).set("")
            self._refuse(error)
            return
        if signed.must_change or self.console.why_asked == "own_password":
            self._signed = signed
            for field in self.query(HiddenField):
                field.set("")
            self._show_rows()
            self.query_one("#new").focus()
            self._say_why()
            return
        await self._enter(signed)

    async def _enter(self, signed: "SignedIn") -> None:
        """By the console's own hand: this screen goes with it."""
        begin(self.console, partial(self.console.let_in, signed), "let_in")

    def _keep_password(self, signed: "SignedIn") -> None:
        new = self.value("new")
        if new != self.value("again"):
            self.query_one("#again", HiddenField).set("")
            self.tell(_("That is another one than above: type it again."), "bad")
            return
        self.tell("...")
        begin(self, partial(self._set_password, signed, new), "sign_in")

    async def _set_password(self, signed: "SignedIn", new: str) -> None:
        try:
            signed = await self.console.link.set_password(signed, new)
        except DeskError as error:
            for name in ("new", "again"):
                self.query_one(f"#{name}", HiddenField).set("")
            self.query_one("#new").focus()
            self.tell_error(error)
            return
        await self._enter(signed)

    def _refuse(self, error: DeskError) -> None:
        """A refusal; how long is to be waited is counted down."""
        self.tell_error(error)
        seconds = error.facts.get("seconds")
        if error.code == "too_many_tries" and isinstance(seconds, int):
            self._wait = seconds
            self._waiting = self.set_interval(1.0, self._count_down)

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self.tell(
                say("Too many failed sign-ins: try again in {seconds} seconds.", seconds=self._wait), "bad"
            )
            return
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        self._say_why()
