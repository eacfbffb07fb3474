"""The door from the terminal: `frontdesk` and its subcommands.

Start-up is what a script pays for every call, and what a person waits for at the console: here is only what
both need. Typer is loaded for a subcommand, the toolkit for the console, and each loads the rest by itself.
"""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from core.errors import DeskError
from core.text import visible
from tui import language
from tui.language import say
from tui.line import MISUSED, REFUSED, Invocation, console_asked, json_asked, language_asked
from tui.starting import at_terminal, open_console


def run() -> None:
    """The `frontdesk` script."""
    status = main(sys.argv[1:])
    gc.freeze()  # else Python's last look for garbage, at the very end, goes through all that was loaded
    sys.exit(status)


def main(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit status; what is wrong goes to standard error."""
    _speak_utf8()
    try:
        choice = language.choose(language_asked(arguments))
    except DeskError as error:
        others = {name: value for name, value in os.environ.items() if name != "FRONTDESK_LANG"}
        language.use(language.choose(None, others).language)
        return _complain(say("There is no language {value}: say zh or en.", value=error.facts["value"]))
    language.use(choice.language)
    if choice.problem is not None:
        _complain(_settings_sentence(choice.problem))
    return _carry_out(arguments)


def _carry_out(arguments: Sequence[str]) -> int:
    preset = os.environ.get("FRONTDESK_DB")
    invocation = Invocation(Path(preset) if preset else None)
    try:
        console = console_asked(arguments, invocation)
        if console is not None and at_terminal():
            return open_console(console)
        from tui.command_line import carry_out

        return carry_out(arguments, invocation)
    except DeskError as error:
        from tui.printing import refuse

        return refuse(error, as_json=json_asked(arguments))
    except BrokenPipeError:
        # Whoever read the answers has gone; so that Python's own last flush does not complain either:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    except Exception as error:
        from tui.crash import record

        _complain(record(error))
        return REFUSED


def _settings_sentence(problem: language.SettingsProblem) -> str:
    if problem.problem == "unknown_language":
        return say(
            "The settings file {path} asks for the language {value}, which is none: say zh or en.",
            path=problem.path,
            value=problem.value,
        )
    return say("The settings file {path} cannot be read and is passed over.", path=problem.path)


def _complain(sentence: str) -> int:
    print(visible(sentence), file=sys.stderr)
    return MISUSED


def _speak_utf8() -> None:
    """Windows hands out streams in its own code page where they are not a console's."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    run()
