"""Tries faults, each in a child of its own: `python -m tests.faults.server` under the library of `shim.c`.

A line of JSON for each fault comes in, and one with what became of it goes out. What takes long, the loading
of the program, is done once: each child is a fork.
"""

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.errors import DeskError
from storage import driver
from tests.faults.case import Case
from tests.faults.uses import USES
from tests.support import shim

PATIENCE = 60
"""Seconds after which a child has not come to its end."""


class Server:
    """`room`: a folder of its own, where each use case lies ready."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.ready: dict[str, Path] = {}
        self.states: dict[str, list[dict[str, str]]] = {}

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        case = USES[asked["case"]]
        with patch.object(driver, "journal_mode", lambda: asked["journal"]):
            return {"sizes": self.sizes, "try": self.tried}[asked["do"]](case, asked)

    def sizes(self, case: Case, asked: dict[str, Any]) -> dict[str, Any]:
        """How many operations and statements a case has, for each kind of fault."""
        counted = {
            name: self.tried(case, asked | {"fault": {"how": how, "at": 0, "reads": reads}})
            for name, how, reads in (
                ("operations", shim.COUNT, False), ("with reads", shim.COUNT, True), ("statements", 0, False),
            )
        }  # fmt: skip
        return {name: told["told"][-1]["seen"] for name, told in counted.items()}

    def tried(self, case: Case, asked: dict[str, Any]) -> dict[str, Any]:
        """What became of one fault."""
        right = self._states(case, asked["journal"])
        folder = self._folder(case, "tried")
        status, told = in_a_child(partial(suffer, case, folder, asked["fault"]))
        answer: dict[str, Any] = {"status": status, "told": told}
        for line in told:
            if "picture" in line:
                line["state"] = _state(line.pop("picture"), right)
        try:
            left = case.aftermath(folder)
            answer |= {"state": _state(left.found, right), "last": len(right) - 1}
            if answer["state"] is None:
                answer["differs"] = [_differing(left.found, state) for state in right]
            answer |= {
                "problems": left.problems, "repeated": left.repeated, "then": _state(left.then, right)
            }  # fmt: skip
        except Exception:
            answer["trouble"] = traceback.format_exc()
        shutil.rmtree(folder)
        return answer

    def _states(self, case: Case, journal: str) -> list[dict[str, str]]:
        name = f"{case.name} {journal}"
        if name not in self.states:
            folder = self._folder(case, "right")
            self.states[name] = case.states(folder)
            shutil.rmtree(folder)
        return self.states[name]

    def _folder(self, case: Case, name: str) -> Path:
        """A copy of what a case begins with."""
        if case.name not in self.ready:
            self.ready[case.name] = self.room / case.name.replace(" ", "-")
            self.ready[case.name].mkdir()
            case.prepare(self.ready[case.name])
        return Path(shutil.copytree(self.ready[case.name], self.room / name))


def _state(found: dict[str, str], right: list[dict[str, str]]) -> int | None:
    """Which of the right states a picture is; the last of equal ones."""
    return max((number for number, state in enumerate(right) if state == found), default=None)


def _differing(found: dict[str, str], state: dict[str, str]) -> list[str]:
    return sorted(name for name in found.keys() | state.keys() if found.get(name) != state.get(name))


def in_a_child(deed: Callable[[Callable[..., None]], None]) -> tuple[int, list[dict[str, Any]]]:
    """Carries something out in a fork; how it ended, and what it told."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        signal.alarm(PATIENCE)

        def tell(what: str, /, **facts: Any) -> None:
            os.write(mouth, json.dumps({"what": what} | facts).encode() + b"\n")

        try:
            deed(tell)
        except BaseException:
            tell("crashed", trace=traceback.format_exc())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as heard:
        told = [json.loads(line) for line in heard]
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def suffer(case: Case, folder: Path, fault: dict[str, Any], tell: Any) -> None:
    """Carries a case out under a fault."""
    statements: list[str] = []
    how = fault["how"]
    if how == 0:
        count_statements(statements, fault["at"])
    else:
        shim.arm(folder, how, fault["at"], error=fault.get("error", 0), sticky=fault.get("sticky", False),
                 reads=fault.get("reads", False))  # fmt: skip
    dies = fault.get("dies", False)
    try:
        case.act(folder, tell, None if dies else shim.disarm)
    except DeskError as error:
        tell("refused", code=error.code, by="the case", reason=error.facts.get("reason"))
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
    tell("end", seen=shim.seen() if how else len(statements))


def count_statements(seen: list[str], until: int) -> None:
    """From now on the process is killed when its connections begin so many statements, all counted."""
    plain = driver.connect

    def counted(statement: str) -> None:
        seen.append(statement)
        if len(seen) == until:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*given: Any, **more: Any) -> Any:
        connection = plain(*given, **more)
        connection.set_trace_callback(counted)
        return connection

    driver.connect = connected


def main() -> None:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as room:
        server = Server(Path(room))
        gc.freeze()  # what is loaded is not gone through in each child
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            print(json.dumps(server.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
