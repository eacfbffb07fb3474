"""Rounds of delivery, over real servers on this machine: by the first channel that reaches a member, by the
next where it fails, and never twice."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from core.errors import DeskError
from exports.channels import ChannelSettings, read_channels
from tests.support.channels import AT, TUESDAY, closed_gym, open_states, write_channels
from tests.support.club import Club
from tests.support.servers import (
    Behaviour,
    MailServer,
    WebServer,
    answers,
    breaks_off,
    drops,
    hangs,
    mail_server,
    web_server,
)
from tui.delivery import channels_file, deliver, deliver_pending, planned

REFUSED = answers({"errcode": 45009, "errmsg": "api freq out of limit"})
OK = answers({"errcode": 0, "errmsg": "ok"})


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as server:
        yield server


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def group(web: WebServer, name: str = "group", **fields: Any) -> ChannelSettings:
    told: dict[str, Any] = {"tiers": ("formal",), "quiet": None, "timeout": 0.2, "url": web.url()} | fields
    return ChannelSettings(name, "wecom", **told)


def post(mail: MailServer, **fields: Any) -> ChannelSettings:
    told: dict[str, Any] = {
        "tiers": ("formal", "light"), "quiet": None, "timeout": 5, "host": "127.0.0.1", "port": mail.port,
        "security": "none", "sender": "club@example.com",
    }  # fmt: skip
    return ChannelSettings("mail", "email", **told | fields)


# ---------------------------------------------------------------- to a group


def test_a_group_gets_one_message_for_all_with_names_masked(club: Club, web: WebServer) -> None:
    closed_gym(club)
    told = deliver(club.desk, [group(web)])
    assert (told.sent, told.troubles) == ({"N3": "group", "N4": "group"}, [])
    [text] = web.texts
    assert text.startswith(
        "【职工之家通知】\n1. 职*(0002)您好，您预约的健身房 11月24日 周二 17:30-19:30 因检修"
    )
    assert "\n2. 职*(0001)" in text
    assert "13800000001" not in text
    assert open_states(club) == [("N3", "sent", 0), ("N4", "sent", 0)]


def test_what_was_sent_is_not_sent_again(club: Club, web: WebServer) -> None:
    closed_gym(club)
    deliver(club.desk, [group(web)])
    assert deliver(club.desk, [group(web)]).sent == {}
    assert len(web.received) == 1


def test_many_notices_become_few_messages_none_longer_than_the_robot_takes(
    club: Club, web: WebServer
) -> None:
    closed_gym(club, members=60)
    told = deliver(club.desk, [group(web)])
    assert len(told.sent) == 60
    assert 4 <= len(web.texts) < 12
    assert all(len(text.encode()) <= 2048 for text in web.texts)
    assert sum(text.count("您预约的健身房") for text in web.texts) == 60


def test_one_that_is_longer_than_a_message_is_cut(club: Club, web: WebServer) -> None:
    closed_gym(club, members=1)
    club.do("change_template", kind="displaced", language="zh_CN", text="{person}" + "好" * 1_900)
    deliver(club.desk, [group(web)])
    [text] = web.texts
    assert text.endswith("好…")
    assert 1_900 < len(text.encode()) <= 2_000


def test_a_group_hears_nothing_light_unless_the_file_says_so(club: Club, web: WebServer) -> None:
    closed_gym(club)
    club.book("100001", "gym", TUESDAY, "19:30")
    deliver(club.desk, [group(web)])
    assert "预约已登记" not in web.texts[0]
    deliver(club.desk, [group(web, tiers=("light",))])
    assert "预约已登记" in web.texts[1]


def test_in_quiet_hours_a_channel_rests_and_nothing_counts_as_failed(club: Club, web: WebServer) -> None:
    closed_gym(club)
    quiet = group(web, quiet=_quiet("08:00", "10:00"))
    assert deliver(club.desk, [quiet]).sent == {}
    assert open_states(club) == [("N3", "pending", 0), ("N4", "pending", 0)]
    club.at("2026-11-23T10:00")
    assert len(deliver(club.desk, [quiet]).sent) == 2


def _quiet(begin: str, end: str) -> Any:
    from core.wire import read_minute
    from exports.channels.settings import Quiet

    return Quiet(read_minute(begin), read_minute(end))


# ---------------------------------------------------------------- to each member


def test_each_member_gets_a_letter_of_their_own_in_full(club: Club, mail: MailServer) -> None:
    closed_gym(club, members=3)
    told = deliver(club.desk, [post(mail)])
    assert sorted(told.sent) == ["N5", "N6"]
    assert sorted(mail.recipients) == [["z1@example.com"], ["z2@example.com"]]
    assert {letter["To"] + letter.get_content()[:4] for letter in mail.mails} == {
        "z1@example.com职1您好", "z2@example.com职2您好",
    }  # fmt: skip
    assert [line["name"] for line in club.ask("call_list")["notices"]] == ["职3"]


def test_the_first_channel_that_reaches_a_member_carries_the_notice(
    club: Club, mail: MailServer, web: WebServer
) -> None:
    closed_gym(club, members=3)
    told = deliver(club.desk, [post(mail), group(web)])
    assert told.sent == {"N4": "group", "N5": "mail", "N6": "mail"}
    assert web.texts[0].count("职*") == 1


def test_members_without_an_address_do_not_stand_in_the_way_of_others(club: Club, mail: MailServer) -> None:
    closed_gym(club, members=9)
    assert len(deliver(club.desk, [post(mail)], limit=2).sent) == 2


def test_no_more_notices_are_sent_than_asked_for(club: Club, web: WebServer) -> None:
    closed_gym(club, members=9)
    assert len(deliver(club.desk, [group(web)], limit=4).sent) == 4
    assert web.texts[0].count("职*") == 4


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (REFUSED, "answer_code 45009"),
        (answers({}, status=500), "http_status 500"),
        (hangs, "timeout"),
        (drops, "line_dropped"),
        (breaks_off, "line_dropped"),
        (answers(b"<html>"), "not_understood"),
    ],
)
def test_what_a_channel_did_not_accept_is_tried_again_after_a_pause_and_arrives_once(
    club: Club, web: WebServer, behaviour: Behaviour, error: str
) -> None:
    closed_gym(club)
    web.will(behaviour, OK)
    told = deliver(club.desk, [group(web)])
    assert told.sent == {}
    assert [(trouble.notice, trouble.error, trouble.given_up) for trouble in told.troubles] == [
        ("N3", error, False), ("N4", error, False),
    ]  # fmt: skip
    assert open_states(club) == [("N3", "pending", 1), ("N4", "pending", 1)]
    assert deliver(club.desk, [group(web)]).sent == {}  # the pause is not over
    club.clock.stand_at(club.clock.at + 60)
    assert sorted(deliver(club.desk, [group(web)]).sent) == ["N3", "N4"]
    assert len(web.received) == 2
    assert open_states(club) == [("N3", "sent", 1), ("N4", "sent", 1)]


def test_a_channel_that_is_down_is_left_alone_for_the_rest_of_the_round(club: Club, web: WebServer) -> None:
    closed_gym(club, members=60)
    web.will(answers({}, status=500))
    told = deliver(club.desk, [group(web)])
    assert len(web.received) == 1
    states = open_states(club)
    assert sum(tries for *_, tries in states) == len(told.troubles) < 20
    assert {state for _, state, _ in states} == {"pending"}


def test_where_one_channel_fails_the_next_carries_at_once(
    club: Club, mail: MailServer, web: WebServer
) -> None:
    closed_gym(club)
    mail.deaf = True
    told = deliver(club.desk, [post(mail, timeout=0.05), group(web)])
    assert (told.sent, told.troubles) == ({"N3": "group", "N4": "group"}, [])


def test_where_all_fail_the_last_error_is_kept(club: Club, mail: MailServer, web: WebServer) -> None:
    closed_gym(club, members=1)
    mail.deaf = True
    web.will(REFUSED)
    [trouble] = deliver(club.desk, [post(mail, timeout=0.05), group(web)]).troubles
    assert (trouble.channel, trouble.error) == ("group", "answer_code 45009")
    assert open_states(club) == [("N2", "pending", 1)]


def test_an_address_that_is_refused_for_good_is_left_to_the_desk_at_once(
    club: Club, mail: MailServer
) -> None:
    closed_gym(club)
    mail.refuse["z1@example.com"] = "550 5.1.1 no such user"
    told = deliver(club.desk, [post(mail)])
    assert list(told.sent) == ["N3"]
    assert [(trouble.notice, trouble.error, trouble.given_up) for trouble in told.troubles] == [
        ("N4", "smtp 550", True)
    ]
    [call] = club.ask("call_list")["notices"]
    assert (call["name"], call["phone"], call["state"]) == ("职1", "13800000001", "failed")


def test_after_ten_failures_the_desk_has_to_call(club: Club, web: WebServer) -> None:
    closed_gym(club, members=1)
    web.will(REFUSED)
    for _ in range(9):
        assert not deliver(club.desk, [group(web)]).troubles[0].given_up
        club.clock.stand_at(club.clock.at + 3600)
    assert deliver(club.desk, [group(web)]).troubles[0].given_up
    assert open_states(club) == [("N2", "failed", 10)]
    club.do("retry_notice", notice="N2")
    web.will(OK)
    assert deliver(club.desk, [group(web)]).sent == {"N2": "group"}


def test_an_answer_that_is_lost_on_the_way_means_once_more_and_not_never(club: Club, web: WebServer) -> None:
    closed_gym(club, members=1)
    web.will(breaks_off, OK)  # the first was accepted, but its answer did not come through
    deliver(club.desk, [group(web)])
    club.clock.stand_at(club.clock.at + 60)
    deliver(club.desk, [group(web)])
    assert len(web.received) == 2
    assert open_states(club) == [("N2", "sent", 1)]


# ---------------------------------------------------------------- the console's round, and looking ahead


def test_the_consoles_round_reads_the_file_as_it_is_at_that_moment(
    club: Club, web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_gym(club)
    monkeypatch.setenv("FRONTDESK_CHANNELS", str(tmp_path / "channels.toml"))
    assert deliver_pending(club.desk).sent == {}
    write_channels(tmp_path / "channels.toml", 群={"kind": "wecom", "url": web.url()})
    assert deliver_pending(club.desk).sent == {"N3": "群", "N4": "群"}
    write_channels(tmp_path / "channels.toml", 群={"kind": "wecom"})
    with pytest.raises(DeskError) as error:
        deliver_pending(club.desk)
    assert error.value.code == "channel_wrong"


def test_a_round_with_nothing_to_send_leaves_no_record(club: Club, web: WebServer) -> None:
    club.member("1")
    with club.database.read() as store:
        before = store.last_link().number
    deliver(club.desk, [group(web)])
    with club.database.read() as store:
        assert store.last_link().number == before


def test_the_file_stands_beside_the_settings_unless_one_is_named(tmp_path: Path) -> None:
    named = {"FRONTDESK_CHANNELS": str(tmp_path / "mine.toml")}
    assert channels_file(named) == tmp_path / "mine.toml"
    beside = {"XDG_CONFIG_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    assert channels_file(beside).name == "channels.toml"
    assert channels_file(beside).parent.name == "frontdesk"


def test_what_would_be_sent_is_shown_in_its_words_and_nothing_is_sent(
    club: Club, mail: MailServer, web: WebServer
) -> None:
    closed_gym(club, members=3)
    club.book("100003", "gym", TUESDAY, "19:30")
    shown = planned(club.desk, [post(mail), group(web)])
    assert [(plan.letter.notice, plan.channel, plan.text[:4]) for plan in shown] == [
        (4, "group", "职*(0"), (5, "mail", "职2您好"), (6, "mail", "职1您好"), (7, None, "职3您好"),
    ]  # fmt: skip
    assert (web.received, mail.mails) == ([], [])
    assert deliver(club.desk, [post(mail), group(web)]).sent.keys() == {"N4", "N5", "N6"}


# ---------------------------------------------------------------- secrets


def test_a_secret_stands_neither_in_the_database_nor_in_an_error(
    club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_gym(club)
    monkeypatch.setenv("no_proxy", "*")
    with ExitStack() as stack:
        web = stack.enter_context(web_server())
        mail = stack.enter_context(mail_server())
        file = write_channels(
            tmp_path / "channels.toml",
            mail={
                "kind": "email", "host": "127.0.0.1", "port": mail.port, "security": "none",
                "sender": "club@example.com", "user": "club", "password": "GEHEIM",
            },
            ding={"kind": "dingtalk", "url": web.url(), "secret": "GEHEIM"},
            json={"kind": "apprise", "url": web.url("/x?-k=GEHEIM").replace("http", "json")},
        )  # fmt: skip
        channels = read_channels(file)
        for behaviour in (
            answers({}, status=500),
            drops,
            answers({"errcode": 310000, "errmsg": "GEHEIM"}),
            OK,
        ):
            web.will(behaviour)
            deliver(club.desk, [channel for channel in channels if channel.name != "json"])
            club.clock.stand_at(club.clock.at + 3600)
        deliver(club.desk, channels)
    club.database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("club.db*"))
    assert b"13800000001" in kept
    assert b"GEHEIM" not in kept
    assert b"127.0.0.1" not in kept
    assert AT["facility"].encode() in kept
