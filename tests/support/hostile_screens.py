"""Every screen of the console, by the keys that lead to it, and what must never be seen on one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App
from textual.pilot import Pilot

from core.text import visible
from tests.support.hostile_texts import TEXTS, acting_in
from tests.support.screens import settled, strips

MEMBER = ("z", "s", "enter")
NUMBERED = tuple(TEXTS.values())


class Scene(NamedTuple):
    """A screen and the keys that lead to it; `plain` where no text from people stands on it."""

    name: str
    keys: Sequence[str]
    plain: bool = False


def typed(text: str) -> tuple[str, ...]:
    """A text key by key."""
    return tuple("space" if letter == " " else letter for letter in text)


def called(command: str) -> tuple[str, ...]:
    """A command found by the palette."""
    return ("ctrl+p", *typed(command), "enter")


SCENES = [
    Scene("grid", ()),
    Scene("hits", ("w",)),
    Scene("chosen", (*MEMBER, "right")),
    Scene("refused", (*MEMBER, "ctrl+right", "enter")),
    Scene("people to pick", ("down", "down", "down", "ctrl+right", "f8")),
    Scene("in hand", ("ctrl+right", "f7")),
    Scene("cancelling", ("ctrl+right", "f8")),
    Scene("week", ("down", "down", "down", "f3")),
    Scene("options", (*MEMBER, "ctrl+o")),
    Scene("queue", ("ctrl+right", "f6")),
    Scene("why", ("ctrl+right", "ctrl+y")),
    Scene("pass", ("ctrl+right", "ctrl+r")),
    Scene("help", ("f1",), plain=True),
    Scene("palette", ("ctrl+p",), plain=True),
    Scene("upload", ("ctrl+u",)),
    Scene("upload with errors", ("ctrl+u", "enter")),
    Scene("member", (*MEMBER, "f2")),
    Scene("member in fields", (*MEMBER, "f2", "ctrl+e")),
    Scene("purse", (*MEMBER, "f2", "tab")),
    Scene("leaving", (*MEMBER, "f2", "ctrl+l")),
    Scene("giving", (*MEMBER, "f2", "tab", "ctrl+x")),
    Scene("unused", (*MEMBER, "f2", "ctrl+b")),
    Scene("statement", (*MEMBER, "f2", "ctrl+f")),
    Scene("entry", (*MEMBER, "f2", "ctrl+f", "ctrl+y")),
    Scene("since", ()),
    Scene("attention", ("f10",)),
    Scene("attention asks", ("f10", "end", "enter")),
    Scene("closures", called("closures that")),
    Scene("a closure", (*called("closures that"), "enter")),
    Scene("closing", ("ctrl+right", "ctrl+k")),
    Scene("catching up", called("catch up")),
    Scene("balances", ("ctrl+d",)),
    Scene("a department", ("ctrl+d", "enter")),
    Scene("policies", ("ctrl+d", "f7")),
    Scene("a policy's run", ("ctrl+d", "f7", "enter")),
    Scene("a policy's form", ("ctrl+d", "f7", "ctrl+e")),
    Scene("counter", (*MEMBER, "f9", "t")),
    Scene("basket", (*MEMBER, "f9", *typed("rice"), "enter")),
    Scene("orders", ("f9", "f8", "f4")),
    Scene("order", ("f9", "f8", "enter")),
    Scene("order coming back", ("f9", "f8", "end", "enter", "enter", "f6")),
    Scene("why an order", ("f9", "f8", "enter", "ctrl+y")),
    Scene("exchange", ("f9", "f8", "end", "enter", "enter", "f3")),
    Scene("stock", ("f9", "ctrl+k")),
    Scene("shift", ("f9", "ctrl+t")),
    Scene("hand-outs", ("f9", "ctrl+o")),
    Scene("hand-out", ("f9", "ctrl+o", "enter")),
    Scene("to come", ("f9", "ctrl+o", "enter", "f6")),
    Scene("hand-out to somebody", ("f9", "ctrl+o", "enter", "l", "s", "enter", "f7")),
    Scene("a new hand-out", ("f9", "ctrl+o", "f5"), plain=True),
    Scene("reports", ("ctrl+w",)),
    Scene("months", ("ctrl+w", "f3"), plain=True),
    Scene("people of the month", ("ctrl+w", "pagedown")),
    Scene("counter of the month", ("ctrl+w", "pagedown", "pagedown")),
    Scene("needed", ("ctrl+w", "f6")),
]


async def walk(pilot: Pilot[Any], keys: Sequence[str]) -> None:
    """Presses keys as a person would."""
    await settled(pilot)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def look_again(pilot: Pilot[Any]) -> None:
    """All screens ask anew, as they do when somebody else has changed the club."""
    await pilot.app._screens_follow()  # type: ignore[attr-defined]
    await settled(pilot)


def faults_of(app: App[Any]) -> Iterator[str]:
    """What is on the screen that must not be: what acts, hides or piles up, and words that are links."""
    for line in strips(app):
        text = "".join(piece.text for piece in line)
        for found in acting_in(text):
            yield f"{found} in {text!r}"
        for piece in line:
            if piece.style is not None and (piece.style.link or "@click" in piece.style.meta):
                yield f"a link in {text!r}"


def texts_seen(seen: str) -> set[int]:
    """Which of the planted texts stand on a screen as they are written, their number behind them."""
    plain = " ".join(seen.split())
    return {at for at, text in enumerate(NUMBERED) if " ".join(f"{visible(text)}~{at}~".split()) in plain}


def folder_of_sheets(folder: Path) -> Path:
    """Where the upload screen looks: a file named as no file should be, whose facilities nobody knows."""
    folder.mkdir()
    rows = "".join(
        '"{}~{}~",2026-12-01,07:00,08:00,4\n'.format(text.replace('"', '""'), at)
        for at, text in enumerate(NUMBERED)
    )
    never_closed = NUMBERED.index("[bold red")
    name = f"[bold red~{never_closed}~\x1b[2J\u202exyz.csv"
    (folder / name).write_text(f"facility,date,start,end,capacity\n{rows}", encoding="utf-8", newline="")
    return folder
