"""`frontdesk backup`, its `verify` and `key`, and `frontdesk restore`."""

import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError
from tui.language import _, say, say_count
from tui.opening import club_closed_again, let_in_at, now_of, open_desk, own_desk, path_of, warn

if TYPE_CHECKING:
    from core.check import Checked
    from core.operators.records import Actor
    from storage.backup.restoring import Present, Unpacked
    from storage.backup.verifying import Verified
    from tui.backups import BackedUp


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    group = typer.Typer(
        help=_("Back the database up, while desks work on."), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(group, name="backup")
    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    identity_ = typer.Option("--identity", metavar="FILE", help=_("The key of sealed backups."))

    @group.callback(invoke_without_command=True)
    def backup(
        context: typer.Context,
        to: Annotated[
            Path | None, typer.Option("--to", metavar="FOLDER", help=_("A folder that is there."))
        ] = None,
        daily: Annotated[
            bool, typer.Option("--daily", help=_("Only if there is none of today: for a scheduler."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> None:
        if context.invoked_subcommand is None:
            raise typer.Exit(_back_up(context, to, daily=daily, as_json=as_json))

    @group.command(help=_("Prove that backups are as they were made."))
    def verify(
        context: typer.Context,
        path: Annotated[
            Path | None, typer.Argument(metavar="FILE|FOLDER", help=_("Else all backups."))
        ] = None,
        identity: Annotated[Path | None, identity_] = None,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from storage.backup.verifying import verify as verified
        from tui.backups import backup_folder

        return _tell_verified(verified(path or backup_folder(path_of(context)), identity), as_json=as_json)

    @group.command(help=_("Make a key that backups are sealed to from now on."))
    def key(
        out: Annotated[Path, typer.Option("--out", metavar="FILE", help=_("A new file for the key."))],
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _make_key(out, as_json=as_json)

    @app.command(help=_("Bring a backup back; the database that is there is kept."))
    def restore(
        context: typer.Context,
        backup: Annotated[Path, typer.Argument(metavar="BACKUP", help=_("The file of a backup."))],
        identity: Annotated[Path | None, identity_] = None,
        yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from storage.backup.restoring import unpacked

        whose = _whose(context)
        with unpacked(backup, path_of(context), identity) as found:
            return _restore(found, whose, yes=yes, as_json=as_json)


def _back_up(context: typer.Context, to: Path | None, *, daily: bool, as_json: bool) -> int:
    from core.clock import machine_clock
    from tui.backups import back_up, backup_folder, made_on

    desk, path = open_desk(context), path_of(context)
    if daily:
        there = made_on(path, backup_folder(path, to), now_of(desk).date())
        if there is not None:
            return _tell_there(there, as_json=as_json)
    return _tell_made(back_up(desk, path, machine_clock, to), as_json=as_json)


def _tell_there(path: Path, *, as_json: bool) -> int:
    from tui.printing import print_json

    if as_json:
        print_json({"path": str(path), "made": False})
    return 0


def _tell_made(done: "BackedUp", *, as_json: bool) -> int:
    from tui.printing import complain, print_json, print_line

    made, manifest = done.made, done.made.manifest
    if as_json:
        facts = {"path": str(made.path), "made": True, "sha256": manifest.sha256, "size": manifest.size}
        told = {"sealed": manifest.sealed, "dropped": [str(path) for path in made.dropped]}
        noted = {"noted": done.unnoted is None}
        print_json(facts | told | noted | {"unsound": [error.facts["path"] for error in made.unsound]})
    else:
        print_line(say("Backed up and proved: {path}", path=made.path))
        for path in made.dropped:
            print_line(say("Not needed any more, and removed: {path}", path=path))
    if done.unnoted is not None:
        complain(_("The backup stands, but the audit trail does not tell of it."))
    for error in done.troubles:
        warn(error)
    return 0


def _tell_verified(found: "list[Verified]", *, as_json: bool) -> int:
    from tui.printing import complain, print_json, print_line, refusal
    from tui.sentences import sentence

    bad = [one for one in found if one.trouble is not None]
    if as_json:
        told: list[dict[str, Any]] = [
            {"path": str(one.path), "read": one.read}
            | (refusal(one.trouble) if one.trouble else {"ok": True})
            for one in found
        ]
        print_json({"backups": told})
        return 1 if bad else 0
    for one in found:
        if one.trouble is not None:
            complain(sentence(one.trouble))
        elif one.read == "sealed":
            print_line(say("{name}: as it was stored; sealed, so not looked into", name=one.path.name))
        else:
            print_line(say("{name}: whole, every row read", name=one.path.name))
    if not found:
        print_line(_("There are no backups yet."))
    return 1 if bad else 0


def _make_key(out: Path, *, as_json: bool) -> int:
    from storage.backup.sealing import make_identity
    from tui import settings
    from tui.backups import RECIPIENT, backup_settings
    from tui.language import settings_file
    from tui.printing import print_json, print_line

    backup_settings()  # a settings file that can't be read is told before a key is made
    recipient = make_identity(out)
    if not settings.keep(RECIPIENT, recipient):
        raise DeskError("recipient_not_kept", path=str(settings_file()))
    if as_json:
        print_json({"path": str(out), "recipient": recipient})
        return 0
    print_line(say("The key is in {path}. Backups are sealed to it from now on.", path=out))
    print_line(
        _("Move it off this machine, to the manager, and keep a second copy: without it no backup opens.")
    )
    return 0


# ---------------------------------------------------------------- bringing one back


def _whose(context: typer.Context) -> "Actor":
    """Only an owner brings a backup back, as far as the club that is there can still tell who that is; what
    cannot be read, or is of another version, is in the hands of whoever has its file."""
    from core.backup import NoteRestore
    from core.operators.records import PROGRAM
    from core.wire import Name
    from storage.database import is_of_today

    if not is_of_today(path_of(context)):
        return PROGRAM
    with club_closed_again(context) as club:
        desk = let_in_at(club)
        if desk.actor.session is None:
            return PROGRAM
        desk.rehearse(NoteRestore(Name("-"), Name("-"), 0, None))
        return desk.actor._replace(session=None, trusted=True)


def _restore(found: "Unpacked", whose: "Actor", *, yes: bool, as_json: bool) -> int:
    from tui.printing import complain, print_json, print_line

    present, checked = found.present(), _checked(found)
    tell = complain if as_json else print_line
    for line in _told(found, present, checked):
        tell(line)
    if not yes:
        if not sys.stdin.isatty():
            raise DeskError("restore_unasked")
        if not typer.confirm(_("Put it in place now?"), err=True):
            return 1
    kept = found.switch(_noted(found, present, whose))
    if as_json:
        print_json({"path": str(found.database), "kept": None if kept is None else str(kept)})
        return 0
    print_line(say("{path} is the backup now.", path=found.database))
    if kept is not None:
        print_line(say("What was there is kept: {path}", path=kept))
    return 0


def _checked(found: "Unpacked") -> "Checked":
    """Does all hold in it, by the rules, at the moment when it was made?"""
    from core.check import Check
    from storage.database import open_database

    database = open_database(found.copy, create_missing=False)
    try:
        return own_desk(database, lambda: found.manifest.picture.audit.at).ask(Check())
    finally:
        database.close()


def _noted(found: "Unpacked", present: "Present", whose: "Actor") -> Any:
    """The restored club keeps that it goes on from a backup; its local time."""
    from core.backup import NoteRestore
    from core.wire import Name
    from storage.database import open_database

    manifest = found.manifest
    replaced = None if present.last is None else present.last.number
    note = NoteRestore(Name(manifest.file), Name(manifest.sha256), manifest.picture.audit.number, replaced)
    database = open_database(found.copy, create_missing=False)
    try:
        desk = own_desk(database)
        desk.act_as(whose)
        return desk.do(note, key=uuid.uuid4().hex).at
    finally:
        database.close()


def _told(found: "Unpacked", present: "Present", checked: "Checked") -> list[str]:
    """What the backup is, and what it would take the place of."""
    from tui.sentences import sentence

    manifest = found.manifest
    lines = [
        say(
            "Made on {made}: {members} members, {bookings} bookings.",
            made=f"{manifest.local:%Y-%m-%d %H:%M}",
            members=manifest.count("member"),
            bookings=manifest.count("booking"),
        )
    ]
    count = len(checked.problems)
    if count:
        lines.append(
            say_count("`check` finds {count} problem in it.", "`check` finds {count} problems in it.", count)
        )
    waiting = found.waiting()
    if waiting:
        lines.append(
            say_count(
                "{count} notice waits in it, and may have gone out since: look before notices go out again.",
                "{count} notices wait in it, and may have gone out since: look before notices go out again.",
                waiting,
            )
        )
    if present.trouble is not None:
        lines.append(say("The database that is there can't be read: {why}", why=sentence(present.trouble)))
    elif present.last is None:
        lines.append(say("There is no database at {path} yet.", path=found.database))
    elif not present.same_course:
        lines.append(_("The database that is there is another one, or took another course since the backup."))
    else:
        newer = present.last.number - manifest.picture.audit.number
        lines.append(
            say_count(
                "The database that is there has {count} change more, which would be undone.",
                "The database that is there has {count} changes more, which would be undone.",
                newer,
            )
        )
    return lines
