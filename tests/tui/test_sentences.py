"""Every code that can be told has its sentence in both languages, and no sentence asks for a fact that is
not given: proved over the sources, and on real refusals."""

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from core.booking.records import State
from core.errors import DeskError
from storage import driver
from tests.support.club import MONDAY, Club
from tui import language
from tui.sentences import fields, sentence
from tui.sentences.check import FINDINGS
from tui.sentences.desk import SENTENCES, STATES
from tui.sentences.sheets import SHEET_SENTENCES, sheet_sentence

ROOT = Path(__file__).parents[2]
FLOORS = ("core", "storage", "exports", "tui")

SLOT = {"facility", "name", "date", "start", "end"}
WHO = {"member", "person"}

SPREAD: dict[tuple[str, str], set[str]] = {
    ("", "slot_facts(slot, facility)"): SLOT,
    ("core/booking/attendance.py", "facts"): SLOT,
    ("core/booking/rules.py", "who"): WHO,
    ("core/booking/rules.py", "_who(member)"): WHO,
    ("core/booking/records.py", "facts"): set(),
    ("core/errors.py", "facts"): set(),
    ("core/schedule/plan.py", "facts"): {"start", "end"},
    ("exports/booking.py", "facts"): {"start", "end"},
    ("exports/sheets/cells.py", "facts"): set(),
    ("exports/sheets/delimited.py", "facts"): {"limit", "found", "line", "problem"},
    ("exports/sheets/table.py", "facts"): {"columns", "headers"},
    ("tui/commands/schedule.py", "told"): {"new", "unchanged", "changed", "removed"},
    ("storage/check.py", "facts"): {
        "facility",
        "date",
        "start",
        "capacity",
        "taken",
        "held",
        "booked",
        "other",
    }
    | {"member", "booking"},
}
"""What a `**facts`, or a table of facts with a name, holds: by file ("" for any) and by its text."""

PASSED_ON = {
    "fault.code", "error.code", "died.code", "code", "code_", "misfit.problem", "problem", "code_of(error)",
}  # fmt: skip
"""Codes that come from elsewhere: from another raiser, or from a table below."""

TABLES: list[tuple[str, set[str]]] = [
    *((code, {"path", "reason"}) for code in {*driver._CODES.values(), "database_trouble"}),
    ("oversold", {"facility", "date", "start", "capacity", "booked", "held"}),
    ("counter_astray", {"facility", "date", "start", "taken", "booked"}),
    ("day_astray", {"booking", "state", "told"}),
    ("trail_astray", {"booking", "state", "told"}),
    ("no_permission", {"path", "reason"}),
    ("too_many_sheets", {"limit", "found"}),
    ("file_unreadable", {"why"}),
    ("too_long", {"longest", "value"}),
    ("invisible", {"longest", "value"}),
    ("marks", {"longest", "value"}),
]
"""Codes that are looked up in a table or come as a variable, with their facts."""

SAMPLES: dict[str, Any] = {
    "bookings": ["B1", "B2"],
    "choices": ["a", "b"],
    "columns": ["name"],
    "errors": [{"index": 0, "code": "past", "date": "2026-11-23"}],
    "facility": "gym",
    "field": "slots[3].date",
    "headers": ["姓名"],
    "limit": 10_000_000,
    "past": True,
    "period": "day",
    "state": "cancelled",
}
"""A believable fact by its name; an `x` for the others."""


class Site(NamedTuple):
    """One place of the sources that raises or notes a code."""

    place: str
    code: str
    facts: dict[str, Any]
    of_sheet: bool


def literals(node: ast.expr) -> list[str]:
    """The texts that an expression can be, none for one that is not written out."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return literals(body) + literals(orelse)
    return []


def facts_in(file: str, nodes: list[ast.expr | None], keywords: list[ast.keyword]) -> dict[str, Any]:
    """The facts that a call gives, each with its literal value or a sample."""
    found: dict[str, Any] = {}
    spread = [node for node in nodes if node is not None]
    for keyword in keywords:
        if keyword.arg is None or keyword.arg == "facts":
            spread.append(keyword.value)
        else:
            found[keyword.arg] = known(keyword.arg, keyword.value)
    for node in spread:
        if isinstance(node, ast.Dict) and None not in node.keys:
            for key, value in zip(node.keys, node.values, strict=True):
                assert isinstance(key, ast.Constant), ast.unparse(node)
                found[str(key.value)] = known(str(key.value), value)
        elif not ast.unparse(node).endswith((".facts", "kept")):
            text = ast.unparse(node)
            names = SPREAD.get((file, text), SPREAD.get(("", text), {f"what {text!r} is"}))
            found |= {name: SAMPLES.get(name, "x") for name in names}
    return found


def known(name: str, value: ast.expr) -> Any:
    texts = literals(value)
    return texts[0] if texts else SAMPLES.get(name, "x")


def calls(file: str, tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr, dict[str, Any], bool]]:
    """Each call that raises or notes a code: the call, the code, its facts, whether it is about a sheet."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        arguments, keywords = call.args, call.keywords
        match name, arguments:
            case "DeskError", [ast.Constant(value="invalid"), *_]:
                pass  # `invalid` itself, and the reading of a line
            case "DeskError", [code, *_]:
                yield call, code, facts_in(file, [], keywords), False
            case "invalid", [_, problem, *_]:
                yield call, problem, {"field": "party", **facts_in(file, [], keywords), "problem": ""}, False
            case "Misfit", [problem, *_]:
                yield call, problem, {"field": "party", **facts_in(file, [], keywords), "problem": ""}, False
            case "require_state", [_, *_]:
                facts = {"booking": "B1", "state": "cancelled", **facts_in(file, [], keywords)}
                yield call, ast.Constant("wrong_state"), facts, False
            case "CellFault", [code, *_]:
                yield call, code, facts_in(file, [], keywords), True
            case "_bad_date", [_, problem, *_]:
                for text in literals(problem):
                    facts = {"value": "x", **facts_in(file, [], keywords), "problem": text}
                    yield call, ast.Constant("bad_date"), facts, True
            case "FileFault" | "_Died", [code, *rest]:
                yield call, code, facts_in(file, [*rest], [k for k in keywords if k.arg == "facts"]), True
            case "SheetError", [_, _, code, *rest]:
                yield call, code, facts_in(file, [*rest], keywords), True
            case "fault", [_, _, code]:
                yield call, code, facts_in(file, [], keywords), True
            case "Finding", [_, _, code, facts]:
                yield call, code, facts_in(file, [facts], []), True
            case "SlotError", [_, code, facts]:
                yield call, code, facts_in(file, [facts], []), True


@lru_cache(maxsize=1)
def sites() -> list[Site]:
    """Every place that raises or notes a code."""
    return list(_sites())


def _sites() -> Iterator[Site]:
    for path in sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for call, code, facts, of_sheet in calls(file, ast.parse(path.read_text(encoding="utf-8"))):
            texts = literals(code)
            if not texts:
                told = ast.unparse(code)
                assert told in PASSED_ON, f"{file}:{call.lineno}: a code that no test sees: {told}"
            for text in texts:
                unknown = [name for name in facts if name.startswith("what ")]
                assert not unknown, f"say in SPREAD {unknown} in {file}:{call.lineno}"
                if facts.get("problem") == "":
                    yield Site(f"{file}:{call.lineno}", "invalid", {**facts, "problem": text}, of_sheet)
                else:
                    yield Site(f"{file}:{call.lineno}", text, facts, of_sheet)
    for code, names in TABLES:
        facts = {name: SAMPLES.get(name, "x") for name in names}
        yield Site("a table", code, facts, code not in SENTENCES)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The facts that sentences asked for in vain."""
    missed: list[str] = []

    def miss(_: Any, name: str) -> str:
        missed.append(name)
        return "?"

    monkeypatch.setattr(fields._Facts, "__missing__", miss)
    return missed


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_code_has_a_sentence_and_no_sentence_asks_for_a_fact_that_is_not_given(
    spoken: str, asked: list[str]
) -> None:
    language.use(spoken)
    wrong = []
    for site in sites():
        asked.clear()
        if site.of_sheet:
            told = sheet_sentence(site.code, site.facts)
        else:
            told = sentence(DeskError(site.code, **site.facts))
        problem = site.facts.get("problem")
        unsaid = site.code == "invalid" and problem not in fields.PROBLEMS and problem != "unknown_language"
        whole = told.endswith("。" if spoken == language.CHINESE else ".")
        chinese = spoken == language.CHINESE
        if asked or told == site.code or unsaid or not whole or (chinese and not has_chinese(told)):
            wrong.append(f"{site.place} {site.code} {problem or ''}: {told!r} asked for {asked}")
    assert not wrong, "\n".join(wrong)


def test_no_sentence_is_kept_for_a_code_that_nobody_raises() -> None:
    codes = {site.code for site in sites()}
    problems = {str(site.facts.get("problem")) for site in sites() if site.code == "invalid"}
    by_core_text = {"too_long", "invisible", "marks", "blank"}
    assert (SENTENCES.keys() | SHEET_SENTENCES.keys() | FINDINGS.keys()) - codes == set()
    assert fields.PROBLEMS.keys() - problems - by_core_text == set()


def test_every_state_of_a_booking_has_its_word() -> None:
    assert STATES.keys() == set(get_args(State))


# ---------------------------------------------------------------- real refusals


def full(club: Club) -> DeskError:
    club.facility("gym", name="健身房", capacity=1)
    club.book(club.member("1"), "gym", MONDAY, "17:30")
    return club.refused("book", member=club.member("2"), facility="gym", date=MONDAY, start="17:30")


def busy(club: Club) -> DeskError:
    club.facility("gym", name="健身房")
    club.facility("yoga", name="瑜伽室")
    club.book(club.member("1", name="王伟"), "gym", MONDAY, "17:30")
    return club.refused("book", member="1", facility="yoga", date=MONDAY, start="17:30")


def too_late(club: Club) -> DeskError:
    club.facility("gym", name="健身房", min_notice_minutes=30)
    club.member("1")
    club.at(f"{MONDAY}T17:01")
    return club.refused("book", member="1", facility="gym", date=MONDAY, start="17:30")


def too_early(club: Club) -> DeskError:
    club.facility("gym", name="健身房")
    booking = club.book(club.member("1"), "gym", MONDAY, "17:30")
    return club.refused("check_in", booking=booking)


def quota(club: Club) -> DeskError:
    club.facility("gym", name="健身房", weekly_quota=2)
    club.member("1", name="王伟")
    for day in ("2026-11-24", "2026-11-25"):
        club.book("1", "gym", day, "17:30")
    return club.refused("book", member="1", facility="gym", date="2026-11-26", start="17:30")


def decided(club: Club) -> DeskError:
    club.facility("room", name="会议室", approval_levels=1)
    booking = club.book(club.member("1"), "room", MONDAY, "17:30")
    club.do("reject", booking=booking, note="检修")
    return club.refused("approve", booking=booking)


def cancelled(club: Club) -> DeskError:
    club.facility("gym", name="健身房")
    booking = club.book(club.member("1"), "gym", MONDAY, "17:30")
    club.do("cancel", booking=booking)
    return club.refused("check_in", booking=booking)


def nobody(club: Club) -> DeskError:
    club.facility("gym", name="健身房")
    return club.refused("give_more_time", facility="gym", date=MONDAY, start="17:30")


def no_reason(club: Club) -> DeskError:
    club.facility("gym", name="健身房")
    booking = club.book(club.member("1"), "gym", MONDAY, "17:30")
    club.at(f"{MONDAY}T17:31")
    return club.refused("cancel", booking=booking)


def in_use(club: Club) -> DeskError:
    club.facility("gym", slots=False, name="健身房")
    return club.refused("add_facility", code="x", name="健身房", kind="room")


@pytest.mark.parametrize(
    ("refuse", "english", "chinese"),
    [
        (
            full,
            "健身房 on 2026-11-23 at 17:30 has not enough places left: 0 free.",
            "健身房 2026-11-23 17:30 名额不足：剩余 0 个。",
        ),
        (
            busy,
            "王伟 has another booking then: B1, gym on 2026-11-23 from 17:30 to 19:30.",
            "王伟这段时间已有预约：B1，gym，2026-11-23 17:30 至 19:30。",
        ),
        (
            too_late,
            "It is too late to book 健身房 on 2026-11-23 at 17:30: that was possible until 2026-11-23 17:00. "
            "From 30 minutes before the start a walk-in can be booked.",
            "健身房 2026-11-23 17:30 已过预约时间：最晚可约到 2026-11-23 17:00。开始前 30 分钟起可现场登记。",
        ),
        (
            too_early,
            "It is too early for this: 健身房 on 2026-11-23 at 17:30 opens for it at 2026-11-23 17:00.",
            "还没到时间：健身房 2026-11-23 17:30 从 2026-11-23 17:00 起才能办理。",
        ),
        (
            quota,
            "王伟 has used up the 2 bookings a week at gym: B1, B2.",
            "王伟本周在 gym 的 2 次预约已用完：B1, B2。",
        ),
        (
            decided,
            "B1 was decided before: it is rejected (owner, 2026-11-23 09:00).",
            "B1 先前已有结论：已驳回（owner，2026-11-23 09:00）。",
        ),
        (cancelled, "This can't be done, because B1 is cancelled.", "无法办理：B1 的状态是“已取消”。"),
        (
            nobody,
            "Nobody is waited for in 健身房 on 2026-11-23 at 17:30.",
            "健身房 2026-11-23 17:30 没有尚未到场的人。",
        ),
        (
            no_reason,
            "reason is missing: after the start a reason is needed.",
            "缺少 reason：开始之后须注明原因。",
        ),
        (
            in_use,
            "健身房 is in use already: it is the code or the name of the facility gym.",
            "“健身房”已被占用：设施 gym 的编码或名称与它相同。",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_and_where(
    club: Club, refuse: Callable[[Club], DeskError], english: str, chinese: str
) -> None:
    error = refuse(club)
    told = []
    for spoken in (language.ENGLISH, language.CHINESE):
        language.use(spoken)
        told.append(sentence(error))
    assert told == [english, chinese]


@pytest.mark.parametrize("name", ["{person}", "{0.__class__}", "%s", "[/]", "a\x1b[31m", "\u202eabc"])
def test_what_people_typed_is_neither_filled_in_nor_acted_upon(name: str) -> None:
    error = DeskError("member_left", member="1", person=name, left_on="2026-11-01")
    told = sentence(error)
    assert told.isprintable()
    assert name.replace("\x1b", "‹U+001B›").replace("\u202e", "‹U+202E›") in told


def test_a_code_without_a_sentence_is_told_as_it_is() -> None:
    assert sentence(DeskError("brand_new", value=1)) == "brand_new"
    assert "brand_new" in sentence(DeskError("invalid", field="x", problem="brand_new"))
