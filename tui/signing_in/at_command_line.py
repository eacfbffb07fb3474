"""Who speaks on the command line, once there are operators: whom a console vouches for, whose token is at
hand, or whoever signs in at the terminal."""

import os
import sys
from typing import TYPE_CHECKING

from core.errors import DeskError
from tui.language import _, say

if TYPE_CHECKING:
    from core.desk import Desk
    from core.operators.signing_in import SignedIn

_INPUT = 0
_LONGEST_WORD = 4096


def let_in(desk: "Desk") -> None:
    """Makes the door act for an operator, where there are any. `not_signed_in`, and why a token or a password
    was not taken."""
    if not operators_there(desk):
        return
    from tui.signing_in.tokens import token_at_hand

    token = token_at_hand()
    if token is not None:
        from core.operators.signing_in import sign_in_by_token
        from storage.passwords import digest_of

        desk.act_as(sign_in_by_token(desk, token.operator, digest_of(token.secret)).actor)
    elif at_terminal():
        sign_in_here(desk)
    else:
        raise DeskError("not_signed_in")


def operators_there(desk: "Desk") -> bool:
    """Whether somebody has to sign in at all."""
    from core.operators.keeping import AskOperatorsThere

    return desk.ask(AskOperatorsThere()).there


def let_in_vouched(desk: "Desk") -> None:
    """Makes the door act for whoever sits at the console that started this program."""
    word = _first_line()
    if operators_there(desk):
        from core.operators.vouching import vouched_for

        desk.act_as(vouched_for(desk, word))


def _first_line() -> str:
    """Read past Python's own buffer: the rest of the input is the leash."""
    line = b""
    while not line.endswith(b"\n") and len(line) < _LONGEST_WORD:
        try:
            more = os.read(_INPUT, 1)
        except OSError:  # there is none
            break
        if not more:
            break
        line += more
    return line.decode("utf-8", "replace")


# ---------------------------------------------------------------- at a terminal


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def sign_in_here(desk: "Desk") -> "SignedIn":
    """Asks who it is and for the password; one that is good for one sign-in is replaced at once.
    `too_many_tries`, `not_let_in`, `not_signed_in`."""
    from core.clock import uptime
    from core.operators.signing_in import sign_in
    from storage.passwords import proof_of

    name = _asked_name()
    password = hidden(_("Password: "))
    signed = sign_in(desk, name, proof_of(password), int(uptime()))
    desk.act_as(signed.actor)
    if signed.must_change:
        print(_("This password was for one sign-in. Set one of your own."), file=sys.stderr)
        change_own(desk, new_password([name]))
    return signed


def change_own(desk: "Desk", password: str) -> None:
    """Another password for whoever has signed in here, who goes on."""
    from core.operators.keeping import ChangePassword
    from storage.passwords import hashed

    kept = desk.do(ChangePassword(hashed(password)))
    desk.act_as(desk.actor._replace(session=kept.session))


def _asked_name() -> str:
    print(_("Operator: "), end="", file=sys.stderr, flush=True)
    name = sys.stdin.readline().strip()
    if not name:
        raise DeskError("not_signed_in")
    return name


def hidden(prompt: str) -> str:
    """What is typed, without its being shown. `not_signed_in` where the input ends."""
    import getpass

    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError as error:
        raise DeskError("not_signed_in") from error


def new_password(names: list[str], *, from_input: bool = False) -> str:
    """A new password, judged: one line of the input, or asked for twice at the terminal.
    `invalid` for one that is too easy to guess, `passwords_differ`, `no_terminal`."""
    from storage.passwords import judge

    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
        judge(password, names)
        return password
    if not at_terminal():
        raise DeskError("no_terminal")
    password = hidden(_("New password: "))
    judge(password, names)
    if hidden(say("The new password again: ")) != password:
        raise DeskError("passwords_differ")
    return password
