"""`frontdesk doctor`: is all well with the club's database and this machine, and what is to be done."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import _, listed, say_count
from tui.opening import own_desk, path_of

if TYPE_CHECKING:
    from core.clock import Instant
    from storage.doctor import Fact

OPENING_SECONDS = 2.0
"""How long it waits for another program's lock."""

_CHAIN = frozenset({"audit_missing", "audit_body_changed", "audit_chain_broken"})


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Look whether all is well, and say what to do where it is not."))
    def doctor(
        context: typer.Context,
        fast: Annotated[bool, typer.Option("--fast", help=_("Leave the full check out."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        import os

        from core.clock import machine_clock

        path = Path(os.path.realpath(path_of(context)))
        facts = list(examined(path, machine_clock(), fast=fast))
        (_print_json if as_json else _print)(facts)
        return 1 if any(fact.how == "bad" for fact in facts) else 0


def examined(path: Path, now: "Instant", *, fast: bool) -> Iterator["Fact"]:
    """All facts; what can't be looked at is one of them, and the rest goes on."""
    from storage import doctor, keys
    from tui import __version__
    from tui.backups import backup_folder
    from tui.delivery import channels_file
    from tui.signing_in.tokens import token_file

    yield from doctor.of_programs(__version__)
    place = doctor.safely("place", partial(doctor.of_place, path))
    yield from place
    if any(fact.code == "no_file" for fact in place):
        return
    secret = [keys.key_file(), channels_file(), token_file()[0]]
    yield from doctor.safely("permissions", partial(doctor.of_permissions, path, secret))
    yield from doctor.safely("room", partial(doctor.of_room, path))
    encryption = doctor.safely("encryption", partial(doctor.of_encryption, path))
    yield from encryption
    yield from doctor.safely("backup", lambda: doctor.of_backups(path, backup_folder(path), now))
    yield from doctor.safely("leftovers", partial(doctor.of_leftovers, path))
    if any(fact.how == "bad" for fact in encryption):
        return
    schema = doctor.safely("schema", partial(doctor.of_schema, path))
    yield from schema
    if any(fact.how == "look" for fact in schema):
        yield doctor.Fact("database", "look", "not_opened")
    elif all(fact.how == "good" for fact in schema):
        yield from doctor.safely("database", partial(_within, path, now, fast=fast))


def _within(path: Path, now: "Instant", *, fast: bool) -> Iterator["Fact"]:
    from contextlib import closing

    from storage import doctor
    from storage.database import open_database

    with closing(open_database(path, create_missing=False, wait=OPENING_SECONDS)) as database:
        yield from doctor.safely("journal", partial(doctor.of_journal, database))
        yield from doctor.safely("clock", partial(doctor.of_clock, database, now))
        yield from doctor.safely("due", partial(doctor.of_what_waits, database, now))
        if fast:
            yield doctor.Fact("check", "good", "check_left_out")
            return
        yield from doctor.safely("check", partial(_checked, own_desk(database)))


def _checked(desk: Any) -> Iterator["Fact"]:
    from core.check import Check
    from storage.doctor import Fact
    from tui.sentences.desk import sentence_of_code

    problems = desk.ask(Check()).problems
    for about, found, good, bad in (
        ("check", [one for one in problems if one.code not in _CHAIN], "check_good", "check_bad"),
        ("chain", [one for one in problems if one.code in _CHAIN], "chain_whole", "chain_broken"),
    ):
        if found:
            first = sentence_of_code(found[0].code, found[0].facts)
            yield Fact(about, "bad", bad, {"count": len(found), "first": first})
        else:
            yield Fact(about, "good", good)


# ---------------------------------------------------------------- telling


def told(fact: "Fact") -> str:
    """What a fact says, in the language of the moment."""
    from tui.sentences.desk import sentence_of_code
    from tui.sentences.doctor import TOLD
    from tui.sentences.fields import fill

    facts = dict(fact.told)
    if fact.code == "refused":
        error = str(facts.pop("error"))
        facts = {"sentence": sentence_of_code(error, facts)}
    if "names" in facts:
        facts["names"] = listed(facts["names"])
    if facts.get("place") == "keyring":
        facts["place"] = _("the system's keyring")
    return fill(TOLD[fact.code], facts)


def to_do(fact: "Fact") -> str:
    """What to do about a fact that is not good; empty for one that is."""
    from tui.sentences.doctor import TO_DO
    from tui.sentences.fields import fill

    return "" if fact.how == "good" else fill(TO_DO[fact.code], fact.told)


def _print(facts: list["Fact"]) -> None:
    from tui.printing import print_line, table
    from tui.sentences.doctor import ABOUT, HOW

    heads = table([(_(HOW[fact.how]), _(ABOUT[fact.about]), "|") for fact in facts])
    for head, fact in zip(heads, facts, strict=True):
        beginning = head.removesuffix("|")
        print_line(beginning + told(fact))
        if fact.how != "good":
            print_line("    > " + to_do(fact))
    bad = sum(fact.how == "bad" for fact in facts)
    look = sum(fact.how == "look" for fact in facts)
    print_line("")
    if not bad and not look:
        print_line(_("All is well."))
    if bad:
        print_line(say_count("{count} thing is bad.", "{count} things are bad.", bad))
    if look:
        print_line(say_count("{count} thing is worth a look.", "{count} things are worth a look.", look))


def _print_json(facts: list["Fact"]) -> None:
    from tui.printing import print_json

    lines = [
        {"about": fact.about, "how": fact.how, "code": fact.code, "message": told(fact), "to_do": to_do(fact)}
        | {"detail": fact.told}
        for fact in facts
    ]
    print_json({"ok": not any(fact.how == "bad" for fact in facts), "lines": lines})
