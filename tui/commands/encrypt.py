"""`frontdesk encrypt` and `frontdesk decrypt`: the database at rest. The key is never shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError
from tui.language import _, listed, say
from tui.opening import path_of

if TYPE_CHECKING:
    from storage.keys import Key
    from storage.sealing import Rewritten


def register(app: typer.Typer) -> None:
    """Enters the commands."""

    @app.command(help=_("Encrypt the database; its key goes to a file or the keyring."))
    def encrypt(
        context: typer.Context,
        key_file: Annotated[
            Path | None,
            typer.Option(
                "--key-file", metavar="FILE", help=_("Where the key goes; else a file in the config folder.")
            ),
        ] = None,
        in_keyring: Annotated[
            bool, typer.Option("--keyring", help=_("The key goes into the system's keyring."))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from storage import keys, sealing

        path = path_of(context)
        sealing.refuse_encrypted(path)
        _note(context, encrypted=True)
        key = keys.new_key()
        places = _kept(key, key_file, in_keyring=in_keyring)
        done = sealing.encrypt(path, key)
        _tell_encrypted(done, key, places, as_json=as_json)
        return 0

    @app.command(help=_("Make a plain database of an encrypted one."))
    def decrypt(
        context: typer.Context,
        yes: Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from storage import sealing

        path = path_of(context)
        if not yes and not agreed(path):
            raise DeskError("not_agreed", path=str(path))
        _note(context, encrypted=False)
        _tell_decrypted(sealing.decrypt(path), as_json=as_json)
        return 0


def _note(context: typer.Context, *, encrypted: bool) -> None:
    """Only an owner may, once there are operators; the trail tells who did, before it is done."""
    from core.encryption import NoteEncryption
    from tui.opening import club_closed_again, let_in_at

    with club_closed_again(context) as club:
        let_in_at(club).do(NoteEncryption(encrypted))


def _kept(key: "Key", file: Path | None, *, in_keyring: bool) -> list[str]:
    """Puts the key where it was asked to be; the places. With both options it lies in both."""
    from storage import keys

    places = [keys.keep_in_keyring(key)] if in_keyring else []
    if file is not None or not in_keyring:
        places.append(keys.keep_in_file(key, file or keys.key_file()))
    return places


def agreed(path: Path) -> bool:
    """A yes on a terminal, in either language; nobody is asked elsewhere."""
    import sys

    from tui.printing import print_line

    if not sys.stdin.isatty():
        return False
    print_line(say("Whoever gets at {path} can read it when it is not encrypted.", path=path))
    typer.echo(_("Decrypt it? Type yes: "), nl=False)
    return sys.stdin.readline().strip().lower() in {"yes", "是", "是的"}


def _tell_encrypted(done: "Rewritten", key: "Key", places: list[str], *, as_json: bool) -> None:
    from storage import keys
    from storage.backup import backups_beside
    from tui.printing import print_json, print_line

    plain = [str(copy.path) for copy in backups_beside(done.path) if not _is_encrypted(copy.path)]
    name = keys.named(key.seal)
    found_by_itself = keys.is_found(key.seal, done.path)
    if as_json:
        facts = {"key": name, "key_places": places, "key_found": found_by_itself, "plain_copies": plain}
        print_json(_facts(done) | facts)
        return
    print_line(say("{path} is encrypted.", path=done.path))
    print_line(_proved(done))
    print_line(say("Its key {key} lies in {places}.", key=name, places=_places_told(places)))
    print_line(
        _(
            "Keep a copy of the key with the manager, apart from this machine: without it nobody can read "
            "the database or its backups, the maker of this program included."
        )
    )
    if not found_by_itself:
        file = places[-1]
        print_line(say("Set FRONTDESK_KEY_FILE={file} for every desk here, or none can open it.", file=file))
    if any(Path(place).parent == done.path.parent for place in places):
        print_line(_("The key lies beside the database: who takes the one has the other. Move it elsewhere."))
    print_line(_old_told(done))
    if plain:
        told = say(
            "Not encrypted, from before: {copies}. Delete what you need no more.", copies=listed(plain)
        )
        print_line(told)


def _tell_decrypted(done: "Rewritten", *, as_json: bool) -> None:
    from tui.printing import print_json, print_line

    if as_json:
        print_json(_facts(done))
        return
    print_line(say("{path} is not encrypted any more.", path=done.path))
    print_line(_proved(done))
    print_line(_("Keep its key as long as there are backups from before: they stay encrypted."))


def _facts(done: "Rewritten") -> dict[str, Any]:
    return {
        "path": str(done.path),
        "tables": len(done.contents.tables),
        "rows": done.contents.rows,
        "bytes": done.size,
        "overwritten": done.overwritten,
    }


def _proved(done: "Rewritten") -> str:
    return say(
        "All is the same as before: {rows} rows in {tables} tables.",
        rows=done.contents.rows,
        tables=len(done.contents.tables),
    )


def _old_told(done: "Rewritten") -> str:
    if done.overwritten:
        return _(
            "The old file was overwritten and deleted. A solid-state disk or a snapshot may keep traces of "
            "it all the same: for those, encrypt the whole disk."
        )
    return _("The old file was deleted, but not overwritten: another program still had it open.")


def _places_told(places: list[str]) -> str:
    from storage.keys import KEYRING

    return listed([_("the system's keyring") if place == KEYRING else place for place in places])


def _is_encrypted(path: Path) -> bool:
    from storage import driver

    return driver.seal_of(path) is not None
