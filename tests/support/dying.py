"""A desk that is killed at each statement of one command, one after the other."""

from pathlib import Path
from typing import Any

from tests.support.together import workers

DYING = """
import os, shutil, signal
from storage import driver

connect = driver.connect

def counting(until, seen):
    def traced(statement):
        if seen or statement.startswith("BEGIN IMMEDIATE"):
            seen.append(statement)
            if len(seen) == until:
                os.kill(os.getpid(), signal.SIGKILL)
    def connected(*given, **named):
        connection = connect(*given, **named)
        connection.set_trace_callback(traced)
        return connection
    return connected

def run(path, command, fields, until):
    seen = []
    driver.connect = counting(until, seen)
    database = open_database(path)
    do(desk_of(database), command, key="k", **fields)
    database.close()
    return seen

def picture(path):
    driver.connect = connect
    database = open_database(path)
    desk = desk_of(database)
    with database.read() as store:
        rows = {
            table: store.connection.execute(f"SELECT * FROM {table}").fetchall()
            for (table,) in store.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT IN ('audit', 'operation', 'club')"
            ).fetchall()
        }
        rows["audit"] = [record.action for record in store.audit_records()]
        rows["operation"] = store.connection.execute("SELECT key, result FROM operation").fetchall()
    rows["problems"] = ask(desk, "check")["problems"]
    database.close()
    return rows

def died_at(source, number, command, fields):
    path = source.with_name(f"{number}.db")
    shutil.copy(source, path)
    child = os.fork()
    if child == 0:
        try:
            run(path, command, fields, number)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    left = picture(path)
    again = open_database(path)
    repeated = desk_of(again).perform(read_record(COMMANDS[command].request, fields), key="k").repeated
    again.close()
    return {"killed": os.WIFSIGNALED(status), "left": left, "repeated": repeated, "then": picture(path)}

def answer(asked):
    source = Path(asked["path"])
    before = picture(source)
    whole = source.with_name("whole.db")
    shutil.copy(source, whole)
    statements = run(whole, asked["command"], asked["fields"], 0)
    after = picture(whole)
    deaths = [
        died_at(source, number, asked["command"], asked["fields"])
        for number in range(1, len(statements) + 2)
    ]
    return {"statements": statements, "before": before, "after": after, "deaths": deaths}
serve(answer)
"""


def die(path: Path, command: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What is left of a command that is killed at each of its statements: the whole of it or nothing."""
    with workers(DYING, 1) as dying:
        told = dying.all_at_once([{"path": str(path), "command": command, "fields": fields}])[0]
    assert told["statements"][0].startswith("BEGIN IMMEDIATE")
    assert told["statements"][-1] == "COMMIT"
    assert told["before"] != told["after"]
    for death in told["deaths"]:
        assert death["left"] in (told["before"], told["after"])
        assert death["repeated"] == (death["left"] == told["after"])
        assert death["then"] == told["after"]
        assert death["left"]["problems"] == death["then"]["problems"] == []
    assert [death["killed"] for death in told["deaths"]] == [True] * len(told["statements"]) + [False]
    return dict(told)
