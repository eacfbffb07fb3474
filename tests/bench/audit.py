"""The audit trail: its proof, beside the least that any proof has to do, and the pages of its search.

`python -m tests.bench.audit FOLDER [RECORDS]` makes a club of so many records (2,000,000) there once, and
prints rates by the time of one processor and times by the wall clock.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from statistics import median

from core.audit_proof import AskAuditProof
from core.audit_search import AskAudit
from core.clock import Rehearsal
from core.desk import Desk
from core.wire import Name
from storage.database import Database, open_database
from tests.bench.big_club import NOW, make_club, staff_no

TURNS = 5
_RECORDS = "SELECT id, at, operator, action, body, salt, digest, hash FROM audit ORDER BY id"
_BOOKING = Name("B1000000")


def floor(database: Database) -> int:
    """A bare fetch of every record with its two digests, nothing compared; how many there are."""
    count = 0
    with database.read() as store:
        for _, _, _, _, body, salt, digest, hash_ in store.connection.execute(_RECORDS):
            sha256((salt + body).encode()).hexdigest()
            sha256((hash_ + digest).encode()).hexdigest()
            count += 1
    return count


def proof(desk: Desk) -> int:
    told = desk.ask(AskAuditProof())
    assert told.broken == ()
    return told.records


def rate(work: Callable[[], int]) -> float:
    """Records a second of the processor's time: the middle of some turns."""
    rates = []
    for _ in range(TURNS):
        begun = time.process_time()
        rates.append(work() / (time.process_time() - begun))
    return median(rates)


def milliseconds(desk: Desk, asked: AskAudit) -> tuple[float, int, int]:
    """The middle of some turns, how many records are found, and how many were looked at."""
    times = []
    page = desk.ask(asked)
    for _ in range(TURNS):
        begun = time.perf_counter()
        desk.ask(asked)
        times.append((time.perf_counter() - begun) * 1000)
    return median(times), len(page.records), page.looked_to


SEARCHES = {
    "the newest page": AskAudit(),
    "a member": AskAudit(member=Name(staff_no(777))),
    "a booking of long ago": AskAudit(record=_BOOKING),
    "an action that never was": AskAudit(action=Name("move")),
    "words that never were": AskAudit(text=Name("孩子发烧")),
    "an operator that never was": AskAudit(operator=Name("nobody")),
    "two days of a year ago": AskAudit(from_=date(2025, 11, 1), to=date(2025, 11, 2)),
}


def main(folder: Path, records: int) -> None:
    path = folder / f"audit-{records}.db"
    if not path.exists():
        make_club(path, records)
    database = open_database(path)
    desk = Desk(database, Rehearsal())
    desk.stand_at(NOW)
    proved, least = rate(lambda: proof(desk)), rate(lambda: floor(database))
    print(f"proof: {proved:,.0f} records a second, floor {least:,.0f}, times {least / proved:.2f}")
    for name, asked in SEARCHES.items():
        taken, found, looked_to = milliseconds(desk, asked)
        print(f"{name}: {taken:.1f} ms, {found} found, looked back to {looked_to:,}")
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000)
