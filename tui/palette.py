"""The command palette: every command of the screen at hand and of the console.

A command is found by its Chinese, its pinyin or initials (`quxiao`, `qx`, `qxyd`), its English and its key,
whatever language is spoken. The commands are the bindings themselves, and what a screen adds to them.
"""

import asyncio
import os
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from rich.cells import cell_len
from textual import actions, on
from textual.command import CommandList, CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Input
from textual.worker import Worker, WorkerError

from core.text import folded
from tui.keys import keys_spelt, meaning_of, rows_of
from tui.language import CHINESE, _, said_in, say
from tui.workers import begin

if TYPE_CHECKING:
    from tui.shell import Shell

TITLE_WIDTH = 48


class Deed(NamedTuple):
    """A command: what it is called, untranslated, its keys, the action and the node that it belongs to."""

    message: str
    keys: str
    action: str
    node: DOMNode


class Palette(CommandPalette):
    """The palette in the language of the moment."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        super().__init__(
            providers=[DeskCommands],
            placeholder=_("A command: Chinese, pinyin, initials or English"),
            id="--command-palette",
        )

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """While a search is under way the list is that of the letters before: Enter waits for its own."""
        searching = [worker for worker in self.workers if worker.node is self and not worker.is_finished]
        if searching:
            event.stop()
            event.prevent_default()
            begin(self, partial(self._take_first, searching), "enter", exclusive=True)

    async def _take_first(self, searching: Sequence[Worker[Any]]) -> None:
        for worker in searching:
            try:
                await worker.wait()
            except WorkerError:  # another letter came: the search is another
                return
        self.query_one(CommandList).action_select()


class DeskCommands(Provider):
    """Finds commands."""

    async def startup(self) -> None:
        """Pinyin is loaded behind the first list."""
        shell = cast("Shell", self.app)
        self._deeds = deeds(shell, self.screen)
        self._pinyin = asyncio.create_task(
            asyncio.to_thread(_load, tuple(deed.message for deed in self._deeds))
        )

    async def discover(self) -> Hits:
        for place, deed in enumerate(self._deeds):
            yield self._hit(deed, 1 - place / 1000)

    async def search(self, query: str) -> Hits:
        wanted = "".join(folded(query).lower().split())
        await asyncio.wait([self._pinyin])
        found = False
        for deed in self._deeds:
            score = score_of(wanted, deed.message, deed.keys)
            if score:
                found = True
                yield self._hit(deed, score)
        if not found:
            told = say("No command is called {text}", text=query)
            yield Hit(0.01, Content(told), _nothing, text=query)

    def _hit(self, deed: Deed, score: float) -> Hit:
        title = _(deed.message)
        gap = " " * max(TITLE_WIDTH - cell_len(title), 2)
        shown = Content.assemble(title, (gap + deed.keys, "dim"))
        return Hit(score, shown, partial(self.app.run_action, deed.action, deed.node), text=title)


def _nothing() -> None:
    """What is chosen where nothing is found."""


def deeds(shell: "Shell", screen: DOMNode) -> list[Deed]:
    """What can be done now: the screen's own bindings and commands, then the console's."""
    found: list[Deed] = []
    for node in (screen, shell):
        for row in rows_of(type(node)):
            binding = row.binding
            if binding.id != "console.palette" and _allowed(node, binding.action):
                found.append(
                    Deed(meaning_of(binding), keys_spelt(binding, shell.keymap), binding.action, node)
                )
        more: Sequence[tuple[str, str]] = getattr(node, "MORE_COMMANDS", ())
        found += [Deed(message, "", action, node) for action, message in more if _allowed(node, action)]
    unique = {(deed.action, deed.node): deed for deed in reversed(found)}
    return list(reversed(unique.values()))


def _allowed(node: DOMNode, action: str) -> bool:
    _namespace, name, parameters = actions.parse(action)
    return bool(node.check_action(name, parameters))


# ---------------------------------------------------------------- finding


def score_of(wanted: str, message: str, keys: str = "") -> float:
    """How well what was typed, folded and without blanks, names a command: 0 to 1."""
    chinese, english = said_in(CHINESE, message), message.lower()
    if wanted == "".join(keys.lower().split()):
        return 1.0
    for text in (chinese.lower(), english):
        at = "".join(text.split()).find(wanted)
        if at == 0:
            return 0.95
        if at > 0 and (text is not english or _begins_word(wanted, english)):
            return 0.8
    syllables = syllables_of(chinese)
    for first in range(len(syllables)):
        if spells(wanted, syllables[first:]):
            return 0.7 if first == 0 else 0.6 - first / 100
    return 0.4 if _begins_words(wanted, english.split()) else 0.0


def _begins_word(wanted: str, english: str) -> bool:
    words = english.split()
    return any("".join(words[first:]).startswith(wanted) for first in range(len(words)))


def _begins_words(wanted: str, words: Sequence[str]) -> bool:
    """`bwr` and `bookwre` find "book with a reason": beginnings of words in their order."""
    if not wanted:
        return True
    for first, word in enumerate(words):
        for length in range(min(len(word), len(wanted)), 0, -1):
            if word[:length] == wanted[:length] and _begins_words(wanted[length:], words[first + 1 :]):
                return True
    return False


def spells(wanted: str, syllables: Sequence[tuple[str, ...]]) -> bool:
    """Whether the syllables begin with what was typed: in full, by initials, or by both in turn."""
    if not wanted:
        return True
    if not syllables:
        return False
    for reading in syllables[0]:
        if reading.startswith(wanted):
            return True
        if wanted.startswith(reading) and spells(wanted[len(reading) :], syllables[1:]):
            return True
        if wanted[0] == reading[0] and spells(wanted[1:], syllables[1:]):
            return True
    return False


@cache
def syllables_of(text: str) -> list[tuple[str, ...]]:
    """The readings of each character of a text without tones; blanks and marks are left out."""
    # Read by pypinyin when it is first imported: without its phrases it loads in a third of the time.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    spelt: list[tuple[str, ...]] = []
    for character in text:
        if not character.isalnum():
            continue
        readings: list[list[str]] = pinyin(character, style=Style.NORMAL, heteronym=True)
        with_u = [reading.replace("v", "u") for reading in readings[0] if "v" in reading]
        spelt.append(tuple(dict.fromkeys(reading.lower() for reading in (*readings[0], *with_u))))
    return spelt


def _load(messages: Sequence[str]) -> Any:
    """Spells the commands once, in a thread: loading pypinyin would hold the screen up."""
    for message in messages:
        syllables_of(said_in(CHINESE, message))
