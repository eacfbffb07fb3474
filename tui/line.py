"""What is read off a command line before it is known whether Typer has to be loaded for it.

Typer takes more than a tenth of a second to load and to build the commands: the console does without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DONE, REFUSED, MISUSED = 0, 1, 2
"""Exit statuses: all done, something was refused, the command line or its input cannot be read."""


@dataclass
class Invocation:
    """What a command finds in `context.obj`: the database named by `--db`, or by FRONTDESK_DB; None for
    the one in the user's data folder."""

    database: Path | None = None


def language_asked(arguments: Sequence[str]) -> str | None:
    """The last `--lang` on the line, read before the commands are built, since their help is translated."""
    asked = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked


def json_asked(arguments: Sequence[str]) -> bool:
    """Whether the line asks for facts as JSON, and so for refusals as JSON too."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options


def console_asked(arguments: Sequence[str], preset: Invocation) -> Invocation | None:
    """What the console is to be opened with, where the line asks for nothing else: there are only `--db` and
    `--lang`, each with its value. None for every other line: that is Typer's to read."""
    found = preset
    waiting = list(arguments)
    while waiting:
        option, joined, value = waiting.pop(0).partition("=")
        if not joined and waiting:
            value = waiting.pop(0)
        if option not in ("--db", "--lang") or not value or value.startswith("-"):
            return None
        if option == "--db":
            found = Invocation(Path(value))
    return found
