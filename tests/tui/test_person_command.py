"""`frontdesk person` and `frontdesk privacy`: a person's data as a file, erasing, the notice, what is old."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.canary import NAME, STAFF_NO, fill_canary, found_in
from tests.support.club import Club
from tests.support.terminal import Terminal
from tui.privacy_notice import TEMPLATES


def actions(club: Club) -> list[tuple[str, str]]:
    with club.database.read() as store:
        return [(record.action, record.body) for record in store.audit_records()]


def test_everything_about_somebody_is_in_a_workbook_with_a_sheet_for_each_kind(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    fill_canary(club)
    told = terminal("person", "export", STAFF_NO, "--out", tmp_path / "own.xlsx")
    assert told.status == 0
    book = load_workbook(tmp_path / "own.xlsx")
    assert {"Who it is", "Bookings", "Orders", "Ledger entries", "Notices", "Audit records"} <= set(
        book.sheetnames
    )
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    for word in (NAME, "canary purpose", "canary grant", "canary back", "canary welfare", "Staff number"):
        assert any(word in cell for cell in cells), word


def test_or_in_a_file_for_programs(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    club.member("000001", name="张三", phone="13812340001")
    told = terminal("person", "export", "000001", "--out", tmp_path / "own.json", "--json")
    assert json.loads(told.out)["rows"] > 0
    kept = json.loads((tmp_path / "own.json").read_text(encoding="utf-8"))
    assert kept["kinds"]["member"][0]["phone"] == "13812340001"
    assert kept["kinds"]["audit"][0]["action"] == "add_member"


def test_that_it_was_written_is_on_record_before_it_is_there(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    club.member("000001")
    terminal("person", "export", "000001", "--out", tmp_path / "own.json")
    action, body = actions(club)[-1]
    noted = json.loads(body)["command"]
    assert (action, noted["what"], noted["member"], noted["name"]) == (
        "note_taken_out", "person", "000001", "own.json",
    )  # fmt: skip


def test_where_it_cannot_be_noted_nothing_is_written(
    club: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.errors import DeskError
    from tui import taking_out

    def full(*_args: object, **_facts: object) -> None:
        raise DeskError("database_full", path="club.db", reason="x")

    monkeypatch.setattr(taking_out, "note_taken_out", full)
    club.member("000001")
    told = terminal("person", "export", "000001", "--out", tmp_path / "own.json")
    assert told.status != 0
    assert not (tmp_path / "own.json").exists()


def test_erasing_says_first_what_would_go_and_then_under_what_the_rest_stands(
    club: Club, terminal: Terminal
) -> None:
    fill_canary(club)
    told = terminal("person", "erase", STAFF_NO, "--reason", "本人申请", "--dry-run")
    assert "texts would go." in told.out
    assert found_in(club) != {}
    told = terminal("person", "erase", STAFF_NO, "--reason", "本人申请")
    assert "What is left stands under erased-" in told.out
    assert found_in(club) == {}


def test_what_is_in_the_way_is_a_sentence(club: Club, terminal: Terminal) -> None:
    club.member("000001", name="张三")
    club.do("grant", member="000001", unit="points", amount=5, reason="年会")
    told = terminal("person", "erase", "000001", "--reason", "本人申请")
    assert told.status == 1
    assert told.err.strip() == ("张三 (000001) can't be erased yet: has not left, has a balance (points 5).")


def test_the_notice_is_set_from_a_file_and_shown(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    assert "There is no privacy notice yet" in terminal("privacy", "notice").out
    file = tmp_path / "notice.txt"
    file.write_text("第一行\n第二行\n", encoding="utf-8")
    assert terminal("privacy", "notice", "--set", file).out == (
        "Version 1 is the privacy notice from now on.\n"
    )
    shown = terminal("privacy", "notice").out.splitlines()
    assert shown[1:] == ["第一行", "第二行"]
    assert club.ask("privacy_notice")["version"] == 1


def test_a_file_that_is_no_text_is_refused(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    assert club.database
    file = tmp_path / "notice.txt"
    file.write_bytes(b"\xff\xfe\x00")
    told = terminal("privacy", "notice", "--set", file)
    assert told.status != 0
    assert "can't be read" in told.err


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_the_text_to_begin_with_is_one_that_can_be_set_and_says_that_counsel_must_check_it(
    club: Club, spoken: str
) -> None:
    assert club.do("set_privacy_notice", text=TEMPLATES[spoken])["version"] == 1
    assert ("法律顾问" if spoken == "zh_CN" else "counsel") in TEMPLATES[spoken]


def test_the_register_lists_columns_with_purpose_and_months(club: Club, terminal: Terminal) -> None:
    club.do("change_settings", keep_note_months=6)
    out = terminal("privacy", "register").out
    (line,) = [line for line in out.splitlines() if line.startswith("Bookings: Purpose")]
    assert line.endswith("6 months")
    rows = json.loads(terminal("privacy", "register", "--json").out)["register"]
    assert all(row["purpose"] and row["period"] for row in rows)


def test_a_purge_tells_by_kind_what_would_go_and_what_went(club: Club, terminal: Terminal) -> None:
    club.member("000001")
    told = terminal("privacy", "purge", "--dry-run")
    assert told.status == 0
    assert "words of notices" in told.out
    kinds = json.loads(terminal("privacy", "purge", "--json").out)["kinds"]
    assert [one["kind"] for one in kinds] == [
        "members", "notices", "notes", "proxies", "welfare", "audit", "access",
    ]  # fmt: skip


def test_the_file_is_made_anew(club: Club, terminal: Terminal) -> None:
    club.member("000001")
    assert terminal("privacy", "scrub").out == "Done: what was erased is nowhere in the file.\n"
    club.check()
