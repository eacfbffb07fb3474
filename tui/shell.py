"""What the console has on every screen: the scanner, keys of one's own, help, the palette, languages, themes,
and a sentence where the window is too small."""

import asyncio
import os
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Size
from textual.signal import Signal

from core.text import visible
from tui import language, settings
from tui.language import CHINESE, ENGLISH, N_, say
from tui.scanner import Scanned, ScanningApp
from tui.screens.too_small import TooSmall, too_small
from tui.signals import end_when_told
from tui.terminal import is_gone
from tui.themes import CONTRAST, THEMES, WORDS
from tui.widgets.bars import use_whole_cells
from tui.widgets.belt import NothingActs
from tui.workers import begin

GONE_SECONDS = 2.0
"""How often the console looks whether its terminal is still there."""


class Shell(ScanningApp):
    """The console without its screens and its door."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help"), id="console.help"),
        Binding("ctrl+p", "command_palette", N_("commands"), id="console.palette", priority=True),
        Binding("ctrl+q", "quit", N_("quit"), id="console.quit", priority=True),
    ]
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (
        (f"language('{CHINESE}')", N_("speak Chinese")),
        (f"language('{ENGLISH}')", N_("speak English")),
        *((f"theme('{name}')", words) for name, words in WORDS.items()),
    )

    def __init__(self) -> None:
        # Without colour means the terminal's own two: Textual would paint greys, and black on black with a
        # theme that takes its colours from the terminal.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.language_changed: Signal[str] = Signal(self, "language_changed")
        self.keymap: dict[str, str] = {}
        """The keys of one's own, by the binding's id."""
        self.register_theme(CONTRAST)
        use_whole_cells()
        self._nothing_acts = NothingActs()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every painted line goes through before it reaches the terminal."""
        return [self._nothing_acts, *super().get_line_filters()]

    def on_mount(self) -> None:
        if not self.is_headless:
            self.set_interval(GONE_SECONDS, self._leave_with_the_terminal)
            end_when_told(self.exit)
        kept = settings.read()
        self._take_keys(kept.get("keys"))
        self._take_theme(kept.get("theme"))
        self.call_after_refresh(self._fit, self.size)

    def _leave_with_the_terminal(self) -> None:
        if is_gone():
            self.exit()

    # ------------------------------------------------------------ settings

    def _take_keys(self, wanted: object) -> None:
        if not wanted:
            return
        from tui.keys import keymap_of

        self.keymap, problems = keymap_of(wanted)
        if self.keymap:
            self.set_keymap(self.keymap)
        for problem in problems:
            self._warn(problem.told())

    def _take_theme(self, named: object) -> None:
        if named is None:
            return
        if str(named) not in THEMES:
            names = ", ".join(THEMES)
            self._warn(
                say("Settings: there is no theme {theme}; there are {names}.", theme=named, names=names)
            )
            return
        self.theme = THEMES[str(named)]

    def action_theme(self, named: str) -> None:
        """Other colours, kept for the next start."""
        self.theme = THEMES[named]
        self._keep("theme", named)

    def action_language(self, named: str) -> None:
        """Another language, kept for the next start."""
        self.speak(named)
        self._keep("lang", named)

    def action_speak(self) -> None:
        """The other language."""
        self.action_language(ENGLISH if language.spoken() == CHINESE else CHINESE)

    def speak(self, named: str) -> None:
        """Another language, live."""
        language.use(named)
        self.language_changed.publish(named)

    def _keep(self, name: str, value: str) -> None:
        async def keep() -> None:
            if not await asyncio.to_thread(settings.keep, name, value):
                path = language.settings_file()
                self._warn(
                    say("The settings file {path} could not be written: the choice is not kept.", path=path)
                )

        begin(self, keep, "settings")

    def notify(self, message: str, **looks: Any) -> None:
        """A word in the corner: text from anywhere, as it is written."""
        super().notify(visible(message), **looks | {"markup": False})

    def _warn(self, told: str) -> None:
        self.notify(told, severity="warning", timeout=10)

    # ------------------------------------------------------------ help, palette

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return
        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        from tui.palette import Palette

        if not isinstance(self.screen, (Palette, TooSmall)):
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Ctrl+C quits nothing here; the toolkit says so in English."""
        from tui.keys import key_spelt, keys_of

        binding = next(b for b in Shell.BINDINGS if isinstance(b, Binding) and b.id == "console.quit")
        self.notify(say("{key} quits.", key=key_spelt(keys_of(binding, self.keymap)[0])))

    def on_scanned(self, event: Scanned) -> None:
        """No screen has taken it."""
        self.notify(say("{code} was scanned; nothing is done with it here.", code=event.text))

    # ------------------------------------------------------------ the window

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        if not self.screen_stack:
            return
        shown = isinstance(self.screen, TooSmall)
        if too_small(size) and not shown:
            self.push_screen(TooSmall())
        elif shown and not too_small(size):
            self.pop_screen()
