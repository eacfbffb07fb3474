"""The key table: every binding by its id, what it does, and the keys that the settings file gives it.

    [keys]
    "booking.cancel" = "f8,ctrl+x"

Ids are `screen.what`. A wrong id or key is told and passed over; the others act.
"""

import importlib
import pkgutil
import string
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from tui.language import N_, _, say

MODIFIERS = ("ctrl", "alt", "shift")
NAMED = {
    "enter": "Enter", "escape": "Esc", "tab": "Tab", "space": "Space", "backspace": "Backspace",
    "delete": "Del", "insert": "Ins", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn",
    "up": N_("Up"), "down": N_("Down"), "left": N_("Left"), "right": N_("Right"),
} | {f"f{number}": f"F{number}" for number in range(1, 25)}  # fmt: skip
OTHERWISE = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert",
             "return": "enter", "control": "ctrl"}  # fmt: skip
LETTERS = frozenset(string.ascii_lowercase + string.digits)
SAME_TO_A_TERMINAL = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"})
"""A terminal sends Backspace, Tab and Enter for these."""

EXPLAINED = {
    "console.quit": N_("quit the console"),
    "console.help": N_("help for this screen"),
    "console.palette": N_("find any command"),
    "booking.enter": N_("book here: what the line of Enter says"),
    "booking.back": N_("one step back"),
    "booking.week": N_("a facility's week, or its day again"),
    "booking.next_place": N_("go to the next free place"),
    "booking.check_in": N_("check in"),
    "booking.move": N_("move a booking: pick it up, put it down"),
    "booking.cancel": N_("cancel a booking"),
    "booking.close": N_("close the facility, or see the closure of a closed slot"),
    "booking.options": N_("book with places, people, purpose, or a reason"),
    "booking.day_back": N_("the day before"),
    "booking.day_on": N_("the day after"),
    "booking.week_back": N_("a week earlier"),
    "booking.week_on": N_("a week later"),
    "booking.today": N_("go to today"),
    "booking.new": N_("take in a new member"),
    "booking.date": N_("go to a date"),
}
"""What a key does, where the word in the key line is too short for it. Others say it in their binding's
tooltip."""


class Row(NamedTuple):
    """A binding of the table, and the class that declares it."""

    binding: Binding
    owner: type[DOMNode]

    @property
    def what(self) -> str:
        """What it does, in the language of the moment."""
        return _(meaning_of(self.binding))


class KeyProblem(NamedTuple):
    """Why a line of the settings file was passed over."""

    problem: str
    id: str
    key: str = ""
    other: str = ""

    def told(self) -> str:
        """As a sentence."""
        told = {
            "unknown_id": N_("Settings, keys: there is no command {id}; `frontdesk keys` lists them."),
            "unknown_key": N_("Settings, keys: {key} for {id} is no key; as f8 or ctrl+x would be."),
            "letter": N_("Settings, keys: {key} for {id} is typed into the search; use it with ctrl or alt."),
            "same": N_("Settings, keys: {key} for {id} is another key to a terminal."),
            "taken": N_("Settings, keys: {key} for {id} is the key of {other} already."),
        }[self.problem]
        return say(told, id=self.id, key=self.key, other=self.other)


def meaning_of(binding: Binding) -> str:
    """The message, untranslated, that says what a binding does."""
    return EXPLAINED.get(binding.id or "") or binding.tooltip or binding.description


def rows_of(owner: type[DOMNode]) -> list[Row]:
    """The bindings that a class has, its own and those it inherits here, in their order."""
    rows = []
    for base in owner.__mro__:
        if issubclass(base, DOMNode) and base.__module__.startswith("tui."):
            rows += [
                Row(binding, base)
                for binding in base.__dict__.get("BINDINGS", ())
                if isinstance(binding, Binding) and binding.id
            ]
    return rows


@cache
def table() -> dict[str, Row]:
    """Every binding of the console by its id: the app's first, then the screens', then the widgets'."""
    import tui.app
    import tui.grid
    import tui.screens
    import tui.widgets

    modules: list[Any] = [tui.app]
    for package in (tui.screens, tui.grid, tui.widgets):
        names = sorted(found.name for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."))
        modules += [importlib.import_module(name) for name in names]
    found: dict[str, Row] = {}
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode):
                for row in rows_of(thing):
                    found.setdefault(str(row.binding.id), row)
    return dict(sorted(found.items(), key=lambda pair: not issubclass(pair[1].owner, App)))


def keymap_of(wanted: object) -> tuple[dict[str, str], list[KeyProblem]]:
    """The `[keys]` of a settings file as Textual's keymap, and what was passed over."""
    if not wanted or not isinstance(wanted, Mapping):
        return {}, []
    known = table()
    keymap: dict[str, str] = {}
    problems: list[KeyProblem] = []
    for id, given in _flat(wanted):
        if id not in known:
            problems.append(KeyProblem("unknown_id", id))
            continue
        keys = [_normal(key) for key in str(given).split(",")]
        wrong = next(((key, problem) for key in keys if (problem := _fault(key))), None)
        if wrong:
            problems.append(KeyProblem(wrong[1], id, wrong[0]))
        else:
            keymap[id] = ",".join(dict.fromkeys(keys))
    while clash := _clash(keymap, known):
        del keymap[clash.id]
        problems.append(clash)
    return keymap, problems


def keys_of(binding: Binding, keymap: Mapping[str, str]) -> list[str]:
    """The keys of a binding."""
    return [key.strip() for key in keymap.get(binding.id or "", binding.key).split(",")]


def key_spelt(key: str) -> str:
    """A key as it stands on the keyboard, in full: `Ctrl+PgDn`."""
    *modifiers, name = key.split("+")
    named = NAMED.get(name)
    spelt = _(named) if named else name.upper() if len(name) == 1 else name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), spelt])


def key_for(id: str, keymap: Mapping[str, str]) -> str:
    """The first key of a command, for a sentence."""
    return key_spelt(keys_of(_binding_of(id), keymap)[0])


@cache
def _binding_of(id: str) -> Binding:
    """The binding of an id: among the rooms that are loaded, since loading all for the table takes time."""
    for name, module in list(sys.modules.items()):
        for thing in vars(module).values() if name.startswith("tui.") else ():
            if isinstance(thing, type) and issubclass(thing, DOMNode):
                for binding in thing.__dict__.get("BINDINGS", ()):
                    if isinstance(binding, Binding) and binding.id == id:
                        return binding
    return table()[id].binding


def keys_spelt(binding: Binding, keymap: Mapping[str, str]) -> str:
    """All keys of a binding: `F8, Ctrl+X`."""
    return ", ".join(map(key_spelt, keys_of(binding, keymap)))


def _flat(wanted: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """`booking.cancel = "f8"` without quotation marks is a table within a table: the same is meant."""
    flat: list[tuple[str, object]] = []
    for name, value in wanted.items():
        if isinstance(value, Mapping):
            flat += _flat(value, f"{prefix}{name}.")
        else:
            flat.append((f"{prefix}{name}", value))
    return flat


def _normal(key: str) -> str:
    parts = [part.strip() for part in key.strip().lower().split("+")]
    parts = [OTHERWISE.get(part, part) for part in parts]
    return "+".join([*sorted(parts[:-1], key=lambda part: (part not in MODIFIERS, part)), parts[-1]])


def _fault(key: str) -> str | None:
    *modifiers, name = key.split("+")
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        return "unknown_key"
    if name not in NAMED and name not in LETTERS:
        return "letter" if len(name) == 1 and not modifiers else "unknown_key"
    if (name in LETTERS or name == "space") and not set(modifiers) & {"ctrl", "alt"}:
        return "letter"
    return "same" if key in SAME_TO_A_TERMINAL else None


def _clash(keymap: Mapping[str, str], known: Mapping[str, Row]) -> KeyProblem | None:
    """A changed binding whose key another one has, on the same screen or everywhere."""
    for id in keymap:
        for other, row in known.items():
            if other == id or not _act_together(known[id].owner, row.owner):
                continue
            shared = set(keys_of(known[id].binding, keymap)) & set(keys_of(row.binding, keymap))
            if shared:
                return KeyProblem("taken", id, min(shared), other)
    return None


def _act_together(one: type[DOMNode], other: type[DOMNode]) -> bool:
    """Whether the bindings of two classes act at the same time: a screen's, and the app's with all."""
    return issubclass(one, (other, App)) or issubclass(other, (one, App))
