"""What all command lines have in common: the options of every command, and what is said of a wrong line."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from core.text import visible
from tui.language import _, say
from tui.line import Invocation


def give_common_options(command: Any) -> None:
    """Add `--db`, `--lang` and `--help` to a command and all below it, so that they may stand anywhere.

    The command's own function does not get them: `--db` goes to the `Invocation`, `--lang` was read before.
    """
    common = _common_options()
    waiting = [command]
    while waiting:
        current = waiting.pop()
        current.add_help_option = False
        current.params.extend(common)
        if isinstance(current, TyperGroup):
            waiting.extend(current.commands.values())


def _common_options() -> list[Any]:
    """The options as Typer makes them, taken from a command that is never run."""
    template = typer.Typer(rich_markup_mode=None, add_completion=False)

    @template.command(add_help_option=False)
    def _never_run(
        db: Annotated[
            Path | None,
            typer.Option(
                "--db",
                metavar="PATH",
                is_eager=True,
                callback=_keep_database,
                help=_("The database to work on."),
            ),
        ] = None,
        lang: Annotated[
            str | None, typer.Option("--lang", metavar="zh|en", help=_("The language to speak."))
        ] = None,
        show: Annotated[
            bool,
            typer.Option("--help", is_eager=True, callback=_show_help, help=_("Show this page.")),
        ] = False,
    ) -> None: ...

    options = typer.main.get_command(template).params
    for option in options:
        option.expose_value = False
    return list(options)


def _keep_database(context: typer.Context, path: Path | None) -> None:
    if path is not None:
        context.ensure_object(Invocation).database = path


def _show_help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        typer.echo(help_page(context))
        raise typer.Exit


def help_page(context: typer.Context) -> str:
    """The help of a command; what Typer does not look up by itself stands in its first line."""
    first, *rest = context.get_help().removeprefix("Usage: ").split("\n")
    first = first.replace("[OPTIONS]", _("[OPTIONS]")).replace("COMMAND [ARGS]", _("COMMAND [ARGS]"))
    return say("Usage: {rest}", rest="\n".join([first, *rest]))


def usage_sentence(error: typer.TyperException) -> str:
    """What is wrong with a command line, and where to read on."""
    sentence = visible(_usage_problem(error))
    context = getattr(error, "ctx", None)
    if context is None:
        return sentence
    return sentence + "\n" + say("See: {command} --help", command=context.command_path)


def _usage_problem(error: typer.TyperException) -> str:
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    named = parameter.get_error_hint() if parameter is not None else ""
    extra = error.message.removeprefix("Got unexpected extra argument(s) (")
    match type(error).__name__:
        case "NoSuchOption":
            return say("There is no option {option}.", option=option)
        case "BadOptionUsage":
            return say("The option {option} lacks its value, or takes none.", option=option)
        case "MissingParameter":
            return say("{parameter} is missing.", parameter=named)
        case "BadParameter":
            return _value_problem(parameter, named, error.message)
    if extra != error.message:
        return say("This is more than the command takes: {extra}", extra=extra.removesuffix(")"))
    return error.message


def _value_problem(parameter: Any, named: str, problem: str) -> str:
    """What is wrong with a value, in our own words where the command says which numbers it takes."""
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    descriptor = getattr(parameter, "type_descriptor", None)
    if least is not None and most is not None:
        return say(
            "{parameter} must be a whole number from {least} to {most}.",
            parameter=named,
            least=least,
            most=most,
        )
    if getattr(descriptor, "annotation", None) is int:
        return say("{parameter} must be a whole number.", parameter=named)
    return say("{parameter} cannot be read: {problem}", parameter=named, problem=problem)
