"""`frontdesk notify` and `frontdesk templates`, as a scheduler and a person use them."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.notices.templates import KINDS
from tests.support.channels import TUESDAY, closed_gym, open_states, write_channels
from tests.support.club import Club
from tests.support.servers import WebServer, answers, drops, mail_server, meet, web_server
from tests.support.terminal import ROOT, Terminal
from tests.support.together import workers
from tui.sentences.notices import CHANNEL_PROBLEMS, TROUBLES


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as server:
        yield server


@pytest.fixture
def file(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the channels are looked for; nothing is there yet."""
    path = tmp_path / "channels.toml"
    monkeypatch.setenv("FRONTDESK_CHANNELS", str(path))
    return path


def one_robot(file: Path, web: WebServer) -> None:
    write_channels(file, 工会群={"kind": "wecom", "url": web.url(), "timeout": 0.2})


class TestNotify:
    def test_it_sends_what_waits_and_says_how_many(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        closed_gym(club)
        one_robot(file, web)
        assert terminal("notify") == (0, "2 notices sent.\n", "")
        assert terminal("notify") == (0, "", "")
        assert len(web.texts) == 1

    def test_scripts_are_told_which_and_by_what(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        closed_gym(club)
        one_robot(file, web)
        told = terminal("notify", "--json")
        assert (told.status, told.json) == (
            0,
            {
                "sent": [{"notice": "N3", "channel": "工会群"}, {"notice": "N4", "channel": "工会群"}],
                "waiting": [],
                "failed": [],
            },
        )

    def test_what_fails_is_told_with_its_reason_and_is_status_1(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        closed_gym(club, members=1)
        one_robot(file, web)
        web.will(answers({"errcode": 45009, "errmsg": "freq, GEHEIM"}))
        assert terminal("notify", lang="zh") == (
            1, "已发送 0 条通知。\n", "N2 经 工会群 未发出：一分钟内消息过多。稍后重发。\n",
        )  # fmt: skip
        club.clock.stand_at(club.clock.at + 60)

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            ({"errcode": 93000}, "it refuses with code 93000"),
            (b"<html>", "its answer can't be understood"),
        ],
    )
    def test_reasons_are_sentences(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer, error: object, sentence: str
    ) -> None:
        closed_gym(club, members=1)
        one_robot(file, web)
        web.will(answers(error))
        told = terminal("notify")
        assert told.err == f"N2 by 工会群: {sentence}. It will be tried again.\n"

    def test_what_is_given_up_is_said_to_need_a_call(
        self, club: Club, terminal: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closed_gym(club, members=1)
        with mail_server() as mail:
            mail.refuse["z1@example.com"] = "550 no such user"
            fields = {
                "host": "127.0.0.1",
                "port": mail.port,
                "security": "none",
                "sender": "club@example.com",
            }
            write_channels(file, mail={"kind": "email", **fields})
            told = terminal("notify")
        assert (told.status, told.err) == (
            1,
            "N2 by mail: the mail server refuses with 550. It is given up: the desk has to call.\n",
        )

    def test_with_no_channel_it_says_so_and_how_many_wait_for_a_call(
        self, club: Club, terminal: Terminal, file: Path
    ) -> None:
        closed_gym(club)
        told = terminal("notify")
        assert told == (
            2,
            "",
            f"No channel is set up: there is none in {file}. What is to be told waits for a call (2).\n",
        )

    @pytest.mark.skipif(os.name != "posix", reason="files have no modes here")
    def test_a_file_that_others_can_read_is_refused_and_nothing_is_sent(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        closed_gym(club)
        one_robot(file, web)
        file.chmod(0o644)
        told = terminal("notify")
        assert told == (
            2,
            "",
            f"Others can read {file} (mode 0644), and it holds keys: `chmod 600` it. Nothing was sent.\n",
        )
        assert terminal("notify", "--json").json["error"] == "channels_private"
        assert web.received == []

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("[g]\nkind = 'GEHEIM'\n",
             "kind of the channel g must be one of: wecom, dingtalk, feishu, email, apprise."),
            ("[g]\nkind = 'wecom'\n", "the channel g lacks url."),
            ("[g]\nkind = 'wecom'\nurl = 'GEHEIM'\n", "url of the channel g is no address of the web."),
            ("[g]\nkind = 'wecom'\nulr = 'GEHEIM'\n",
             "ulr is no setting of the channel g: there are kind, tiers, quiet, timeout, url."),
            ("kind = 'wecom'\n",
             "what stands there is no channel: write [group] above the settings of each."),
        ],
    )  # fmt: skip
    def test_a_wrong_setting_is_told_by_its_name_and_never_by_its_value(
        self, club: Club, terminal: Terminal, file: Path, text: str, sentence: str
    ) -> None:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        assert terminal("notify") == (2, "", f"{file}: {sentence}\n")

    def test_a_line_that_is_no_toml_is_told_by_its_number(
        self, club: Club, terminal: Terminal, file: Path
    ) -> None:
        file.touch(mode=0o600)
        file.write_text("[工会群]\n", encoding="utf-8")
        told = terminal("notify")
        assert told.err == f"{file} is not TOML: look at line 1. A name in Chinese stands in quotes.\n"

    def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(
        self, club: Club, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        closed_gym(club, members=1)
        club.book("100001", "gym", TUESDAY, "19:30")
        one_robot(file, web)
        told = terminal("notify", "--dry-run", lang="zh")
        assert told.out.splitlines() == [
            "N2 工会群：职*(0001)您好，您预约的健身房 11月24日 周二 17:30-19:30 因检修不能使用，十分抱歉。"
            "请与前台联系，改约其他时段或场地。",
            "N3 无渠道：职1您好，您的预约已登记：健身房 11月24日 周二 19:30-20:30。",
            "将发送 1 条；没有渠道可发 1 条。",
        ]
        shown = terminal("notify", "--dry-run", "--json").json["notices"]
        assert [(line["notice"], line["channel"], line["tier"]) for line in shown] == [
            ("N2", "工会群", "formal"), ("N3", None, "light"),
        ]  # fmt: skip
        assert web.received == []
        assert open_states(club) == [("N2", "pending", 0)]

    def test_the_channels_are_listed_without_a_secret(
        self, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        write_channels(
            file,
            工会群={"kind": "wecom", "url": web.url(), "quiet": "22:00-07:00"},
            mail={"kind": "email", "host": "h", "sender": "a@example.com", "password": "GEHEIM"},
        )
        told = terminal("notify", "--list")
        assert told.out.splitlines() == [
            "工会群  wecom  formal         to a group, names masked  quiet 22:00-07:00",
            "mail    email  formal, light  to each member alone",
        ]
        assert "GEHEIM" not in told.out + terminal("notify", "--list", "--json").out
        assert not terminal.database.exists()

    def test_a_channel_is_tried_out(self, terminal: Terminal, file: Path, web: WebServer) -> None:
        one_robot(file, web)
        told = terminal("notify", "--test", "工会群", lang="zh")
        assert told == (0, "渠道 工会群 已接受测试消息。\n", "")
        assert web.texts == ["这是职工之家前台发出的测试通知。"]
        web.will(drops)
        told = terminal("notify", "--test", "工会群")
        assert told == (1, "", "工会群: the connection was broken off.\n")
        told = terminal("notify", "--test", "group")
        assert (told.status, told.err) == (2, "There is no channel group. There are: 工会群.\n")

    def test_a_channel_to_each_member_is_tried_out_on_somebody(
        self, terminal: Terminal, file: Path, web: WebServer
    ) -> None:
        url = web.url("/sms?-to={phone}").replace("http", "json")
        with mail_server() as mail:
            write_channels(
                file,
                sms={"kind": "apprise", "url": url},
                mail={
                    "kind": "email", "host": "127.0.0.1", "port": mail.port, "security": "none",
                    "sender": "club@example.com",
                },
            )  # fmt: skip
            told = terminal("notify", "--test", "sms")
            assert told.err == "The channel sms speaks to each member alone: say to whom with --to.\n"
            assert terminal("notify", "--test", "sms", "--to", "13800000001").status == 0
            assert web.received[0][0] == "/sms?to=13800000001"
            assert terminal("notify", "--test", "mail").status == 0
        assert mail.recipients == [["club@example.com"]]

    def test_without_a_database_it_makes_none(self, terminal: Terminal, file: Path) -> None:
        told = terminal("notify")
        assert told.status == 2
        assert not terminal.database.exists()

    def test_a_limit_that_is_none_is_a_wrong_command_line(self, terminal: Terminal, file: Path) -> None:
        assert terminal("notify", "--limit", "0").status == 2


def sources(*files: str) -> str:
    return "".join((ROOT / "exports" / "channels" / file).read_text(encoding="utf-8") for file in files)


def test_everything_that_can_be_wrong_with_a_channel_has_its_sentence() -> None:
    assert set(re.findall(r'wrong\("(\w+)"', sources("reader.py"))) == set(CHANNEL_PROBLEMS)


def test_every_reason_of_a_failure_has_its_sentence() -> None:
    text = sources("robots.py", "through_apprise.py")
    told = set(re.findall(r'Undelivered\(f?"(\w+)', text)) | set(re.findall(r'return "(\w+)"', text))
    assert told | {"http_status"} == set(TROUBLES)


NOTIFY = """
import io, os
from contextlib import redirect_stderr, redirect_stdout
import tui.opening
from tui.main import main
def answer(asked):
    tui.opening.machine_clock = lambda: asked["at"]
    os.environ |= {"FRONTDESK_CHANNELS": asked["channels"], "no_proxy": "*"}
    out, err, lines = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["--db", asked["db"], "notify", "--json"])
    sys.stdin = lines
    return [status, out.getvalue(), err.getvalue()]
serve(answer)
"""


def test_two_schedulers_at_once_deliver_each_notice_once(club: Club, file: Path, web: WebServer) -> None:
    closed_gym(club, members=40)
    write_channels(file, 工会群={"kind": "wecom", "url": web.url()})
    web.will(*meet({"errcode": 0}))
    with workers(NOTIFY, 2) as together:
        asked = {"channels": str(file), "db": str(club.database.path), "at": club.clock.at}
        told = together.all_at_once([asked] * 2)
    assert [(status, err) for status, _, err in told] == [(0, "")] * 2
    sent = [line["notice"] for _, out, _ in told for line in json.loads(out)["sent"]]
    assert len(sent) == len(set(sent)) == 40
    assert sum(text.count("您预约的健身房") for text in web.texts) == 40
    assert {state for _, state, _ in open_states(club)} == {"sent"}
    assert all(json.loads(out)["sent"] for _, out, _ in told)


class TestTemplates:
    def test_the_words_are_listed_with_those_of_the_clubs_own_marked(
        self, club: Club, terminal: Terminal
    ) -> None:
        assert terminal("templates", "set", "cancelled", "{person}，{start}取消了。").status == 0
        lines = terminal("templates", "list", lang="zh").out.splitlines()
        assert len(lines) == len(KINDS)
        [own] = [line for line in lines if " 自定 " in line]
        assert own.split() == ["cancelled", "预约取消", "自定", "{person}，{start}取消了。"]

    def test_one_kind_is_shown_with_what_may_stand_in_it(self, club: Club, terminal: Terminal) -> None:
        told = terminal("templates", "show", "cancelled", "--in", "en")
        assert told.out.splitlines() == [
            "Dear {person}, your booking of {facility} on {weekday} {date}, {start}-{end}, is cancelled.",
            "It may name: {person} {facility} {date} {weekday} {start} {end}",
        ]

    def test_words_are_changed_and_taken_back(self, club: Club, terminal: Terminal) -> None:
        before = terminal("templates", "show", "booked").out
        assert terminal("templates", "set", "booked", "{person}好") == (0, "{person}好\n", "")
        assert terminal("templates", "show", "booked").out.startswith("{person}好\n")
        assert terminal("templates", "reset", "booked").status == 0
        assert terminal("templates", "show", "booked").out == before

    def test_wrong_words_are_refused_with_those_that_may_be_used(
        self, club: Club, terminal: Terminal
    ) -> None:
        told = terminal("templates", "set", "cancelled", "{name}您好", lang="zh")
        assert (told.status, told.err) == (
            2,
            "查找内容中不能有 {name}，可用的有：{person}、{facility}、{date}、{weekday}、{start}、{end}。\n",
        )
        told = terminal("templates", "set", "cancelled", "[{person}")
        assert told.err == "text has a [ that stands alone: braces and brackets stand in pairs.\n"

    def test_an_unknown_kind_or_language_is_told(self, club: Club, terminal: Terminal) -> None:
        told = terminal("templates", "show", "thanks")
        assert told.status == 2
        assert told.err.startswith("KIND must be one of: closed, displaced,")
        assert terminal("templates", "list", "--in", "fr").err == "--in must be one of: zh, en; not fr.\n"

    def test_scripts_get_json(self, club: Club, terminal: Terminal) -> None:
        told = terminal("templates", "list", "--json", "--in", "en").json
        assert (told["language"], len(told["templates"])) == ("en", len(KINDS))
        changed = terminal("templates", "set", "booked", "Hi {person}", "--in", "en", "--json").json
        assert changed["text"] == "Hi {person}"
        assert terminal("templates", "show", "booked", "--in", "en", "--json").json["own"] is True
