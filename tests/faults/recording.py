"""Bookings and cancellations of some weeks, written down operation by operation: run under the library."""

import json
import os
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from core.catalog import COMMANDS
from core.clock import Rehearsal, instant_of, zone_named
from core.desk import Desk
from core.wire import read_record
from storage import driver
from storage.database import open_database
from tests.faults.power import facts_of
from tests.support import shim
from tests.support.club import NINE, Club

DEEDS = 48
PAGES = 64
"""After so many pages the log is folded in; in the program after a thousand."""


def prepare(folder: Path) -> None:
    club = Club.new(folder)
    club.facility("gym", capacity=12)
    for number in range(1, 9):
        club.member(f"00000{number}")
    club.database.close()


def deeds() -> list[tuple[str, dict[str, Any]]]:
    """Books, and cancels every third."""
    told: list[tuple[str, dict[str, Any]]] = []
    booked = 0
    while len(told) < DEEDS:
        day, member = divmod(booked, 8)
        fields = {"member": f"00000{member + 1}", "facility": "gym", "date": Club.week()[day + 1]}
        told.append(("book", {**fields, "start": "17:30"}))
        booked += 1
        if booked % 3 == 0:
            told.append(("cancel", {"booking": f"B{booked}"}))
    return told[:DEEDS]


def run(folder: Path, log: Path, journal: str, synchronous: str) -> list[Any]:
    """The facts before, and after each deed."""
    plain = driver.connect

    def connected(*given: Any, **more: Any) -> Any:
        connection = plain(*given, **more)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
        return connection

    driver.connect = connected
    driver.journal_mode = lambda: journal
    at = instant_of(datetime.fromisoformat(NINE), zone_named("Asia/Shanghai"))
    facts = []
    file = os.open(log, os.O_WRONLY | os.O_CREAT)
    shim.arm(folder, shim.LOG, log=file)
    done = 0
    for half in (deeds()[: DEEDS // 2], deeds()[DEEDS // 2 :]):  # closed once in between
        with closing(open_database(folder / "club.db", create_missing=False)) as database:
            desk = Desk(database, Rehearsal(at))
            with database.read() as store:
                facts[len(facts) - 1 :] = [facts_of(store.connection)]
            for command, fields in half:
                desk.do(read_record(COMMANDS[command].request, fields), key=f"k{done}")
                done += 1
                shim.mark(done)
                with database.read() as store:
                    facts.append(facts_of(store.connection))
    os.close(file)
    return facts


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])))
