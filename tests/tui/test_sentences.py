"""Every code that can be told has its sentence in both languages, and no sentence asks for a fact that is
not given: proved over the sources, and on real refusals."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    ("core/booking/rules.py", "who"): WHO,
    ("core/booking/records.py", "facts"): set(),
    ("core/errors.py", "facts"): set(),
    ("exports/channels/reader.py", "facts"): set(),
    ("exports/sheets/cells.py", "facts"): set(),
    ("tui/commands/schedule.py", "told"): {"new", "unchanged", "changed", "removed"},
}
"""What a `**facts` holds that the function was given, or asked another for."""

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


Locals = Mapping[str, list[ast.expr]]
"""What a function gives to its variables."""


def facts_in(
    file: str, local: Locals, nodes: Sequence[ast.expr], keywords: list[ast.keyword]
) -> dict[str, Any]:
    """The facts that a call gives, each with its literal value or a sample."""
    found: dict[str, Any] = {}
    spread = [*nodes]
    for keyword in keywords:
        if keyword.arg is None or keyword.arg == "facts":
            spread.append(keyword.value)
        else:
            found[keyword.arg] = known(keyword.arg, keyword.value)
    for node in spread:
        found |= spread_out(file, local, node)
    return found


def spread_out(file: str, local: Locals, node: ast.expr) -> dict[str, Any]:
    """The facts of a table, of a call that is known, or of a variable."""
    text = ast.unparse(node)
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
        return {key: known(key, value) for key, value in zip(keys, node.values, strict=True)}
    if text.startswith("slot_facts("):
        return {name: SAMPLES.get(name, "x") for name in SLOT}
    if text.startswith("_who("):
        return {name: SAMPLES.get(name, "x") for name in WHO}
    if text.endswith((".facts", "kept")):
        return {}
    if (file, text) not in SPREAD and text in local:
        found: dict[str, Any] = {}
        for value in local[text]:
            found |= spread_out(file, local, value)
        return found
    return {name: SAMPLES.get(name, "x") for name in SPREAD.get((file, text), {f"what {text!r} is"})}


def known(name: str, value: ast.expr) -> Any:
    return value.value if isinstance(value, ast.Constant) else SAMPLES.get(name, "x")


def calls_in(node: ast.AST, local: Locals) -> Iterator[tuple[ast.Call, Locals]]:
    """Every call, with the variables of the function in which it stands."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        local = variables_of(node)
    if isinstance(node, ast.Call):
        yield node, local
    for inner in ast.iter_child_nodes(node):
        yield from calls_in(inner, local)


def variables_of(function: ast.AST) -> Locals:
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                given.setdefault(target.id, []).append(value)
            elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                key = ast.Dict(keys=[target.slice], values=[ast.Constant("x")])
                given.setdefault(target.value.id, []).append(key)
    return given


def calls(file: str, tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr, dict[str, Any], bool]]:
    """Each call that raises or notes a code: the call, the code, its facts, whether it is about a sheet."""
    for call, local in calls_in(tree, {}):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        keywords = call.keywords

        def facts(
            *nodes: ast.expr, local: Locals = local, keywords: Any = keywords, **more: Any
        ) -> dict[str, Any]:
            return {**more, **facts_in(file, local, nodes, keywords)}

        match name, call.args:
            case "DeskError", [ast.Constant(value="invalid"), *_]:
                pass  # `invalid` itself, and the reading of a line
            case "DeskError", [code, *_]:
                yield call, code, facts(), False
            case "invalid", [_, problem, *_]:
                yield call, problem, {**facts(field="party"), "problem": ""}, False
            case "Misfit", [problem, *_]:
                yield call, problem, {**facts(field="party"), "problem": ""}, False
            case "require_state", [_, *_]:
                yield call, ast.Constant("wrong_state"), facts(booking="B1", state="cancelled"), False
            case "CellFault", [code, *_]:
                yield call, code, facts(), True
            case "_bad_date", [_, problem, *_]:
                for text in literals(problem):
                    yield call, ast.Constant("bad_date"), {**facts(value="x"), "problem": text}, True
            case "FileFault" | "_Died", [code, *rest]:
                keywords = [keyword for keyword in keywords if keyword.arg == "facts"]
                yield call, code, facts(*rest, keywords=keywords), True
            case "SheetError", [_, _, code, *rest]:
                yield call, code, facts(*rest), True
            case "fault", [_, _, code]:
                yield call, code, facts(), True
            case "Finding", [_, _, code, told]:
                yield call, code, facts(told), True
            case "SlotError", [_, code, told]:
                yield call, code, facts(told), True


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
    for listed, names in TABLES:
        facts = {name: SAMPLES.get(name, "x") for name in names}
        yield Site("a table", listed, facts, listed not in SENTENCES)


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
            "王伟本周在 gym 的 2 次预约已用完：B1、B2。",
        ),
        (
            decided,
            "B1 was decided before: it is rejected (owner, 2026-11-23 09:00).",
            "B1 先前已有结论：已驳回（owner，2026-11-23 09:00）。",
        ),
        (cancelled, "This can't be done, because B1 is cancelled.", "无法办理：B1 的状态是「已取消」。"),
        (
            nobody,
            "Nobody is waited for in 健身房 on 2026-11-23 at 17:30.",
            "健身房 2026-11-23 17:30 没有尚未到场的人。",
        ),
        (
            no_reason,
            "reason is missing: after the start a reason is needed.",
            "缺少原因：开始之后须注明原因。",
        ),
        (
            in_use,
            "健身房 is in use already: it is the code or the name of the facility gym.",
            "「健身房」已被占用：设施 gym 的编码或名称与它相同。",
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


@pytest.mark.parametrize(
    ("field", "english", "chinese"),
    [
        ("party", "party must be at least 1.", "占用名额不得小于 1。"),
        ("slots[3].party", "slots[3].party must be at least 1.", "slots[3].party 不得小于 1。"),
        ("", "The line must be at least 1.", "这一行不得小于 1。"),
    ],
)
def test_a_field_is_told_by_its_word_in_chinese_and_by_its_name_in_english(
    field: str, english: str, chinese: str
) -> None:
    error = DeskError("invalid", field=field, problem="too_small", least=1)
    for spoken, told in ((language.ENGLISH, english), (language.CHINESE, chinese)):
        language.use(spoken)
        assert sentence(error) == told


def test_a_code_without_a_sentence_is_told_as_it_is() -> None:
    assert sentence(DeskError("brand_new", value=1)) == "brand_new"
    assert "brand_new" in sentence(DeskError("invalid", field="x", problem="brand_new"))


def test_a_line_that_came_back_whole_is_not_counted_to_nought() -> None:
    language.use(language.ENGLISH)
    error = DeskError("too_many", sku="RICE", order="O1", left=0)
    assert sentence(error) == "Of RICE in O1 nothing is left to come back."
