"""The door from the terminal: `frontdesk` and its subcommands.

Start-up is what a script pays for every call: only Typer and the language are loaded here, and a command
loads the rest by itself when it runs.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from core.errors import DeskError
from tui import __version__, language
from tui.arguments import (
    Invocation,
    give_common_options,
    help_page,
    json_asked,
    language_asked,
    usage_sentence,
)
from tui.commands import rooms
from tui.language import _, say

DONE, REFUSED, MISUSED = 0, 1, 2
"""Exit statuses: all done, something was refused, the command line or its input cannot be read."""


def build_app() -> typer.Typer:
    """The commands with their help in the language of the moment."""
    app = typer.Typer(
        name="frontdesk",
        help=_("The console at the front desk of a staff club."),
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback(invoke_without_command=True)
    def _frontdesk(
        context: typer.Context,
        _version: Annotated[
            bool,
            typer.Option("--version", is_eager=True, callback=_show_version, help=_("Show the version.")),
        ] = False,
    ) -> None:
        if context.invoked_subcommand is None:
            raise typer.Exit(_open_console(context))

    for room in rooms():
        room.register(app)
    return app


def run() -> None:
    """The `frontdesk` script."""
    sys.exit(main(sys.argv[1:]))


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


def _open_console(context: typer.Context) -> int:
    """The console, or the help where there is no terminal for it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(help_page(context))
        return DONE
    from tui.app import run as run_console
    from tui.opening import path_of

    return run_console(path_of(context))


def _carry_out(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(build_app())
    give_common_options(command)
    preset = os.environ.get("FRONTDESK_DB")
    invocation = Invocation(Path(preset) if preset else None)
    try:
        status = command.main(arguments, "frontdesk", standalone_mode=False, obj=invocation)
    except typer.TyperException as error:
        return _complain(usage_sentence(error))
    except typer.Abort:
        return REFUSED
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
    return status if isinstance(status, int) else DONE


def _settings_sentence(problem: language.SettingsProblem) -> str:
    if problem.problem == "unknown_language":
        return say(
            "The settings file {path} asks for the language {value}, which is none: say zh or en.",
            path=problem.path,
            value=problem.value,
        )
    return say("The settings file {path} cannot be read and is passed over.", path=problem.path)


def _complain(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return MISUSED


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"frontdesk {__version__}\n{_database_told()}")
        raise typer.Exit


def _database_told() -> str:
    """What the storage floor is made of: which SQLite, and how it keeps what was confirmed."""
    from storage.facts import facts

    known = facts()
    cipher = f", SQLCipher {known['cipher']}" if known["cipher"] else ""
    return f"SQLite {known['sqlite']}, journal_mode {known['journal']}{cipher}"


def _speak_utf8() -> None:
    """Windows hands out streams in its own code page where they are not a console's."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    run()
