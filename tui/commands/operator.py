"""`frontdesk operator`: who may work at the desk, and as what; passwords and the tokens of scripts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import _, listed, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.command import Command
    from core.desk import Desk
    from core.operators.keeping import OperatorTold


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    operator = typer.Typer(
        help=_("Who may work at the desk, and as what."), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(operator, name="operator")

    @operator.callback()
    def _operator() -> None: ...

    named_ = typer.Argument(metavar="NAME", help=_("The operator's name."))
    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    stdin_ = typer.Option("--password-stdin", help=_("The new password is the first line of the input."))

    @operator.command(help=_("Make an operator. The first one must be an owner."))
    def add(
        context: typer.Context,
        name: Annotated[str, named_],
        roles: Annotated[
            list[str],
            typer.Option(
                "--role",
                metavar="ROLE",
                help=_("clerk, approver_1, approver_2, manager, auditor, owner; any number"),
            ),
        ],
        password_stdin: Annotated[bool, stdin_] = False,
        no_password: Annotated[
            bool, typer.Option("--no-password", help=_("A script's: it signs in by a token alone."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _add(context, name, roles, from_input=password_stdin, without=no_password, as_json=as_json)

    @operator.command("list", help=_("List the operators."))
    def _list(context: typer.Context, as_json: Annotated[bool, json_] = False) -> int:
        return _tell_all(open_desk(context), as_json=as_json)

    @operator.command(help=_("End an operator's access. What they have open ends at once."))
    def disable(
        context: typer.Context, name: Annotated[str, named_], as_json: Annotated[bool, json_] = False
    ) -> int:
        told = say("{operator} has no access any more.", operator=name)
        return _change(context, "change_operator", {"name": name, "disabled": True}, told, as_json=as_json)

    @operator.command(help=_("Give an operator access again."))
    def enable(
        context: typer.Context, name: Annotated[str, named_], as_json: Annotated[bool, json_] = False
    ) -> int:
        told = say("{operator} has access again.", operator=name)
        return _change(context, "change_operator", {"name": name, "disabled": False}, told, as_json=as_json)

    @operator.command(help=_("Give an operator other roles, in place of those they have."))
    def roles(
        context: typer.Context,
        name: Annotated[str, named_],
        wanted: Annotated[list[str], typer.Option("--role", metavar="ROLE", help=_("As with add."))],
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        told = say("{operator} has other roles now.", operator=name)
        return _change(context, "change_operator", {"name": name, "roles": wanted}, told, as_json=as_json)

    @operator.command(
        help=_("Set your own password, or another's. What another sets is good for one sign-in.")
    )
    def passwd(
        context: typer.Context,
        name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=_("Another operator."))] = None,
        password_stdin: Annotated[bool, stdin_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _passwd(context, name, from_input=password_stdin, as_json=as_json)

    @operator.command(help=_("Give a token to scripts, or take it back. With it they act as the operator."))
    def token(
        context: typer.Context,
        name: Annotated[str, named_],
        out: Annotated[
            Path | None, typer.Option("--out", metavar="FILE", help=_("The file to make."))
        ] = None,
        take_back: Annotated[
            bool, typer.Option("--take-back", help=_("The operator's token is good no more."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _token(context, name, out, take_back=take_back, as_json=as_json)


def _add(
    context: typer.Context, name: str, roles: list[str], *, from_input: bool, without: bool, as_json: bool
) -> int:
    """The first operator sets a password of their own; another's is known to who makes it, so it is good for
    one sign-in."""
    from storage.passwords import hashed
    from tui.signing_in.at_command_line import new_password

    desk = open_desk(context, create=True)
    fields: dict[str, Any] = {
        "name": name,
        "roles": roles,
        "must_change": not without and desk.actor.session is not None,
    }
    _command("add_operator", fields)  # what is wrong with it is told before a password is asked for
    if not without:
        fields["password"] = hashed(new_password([name], from_input=from_input))
    done = desk.do(_command("add_operator", fields))
    told = say("{operator} may work at the desk now.", operator=name)
    if desk.actor.session is None:
        told = " ".join((told, _("From now on everybody has to sign in.")))
    return _done(done, told, as_json=as_json)


def _passwd(context: typer.Context, name: str | None, *, from_input: bool, as_json: bool) -> int:
    from core.errors import DeskError
    from storage.passwords import hashed
    from tui.signing_in.at_command_line import (
        at_terminal,
        change_own,
        new_password,
        operators_there,
        sign_in_here,
    )

    if name is not None:
        desk = open_desk(context)
        _command("reset_password", {"name": name, "password": "-"})  # a wrong name is told before
        password = hashed(new_password([name], from_input=from_input))
        done = desk.do(_command("reset_password", {"name": name, "password": password}))
        return _done(done, say("{operator} has a password for one sign-in.", operator=name), as_json=as_json)
    desk = open_desk(context, anybody=True)
    if not operators_there(desk) or not at_terminal():
        raise DeskError("no_terminal" if operators_there(desk) else "no_operators")
    signed = sign_in_here(desk)
    if not signed.must_change:
        change_own(desk, new_password([signed.actor.name]))
    return _done({"name": signed.actor.name}, _("Your password is another one now."), as_json=as_json)


def _token(context: typer.Context, name: str, out: Path | None, *, take_back: bool, as_json: bool) -> int:
    from core.errors import invalid
    from tui.signing_in.tokens import give_token_to

    if (out is None) is not take_back:
        raise invalid("", "one_of", choices=["--out", "--take-back"])
    desk = open_desk(context)
    if out is None:
        done = desk.do(_command("take_token_back", {"name": name}))
        return _done(done, say("{operator}'s token is good no more.", operator=name), as_json=as_json)
    give_token_to(out, name, lambda digest: desk.do(_command("give_token", {"name": name, "token": digest})))
    told = say("Written: {path}", path=str(out))
    return _done({"name": name, "path": str(out)}, told, as_json=as_json)


def _change(context: typer.Context, command: str, fields: dict[str, Any], told: str, *, as_json: bool) -> int:
    return _done(open_desk(context).do(_command(command, fields)), told, as_json=as_json)


def _command(name: str, fields: dict[str, Any]) -> "Command[Any]":
    from core.catalog import COMMANDS
    from core.wire import read_record

    command: Command[Any] = read_record(COMMANDS[name].request, fields)
    return command


def _done(result: Any, told: str, *, as_json: bool) -> int:
    from core.wire import write_record
    from tui.printing import print_json, print_line

    if as_json:
        print_json(result if isinstance(result, dict) else write_record(result))
    else:
        print_line(told)
    return 0


def _tell_all(desk: "Desk", *, as_json: bool) -> int:
    from core.operators.keeping import AskOperators
    from core.wire import write_record
    from tui.printing import print_json, print_line, table

    found = desk.ask(AskOperators())
    if as_json:
        print_json(write_record(found))
    elif not found.operators:
        print_line(_("There are no operators: everyone at the machine is the owner."))
    else:
        for line in table(map(_row, found.operators)):
            print_line(line)
    return 0


def _row(operator: "OperatorTold") -> tuple[str, ...]:
    from tui.sentences.operators import access_told, roles_told

    seen = "" if operator.seen_on is None else say("last here on {day}", day=operator.seen_on)
    return operator.name, roles_told(operator.roles), listed(access_told(operator)), seen
