"""The command line as Typer reads it: all subcommands, built in the language of the moment."""

from collections.abc import Sequence
from typing import Annotated

import typer

from tui import __version__
from tui.arguments import give_common_options, help_page, usage_sentence
from tui.commands import rooms
from tui.language import _, say
from tui.line import DONE, MISUSED, REFUSED, Invocation


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


def carry_out(arguments: Sequence[str], invocation: Invocation) -> int:
    """Runs the command of a line; its exit status. A line that can't be read is told here; what the command
    itself raises is the caller's."""
    command = typer.main.get_command(build_app())
    give_common_options(command)
    try:
        status = command.main(arguments, "frontdesk", standalone_mode=False, obj=invocation)
    except typer.TyperException as error:
        typer.echo(usage_sentence(error), err=True)
        return MISUSED
    except typer.Abort:
        return REFUSED
    return status if isinstance(status, int) else DONE


def _open_console(context: typer.Context) -> int:
    """The console, or the help where there is no terminal for it."""
    from tui.starting import at_terminal, open_console

    if at_terminal():
        return open_console(context.obj)
    typer.echo(help_page(context))
    return DONE


def _show_version(context: typer.Context, wanted: bool) -> None:
    if wanted:
        typer.echo(f"frontdesk {__version__}\n{_database_told()}")
        _tell_encrypted(context)
        raise typer.Exit


def _tell_encrypted(context: typer.Context) -> None:
    """That the database is encrypted, where it is there and is."""
    from storage import driver
    from tui.opening import path_of
    from tui.printing import print_line

    path = path_of(context)
    if driver.seal_of(path) is not None:
        print_line(say("{path} is encrypted.", path=path))


def _database_told() -> str:
    """What the storage floor is made of: which SQLite, and how it keeps what was confirmed."""
    from storage.facts import facts

    known = facts()
    cipher = f", SQLCipher {known['cipher']}" if known["cipher"] else ""
    return f"SQLite {known['sqlite']}, journal_mode {known['journal']}{cipher}"
