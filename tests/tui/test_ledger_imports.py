"""`frontdesk grants import` and `frontdesk points`: allowance and points from sheets."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal, Told
from tests.tui.test_imports import places, sheet, workbook

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
ANN, BEN = "000001", "000002"


@pytest.fixture
def ledger(club: Club) -> Club:
    """Monday 2026-11-23, 09:00, with two members; training earns 15 points."""
    club.member(ANN, name="王伟")
    club.member(BEN, name="单红")
    club.do("add_earning_rule", code="training", name="培训", points=15)
    return club


def balances(club: Club) -> list[tuple[str, int]]:
    """Allowance and points of both members."""
    told = [club.ask("balance", member=member) for member in (ANN, BEN)]
    return [(balance["allowance"], balance["points"]) for balance in told]


NOTHING = [("0.00", 0), ("0.00", 0)]


# ---------------------------------------------------------------- grants

HEAD = "工号 姓名 单位 数额 最后有效日 事由 资金来源 免清零"
MOON = (
    (ANN, "王伟", "福利额度", "300.00", "2026-12-31", "中秋", "工会", ""),
    (BEN, "", "积分", "50", "", "中秋", "", "是"),
)


def grant(terminal: Terminal, file: Path, *options: str, lang: str = "en") -> Told:
    return terminal("grants", "import", file, *options, lang=lang)


@pytest.fixture
def moon(tmp_path: Path) -> Path:
    return sheet(tmp_path, HEAD, *MOON, name="moon.csv")


def test_a_sheet_is_granted_and_its_sums_are_told(ledger: Club, terminal: Terminal, moon: Path) -> None:
    assert grant(terminal, moon) == (0, "moon: 2 rows, 300.00 yuan of allowance, 50 points.\n", "")
    assert balances(ledger) == [("300.00", 0), ("0.00", 50)]
    (lot,) = ledger.ask("lots", member=ANN)["lots"]
    assert (lot["expires_on"], lot["reason"], lot["fund"], lot["exempt"]) == (
        "2026-12-31",
        "中秋",
        "工会",
        False,
    )
    assert ledger.ask("lots", member=BEN)["lots"][0]["exempt"] is True
    assert ledger.ask("statement", member=ANN, unit="allowance")["entries"][0]["document"] == "moon"
    ledger.check()


def test_every_kind_of_sheet_is_taken(ledger: Club, terminal: Terminal, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "gift.xlsx",
        one=[["工号", "类型", "金额", "原因"], [ANN, "福利额度", 12.3, "生日"]],
        two=[["staff no", "unit", "amount", "reason"], [BEN, "points", 7, "birthday"]],
    )
    told = grant(terminal, file, "--json").json
    assert (told["batch"], told["granted"], told["allowance"], told["points"]) == ("gift", 2, "12.30", 7)
    assert (told["repeated"], told["lots"]) == (False, ["L1", "L2"])
    assert balances(ledger) == [("12.30", 0), ("0.00", 7)]


def test_a_dry_run_only_says_what_would_happen(ledger: Club, terminal: Terminal, moon: Path) -> None:
    told = grant(terminal, moon, "--dry-run", lang="zh")
    assert told.out == "moon：2 行，福利额度 300.00 元，积分 50 分。\n没有写入任何内容。\n"
    assert balances(ledger) == NOTHING


def test_the_same_file_again_changes_nothing(ledger: Club, terminal: Terminal, moon: Path) -> None:
    grant(terminal, moon)
    again = grant(terminal, moon)
    assert again == (0, "Unchanged: moon was granted before, on 2026-11-23 09:00 by owner.\n", "")
    assert balances(ledger) == [("300.00", 0), ("0.00", 50)]


def test_two_desks_that_import_the_same_file_at_once_grant_it_once(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    file = sheet(tmp_path, "工号 单位 数额 事由", (ANN, "积分", "5", "生日"), (BEN, "积分", "7", "生日"))
    ledger.database.close()
    started = [terminal.start("grants", "import", file, "--json") for _ in range(2)]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in started]
    assert sorted(one["repeated"] for one in told) == [False, True]
    assert {tuple(one["lots"]) for one in told} == {("L1", "L2")}


def test_a_name_too_long_for_a_batch_key_is_told(ledger: Club, terminal: Terminal, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEAD, *MOON, name="m" * 90 + ".csv")
    assert grant(terminal, file) == (2, "", "batch is longer than 80 characters.\n")
    assert grant(terminal, file, "--batch", "moon").status == 0


def test_another_file_of_the_same_name_is_refused_and_granted_under_a_key_of_its_own(
    ledger: Club, terminal: Terminal, moon: Path, tmp_path: Path
) -> None:
    grant(terminal, moon)
    other = sheet(tmp_path, HEAD, MOON[0], name="moon.csv")
    told = grant(terminal, other)
    assert (told.status, told.out) == (1, "")
    assert told.err == (
        "The batch moon was granted with other rows at 2026-11-23 09:00 by owner (2 rows, 300.00 yuan, "
        "50 points): give another batch key for what is new.\n"
    )
    assert grant(terminal, other, "--batch", "moon 2", "--json").json["batch"] == "moon 2"
    assert balances(ledger)[0] == ("600.00", 0)


def test_all_errors_of_the_cells_are_told_at_once_and_nothing_is_written(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = (
        (ANN, "王伟", "福利额度", "300.005", "2026-12-31", "中秋", "", ""),
        (BEN, "", "积分", "50.5", "2026-02-30", "", "", "也许"),
        (BEN, "", "粮票", "50", "", "中秋", "", ""),
    )
    told = grant(terminal, sheet(tmp_path, HEAD, *rows), "--json")
    assert (told.status, places(told)) == (
        1,
        [
            ("D2", "bad_amount"), ("E3", "bad_date"), ("F3", "missing"), ("H3", "bad_flag"),
            ("C4", "unknown_choice"),
        ],
    )  # fmt: skip
    assert balances(ledger) == NOTHING


def test_all_refusals_of_the_door_are_told_at_once_by_cell_and_nothing_is_written(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    ledger.member("3", name="李强")
    ledger.do("member_leaves", staff_no="3")
    rows = (
        MOON[0],
        ("9", "", "积分", "5", "", "中秋", "", ""),
        ("3", "", "积分", "5", "2026-11-22", "中秋", "", ""),
        (BEN, "单洪", "积分", "0", "", "中秋", "", ""),
        (BEN, "", "积分", "5", "", "中秋", "", ""),
        MOON[0],
    )
    told = grant(terminal, sheet(tmp_path, HEAD, *rows))
    assert (told.status, told.out) == (1, "")
    assert told.err.splitlines() == [
        "sheet.csv A3: There is no member with the staff number 9.",
        "sheet.csv A4: 李强 left on 2026-11-23.",
        "sheet.csv E4: The last valid day, 2026-11-22, is past already: today is 2026-11-23.",
        "sheet.csv B5: 000002 is 单红, not 单洪: correct the staff number or the name.",
        "sheet.csv D5: This must be at least 1.",
        "sheet.csv A7: This says the same as A2: delete one, or write in the reason what sets them apart.",
        "6 errors. Nothing was written.",
    ]
    assert balances(ledger) == NOTHING


def test_cells_and_members_that_are_wrong_are_told_together(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = (
        ("9", "", "积分", "5", "", "中秋", "", ""),
        (ANN, "", "积分", "0.5", "", "中秋", "", ""),
        (ANN, "", "积分", "5", "下月", "中秋", "", ""),
    )
    told = grant(terminal, sheet(tmp_path, HEAD, *rows), "--points-total", "7", "--json")
    assert places(told) == [("A2", "unknown_member"), ("D3", "not_whole"), ("E4", "bad_date")]
    assert balances(ledger) == NOTHING


def test_a_row_that_another_sheet_has_too_is_told_with_that_sheet(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = [["工号", "类型", "金额", "原因"], [ANN, "积分", 5, "生日"]]
    told = grant(terminal, workbook(tmp_path / "twice.xlsx", one=rows, two=rows))
    assert told.err.startswith("two A2: This says the same as one A2:")


def test_a_file_with_a_header_alone_holds_nothing(ledger: Club, terminal: Terminal, tmp_path: Path) -> None:
    assert places(grant(terminal, sheet(tmp_path, HEAD), "--json")) == [(None, "nothing_to_read")]


def test_control_totals_may_be_given_by_option(ledger: Club, terminal: Terminal, moon: Path) -> None:
    told = grant(terminal, moon, "--allowance-total", "300.10", "--points-total", "40")
    assert (told.status, told.out) == (1, "")
    assert told.err.splitlines() == [
        "The rows come to 300.00 (welfare allowance), but the control total is 300.10.",
        "The rows come to 50 (points), but the control total is 40.",
        "2 errors. Nothing was written.",
    ]
    assert balances(ledger) == NOTHING
    assert grant(terminal, moon, "--allowance-total", "300", "--points-total", "50").status == 0


@pytest.mark.parametrize(("option", "value"), [("--points-total", "many"), ("--allowance-total", "3,00")])
def test_a_control_total_that_is_no_figure_is_refused(
    ledger: Club, terminal: Terminal, moon: Path, option: str, value: str
) -> None:
    told = grant(terminal, moon, option, value)
    assert (told.status, value in told.err) == (2, True)
    assert balances(ledger) == NOTHING


def test_control_totals_may_stand_in_the_sheet(ledger: Club, terminal: Terminal, tmp_path: Path) -> None:
    wrong, right = ("合计", "", "积分", "51"), ("合计", "", "积分", "50")
    told = grant(terminal, sheet(tmp_path, HEAD, *MOON, wrong))
    assert told.err.splitlines()[0] == (
        "sheet.csv D4: The rows come to 50 (points), but the control total is 51."
    )
    assert balances(ledger) == NOTHING
    assert grant(terminal, sheet(tmp_path, HEAD, *MOON, right), "--json").json["granted"] == 2


def test_opening_balances_are_held_against_the_old_systems_totals(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    file = sheet(tmp_path, "工号 单位 数额", (ANN, "福利额度", "12.30"), (BEN, "积分", "40"))
    told = grant(terminal, file, "--opening", "--points-total", "40")
    assert told.err.splitlines()[0] == (
        "Opening balances need a control total of welfare allowance; the rows come to 12.30."
    )
    grant(terminal, file, "--opening", "--points-total", "40", "--allowance-total", "12.30")
    assert balances(ledger) == [("12.30", 0), ("0.00", 40)]
    entry = ledger.ask("entry", entry="E1")
    assert ([side["account"] for side in entry["sides"]], entry["reason"]) == (
        ["member", "opening"],
        "期初余额",
    )
    ledger.check()


def test_totals_in_the_sheet_serve_opening_balances_too(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    file = sheet(tmp_path, "工号 单位 数额", (ANN, "积分", "12"), (BEN, "积分", "40"), ("合计", "", "52"))
    assert grant(terminal, file, "--opening").out == "sheet: 2 rows, 0.00 yuan of allowance, 52 points.\n"


def test_a_file_that_is_none_is_told(ledger: Club, terminal: Terminal, tmp_path: Path) -> None:
    for room in ("grants", "points"):
        told = terminal(room, "import", tmp_path / "none.csv", "--json")
        assert (told.status, places(told)) == (2, [(None, "file_missing")])


# ---------------------------------------------------------------- points

AWARDS = "工号 规则 日期 事件编号"


def points(terminal: Terminal, file: Path, *options: str, lang: str = "en") -> Told:
    return terminal("points", "import", file, *options, lang=lang)


@pytest.fixture
def november(tmp_path: Path) -> Path:
    """Two awards that the rules allow, and two that they don't."""
    return sheet(
        tmp_path, AWARDS,
        (ANN, "培训", "2026-11-09", "EV1"),
        ("9", "培训", "2026-11-09", "EV1"),
        (BEN, "training", "11月10日", "EV2"),
        (BEN, "全勤", "2026-11-10", "EV3"),
        name="november.csv",
    )  # fmt: skip


def test_what_the_rules_allow_is_awarded_and_the_rest_is_kept(
    ledger: Club, terminal: Terminal, november: Path
) -> None:
    told = points(terminal, november)
    assert (told.status, told.out) == (1, "Awards: 2 new (30 points), 0 there already.\n")
    assert told.err.splitlines() == [
        "X1  november.csv A3: There is no member with the staff number 9.",
        "X2  november.csv B5: There is no earning rule 全勤.",
        "2 rows were refused and are kept: `frontdesk points refused` lists them.",
    ]
    assert balances(ledger) == [("0.00", 15), ("0.00", 15)]


def test_the_same_file_again_is_harmless(ledger: Club, terminal: Terminal, november: Path) -> None:
    first, second = (points(terminal, november, "--json").json for _ in range(2))
    assert (first["awarded"], second["awarded"], second["repeated"], second["points"]) == (2, 0, 2, 0)
    assert second["refused"] == first["refused"]
    assert [error["cell"] for error in second["refused"]] == ["A3", "B5"]
    assert len(ledger.ask("refused_awards")["refused"]) == 2


def test_cells_that_cannot_be_read_are_all_told_and_nothing_is_written(
    ledger: Club, terminal: Terminal, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path, AWARDS, (ANN, "培训", "11-09", "EV1"), (ANN, "培训", "2026-11-09", ""), ("", "", "", "x")
    )
    told = points(terminal, file, "--json")
    assert (told.status, places(told)) == (
        1,
        [("C2", "bad_date"), ("D3", "missing"), ("A4", "missing"), ("B4", "missing"), ("C4", "missing")],
    )
    assert (balances(ledger), ledger.ask("refused_awards", state="all")) == (NOTHING, {"refused": []})


def test_the_list_tells_what_each_row_said_and_why_it_was_refused(
    ledger: Club, terminal: Terminal, november: Path
) -> None:
    points(terminal, november)
    assert terminal("points", "refused").out.splitlines() == [
        "Number  Staff number  Rule  Date        Event  Where            Why",
        "X1      9             培训  2026-11-09  EV1    november.csv A3  "
        "There is no member with the staff number 9.",
        "X2      000002        全勤  2026-11-10  EV3    november.csv A5  There is no earning rule 全勤.",
        "2 are to be settled.",
    ]
    told = terminal("points", "refused", "--json").json["refused"][0]
    assert (told["refused"], told["code"], told["message"]) == (
        "X1", "unknown_member", "There is no member with the staff number 9."
    )  # fmt: skip


def test_a_refused_award_is_tried_again(ledger: Club, terminal: Terminal, november: Path) -> None:
    points(terminal, november)
    ledger.do("add_earning_rule", code="attendance", name="全勤", points=10)
    told = terminal("points", "retry", "--all")
    assert (told.status, told.out) == (1, "X2: awarded, 10 points.\n")
    assert told.err == "X1: There is no member with the staff number 9.\n"
    assert balances(ledger)[1] == ("0.00", 25)
    assert terminal("points", "retry", "x2").err == (
        "X2: X2 was settled before, at 2026-11-23 09:00 by owner: awarded.\n"
    )


def test_a_refused_award_is_let_be_with_a_reason(ledger: Club, terminal: Terminal, november: Path) -> None:
    points(terminal, november)
    assert terminal("points", "settle", "1", "--note", "外单位人员").out == "Settled: X1.\n"
    assert terminal("points", "refused").out.splitlines()[-1] == "1 is to be settled."
    settled = terminal("points", "refused", "--all", lang="zh").out.splitlines()[1]
    assert settled.endswith("不再发放，已注明原因（owner，2026-11-23 09:00）：外单位人员")
    again = points(terminal, november)
    assert again.out.splitlines()[1] == "1 was let be before."


@pytest.mark.parametrize("options", [[], ["X1", "--all"], ["E1"], ["X0"]])
def test_what_is_tried_again_must_be_named(ledger: Club, terminal: Terminal, options: list[str]) -> None:
    assert terminal("points", "retry", *options).status == 2


def test_with_nothing_to_settle_the_list_says_so(ledger: Club, terminal: Terminal) -> None:
    for command in (("refused",), ("retry", "--all")):
        assert terminal("points", *command) == (0, "0 are to be settled.\n", "")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the repository")
def test_the_sample_of_awards_is_taken_once(club: Club, terminal: Terminal) -> None:
    terminal("members", "import", SAMPLES / "members.xlsx")
    file = SAMPLES / "points-2026-11.xlsx"
    first: dict[str, Any] = points(terminal, file, "--json").json
    assert (first["awarded"], len(first["refused"])) == (0, 200)
    for code, name, earned in (("course", "培训", 15), ("full", "全勤", 10), ("praise", "表彰", 30)):
        club.do("add_earning_rule", code=code, name=name, points=earned)
    told = points(terminal, file, "--json").json
    assert (told["awarded"], told["repeated"], told["refused"]) == (200, 0, [])
    assert club.ask("refused_awards") == {"refused": []}
    assert points(terminal, file, "--json").json["repeated"] == 200
    club.check()
