"""Encrypting while desks work: nothing that was confirmed is lost, and every desk goes on by itself."""

from pathlib import Path

import pytest

from storage import driver, sealing
from storage.database import open_database
from tests.storage.conftest import KEY
from tests.support.club import Club
from tests.support.files import closed_club
from tests.support.together import workers

DESKS = 3

WORKING = """
from storage import keys, sealing

def rewrite(path, key):
    done = sealing.encrypt(path, keys.Key(bytes.fromhex(key))) if key else sealing.decrypt(path)
    return done.overwritten

def work(path, number):
    "Enters members until the file was replaced, and twenty more; those that were confirmed."
    database, confirmed, replaced, more = open_database(path), [], 0, 0
    while more < 20 and len(confirmed) < 3000:
        name = f"{number}{len(confirmed):05}"
        try:
            do(desk_of(database), "add_member", staff_no=name, name=name)
        except DeskError as error:
            if error.code != "database_replaced":
                raise
            replaced += 1
            database.leave()
            database = open_database(path)
            continue
        confirmed.append(name)
        more += replaced > 0
    database.close()
    return {"confirmed": confirmed, "replaced": replaced}

def answer(asked):
    path = Path(asked["path"])
    if "number" in asked:
        return work(path, asked["number"])
    return {"overwritten": rewrite(path, asked["key"])}
serve(answer)
"""


@pytest.mark.parametrize("way", ["encrypt", "decrypt"])
def test_what_desks_confirm_meanwhile_is_in_the_new_file(tmp_path: Path, way: str) -> None:
    path = closed_club(tmp_path)
    if way == "decrypt":
        sealing.encrypt(path, KEY)
    key = KEY.text if way == "encrypt" else None
    with workers(WORKING, DESKS + 1) as desks:
        asked = [{"path": str(path), "number": number} for number in range(1, DESKS + 1)]
        *told, rewritten = desks.all_at_once([*asked, {"path": str(path), "key": key}])
    assert rewritten["overwritten"] == (way == "encrypt")
    assert [desk["replaced"] for desk in told] == [1] * DESKS
    assert (driver.seal_of(path) is not None) == (way == "encrypt")
    club = Club(open_database(path))
    with club.database.read() as store:
        found = {row[0] for row in store.connection.execute("SELECT staff_no FROM member")}
    assert found == {"000001", *(name for desk in told for name in desk["confirmed"])}
    club.check()
    club.database.close()


def test_a_desk_that_has_it_open_is_told_that_it_was_replaced_and_opens_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "LEAVE_SECONDS", 0.0)
    club = Club.new(tmp_path)
    club.member("000001")
    sealing.encrypt(club.database.path, KEY)
    assert club.refused("add_member", staff_no="000002", name="李明").code == "database_replaced"
    club.database.leave()
    club = Club(open_database(club.database.path))
    club.at("2026-11-23T09:30")
    club.member("000002")
    assert club.ask("find_members", text="00000")["members"]
    club.database.close()
