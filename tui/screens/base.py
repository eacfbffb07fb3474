"""What all screens have in common: the header, the key line in the language of the moment, and the way of
errors to a sentence."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from core.errors import DeskError
from tui.language import N_, _
from tui.widgets.lines import KeyLine, TextLine
from tui.workers import begin

if TYPE_CHECKING:
    from tui.app import Console

FIRST = frozenset({"console.try_again", "console.quit", "console.copy"})
"""The keys that stand first while the club can't be reached."""

KEY_NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp"}


class DeskScreen(Screen[Any]):
    """A screen of the console."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+a",
            "reveal",
            N_("whole number"),
            show=False,
            id="reveal.person",
            tooltip=N_("tell phone, mail and card of the person at hand whole; it is on record"),
        )
    ]

    OWN_FIRST: ClassVar[bool] = False
    """Its own keys stand before those of the console, where not all of them fit."""

    told = ("", "")
    """What the line of Enter says, and its tone."""

    whole = False
    """It is shown to its end, however many lines that takes: there is a path in it."""

    behind = False
    """What is shown could not be asked for the last time."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class(*self._breakpoints_met(), update=False)

    def _breakpoints_met(self) -> list[str]:
        """The classes that go with the window's size. Textual gives them after the first paint, and would lay
        out and paint everything again."""
        app, (width, height) = self.app, self.app.size
        across = (width, self.HORIZONTAL_BREAKPOINTS or app.HORIZONTAL_BREAKPOINTS or [])
        down = (height, self.VERTICAL_BREAKPOINTS or app.VERTICAL_BREAKPOINTS or [])
        return [
            max((least, name) for least, name in breakpoints if least <= length)[1]
            for length, breakpoints in (across, down)
            if breakpoints
        ]

    @property
    def console(self) -> "Console":
        from tui.app import Console

        assert isinstance(self.app, Console)  # noqa: S101 - there is one kind of app
        return self.app

    def frame(self, *inside: object) -> ComposeResult:
        """The header above and the keys below."""
        yield TextLine(id="header")
        yield from inside  # type: ignore[misc]
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self.console.language_changed.subscribe(self, lambda _language: self.retranslate())
        self.retranslate()

    def on_screen_resume(self) -> None:
        """Time has gone on while another screen was on, and things may have changed."""
        if self.is_mounted:
            self.show_connection()

    def retranslate(self) -> None:
        """Says everything again in the language of the moment; what is being typed stays."""
        self.show_connection()

    def show_connection(self) -> None:
        """Tells how things stand with the club: in the header, the line of Enter, the keys."""
        self.console.show_header(self)
        self.show_told()
        self.list_keys()

    def on_resize(self) -> None:
        self.list_keys()

    def list_keys(self) -> None:
        """The keys of this screen, then the console's."""
        lost = self.console.link.trouble is not None
        idle = self.idle()
        shown = []
        seen = set()
        for key, active in self.active_bindings.items():
            binding = active.binding
            if binding.show and binding.action not in seen and active.enabled and binding.id not in idle:
                seen.add(binding.action)
                later = (not (lost and binding.id in FIRST), self.OWN_FIRST and _is_elsewhere(binding.id))
                shown.append((later, *_rank(key_told(key), binding.action), _(binding.description)))
        keys = [(told, what) for _later, _number, told, what in sorted(shown)]
        self.query_one("#keys", KeyLine).list_keys(keys)

    def idle(self) -> frozenset[str]:
        """The commands that only say why they can't be done as things stand: their keys are not shown."""
        return frozenset()

    def work(self, deed: Callable[[], Awaitable[None]], group: str) -> None:
        """Does something beside the screen's own work, in place of what its group was doing."""
        begin(self, deed, group, exclusive=True)

    def aside(self) -> str:
        """What else this screen says in the header."""
        return ""

    # ------------------------------------------------------------ whose number is told whole

    def at_hand(self) -> str | None:
        """The staff number of the person that the keys are about; None where it is nobody."""
        return None

    def action_reveal(self) -> None:
        """Tells what is masked of the person at hand in the line of Enter, until the next key."""
        member = self.at_hand()
        if member is None:
            self.answer_key(_("Nobody is at hand here whose number could be told."))
        else:
            begin(self, partial(self._reveal, member), "reveal", exclusive=True)

    async def _reveal(self, member: str) -> None:
        from core.privacy.revealing import Reveal
        from core.wire import Name
        from tui.sentences.privacy import revealed_told

        try:
            told = await self.console.link.do(Reveal(Name(member), why=type(self).__name__))
        except DeskError as error:
            self.answer_key(error)
            return
        self.tell_revealed(revealed_told(told))

    def tell_revealed(self, text: str) -> None:
        self.answer_key(text, "good")

    # ------------------------------------------------------------ the line of Enter

    def tell(self, text: str, tone: str = "") -> None:
        """Says what Enter does, or what came of the last key, until the next one; while the club can't be
        reached the line says that, and this again afterwards."""
        self.told, self.whole = (text, tone), False
        self.show_told()

    def tell_whole(self, text: str, tone: str = "") -> None:
        """As `tell`, to its end, on as many lines as that takes."""
        self.tell(text, tone)
        self.whole = True
        self.show_told()

    def show_told(self) -> None:
        text, tone = self.told_instead() or self.told
        self.set_class(self.whole or self.console.link.trouble is not None, "-whole")
        for line in self.query("#enter").results(TextLine):
            line.say(text, tone)

    def told_instead(self) -> tuple[str, str] | None:
        """What is told instead of anything else: that the club can't be reached, or is waited for."""
        return self.console.told_instead()

    def tell_error(self, error: DeskError) -> None:
        """A refusal; that the club can't be reached is told already."""
        from tui.sentences import sentence

        if self.console.link.trouble is None:
            self.told, self.whole = (sentence(error), "bad"), "path" in error.facts
        self.show_told()

    def answer_key(self, told: "str | DeskError", tone: str = "bad") -> None:
        """Says what came of the last key. What was still being foretold (the group `foretell`) is wanted no
        more: it would only paint over this."""
        self.workers.cancel_group(self, "foretell")
        if isinstance(told, str):
            self.tell(told, tone)
        else:
            self.tell_error(told)


def key_told(key: str) -> str:
    """A key as it stands on the keyboard."""
    name = KEY_NAMES.get(key)
    if name:
        return name
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key.replace("ctrl+", "^")


def _is_elsewhere(id: str | None) -> bool:
    """Whether a command leads away from the screen."""
    return id is not None and id.startswith("console.") and id != "console.help"


def _rank(key: str, action: str) -> tuple[int, str]:
    """The function keys, then the palette, in which everything is found, the way back, then the others."""
    if key[0] == "F" and key[1:].isdigit():
        return int(key[1:]), key
    return {"command_palette": 50, "back": 51}.get(action, 99), key
