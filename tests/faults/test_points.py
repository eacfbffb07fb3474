"""Use cases that are killed, and that the disk fails, at any operation: what was acknowledged is there, what
was not is wholly there or wholly absent, and the next one to come needs no work by hand.

Here are some of the points of each, drawn anew in each run; all of them: `python -m tests.faults --all`.
"""

import secrets
from collections.abc import Callable, Iterator

import pytest

from tests.faults.copies import COPIES
from tests.faults.points import JOURNALS, Point, Tried, failures, kills, share
from tests.faults.uses import USES
from tests.support import shim

FEW, MANY = 3, 24
"""Points of a use case in each run, of a slow and of a quick one."""

SLOW = {"month", "month again", *(case.name for case in COPIES)}


def some(server: Tried, case: str, kind: Callable[[Tried, str, str], Iterator[Point]]) -> list[Point]:
    points = [point for journal in JOURNALS for point in kind(server, case, journal)]
    return share(points, FEW if case in SLOW else MANY, secrets.randbits(32))


@pytest.mark.parametrize("case", USES)
def test_killed_at_any_point_it_is_done_or_not_and_the_next_desk_goes_on(server: Tried, case: str) -> None:
    assert [wrong for point in some(server, case, kills) if (wrong := server.wrong(point))] == []


@pytest.mark.parametrize("case", USES)
def test_a_disk_that_fails_at_any_point_is_a_sentence_and_half_does_nothing(server: Tried, case: str) -> None:
    assert [wrong for point in some(server, case, failures) if (wrong := server.wrong(point))] == []


# ---------------------------------------------------------------- that the library strikes


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_driver_and_the_program_are_seen_by_the_library(server: Tried, journal: str) -> None:
    """SQLite is linked into the driver's own library, and calls the system's functions all the same."""
    sizes = {case: server.sizes(case, journal) for case in ("book", "month", "console's place")}
    assert sizes["book"]["operations"] > 40
    assert sizes["book"]["with reads"] > sizes["book"]["operations"]
    assert sizes["month"]["operations"] > sizes["book"]["operations"]
    assert sizes["console's place"]["operations"] == 3


def test_a_kill_is_a_kill_and_a_failure_a_refusal(server: Tried) -> None:
    struck = {"do": "try", "case": "book", "journal": "wal"}
    killed = server.asked(struck | {"fault": {"how": shim.KILL, "at": 45}})
    assert (killed["status"], killed["told"]) == (-9, [])
    full = server.asked(struck | {"fault": {"how": shim.FAIL, "at": 45, "error": 28, "sticky": True}})
    assert [line["what"] for line in full["told"]] == ["refused", "left", "done", "end"]
    assert full["told"][0]["code"] == "database_full"


def test_whether_it_was_done_is_not_known_where_the_disk_cannot_be_asked(server: Tried) -> None:
    """Its write-ahead log may be whole although the disk never said so: dead now, the desk would have it
    done at its next start."""
    log_synced = [
        point for point in failures(server, "book", "wal")
        if (point.error, point.sticky, point.reads, point.dies) == (5, True, False, True)
    ]  # fmt: skip
    told = []
    for point in log_synced[40:]:
        fault = point._asdict()
        asked = {"do": "try", "case": fault.pop("case"), "journal": fault.pop("journal"), "fault": fault}
        answer = server.asked(asked)
        code = answer["told"][0].get("code")
        told.append((code, answer["state"]))
    assert ("outcome_unknown", 1) in told
    assert {code for code, state in told if state == 1} == {"outcome_unknown", None}
