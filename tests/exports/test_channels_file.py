"""The private file of channels: what may stand in it, and what is said of one that can't be used, which is
never a word of what is in it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import DeskError
from exports.channels import ChannelSettings, read_channels
from exports.channels.settings import Quiet

GOOD = """
["工会群"]
kind = "wecom"
url = "https://example.com/cgi-bin/webhook/send?key=GEHEIM"

[ding]
kind = "dingtalk"
url = "https://example.com/robot/send?access_token=GEHEIM"
secret = "SECGEHEIM"
tiers = ["light", "formal"]
quiet = "22:00-07:00"
timeout = 5

[mail]
kind = "email"
host = "smtp.example.com"
sender = "club@example.com"
user = "club"
password = "GEHEIM"

[sms]
kind = "apprise"
url = "json://example.com/sms?-to={phone}&-token=GEHEIM"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "channels.toml"
    path.touch(mode=0o600)
    return path


def read(file: Path, text: str = GOOD) -> dict[str, ChannelSettings]:
    file.write_text(text, encoding="utf-8")
    return {channel.name: channel for channel in read_channels(file)}


def wrong(file: Path, text: str | bytes) -> DeskError:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DeskError) as error:
        read_channels(file)
    assert "GEHEIM" not in f"{error.value}{error.value!r}{error.value.__cause__}"
    return error.value


def table(**fields: Any) -> str:
    """A channel `g` with some settings, TOML being near enough to JSON."""
    told = {"kind": "wecom", "url": "https://example.com/?key=GEHEIM"} | fields
    return "[g]\n" + "".join(
        f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for name, value in told.items()
        if value is not None
    )


def test_the_channels_stand_in_the_files_order(file: Path) -> None:
    channels = read(file)
    assert list(channels) == ["工会群", "ding", "mail", "sms"]
    assert [channel.kind for channel in channels.values()] == ["wecom", "dingtalk", "email", "apprise"]


def test_without_a_file_or_with_an_empty_one_there_are_none(file: Path, tmp_path: Path) -> None:
    assert read_channels(tmp_path / "none.toml") == ()
    assert read(file, "# nothing yet\n") == {}


def test_a_group_hears_what_is_formal_and_a_member_alone_everything_unless_the_file_says_otherwise(
    file: Path,
) -> None:
    channels = read(file)
    assert {name: channel.tiers for name, channel in channels.items()} == {
        "工会群": ("formal",),
        "ding": ("formal", "light"),
        "mail": ("formal", "light"),
        "sms": ("formal", "light"),
    }


def test_who_speaks_to_a_member_alone_and_what_the_member_must_have_for_it(file: Path) -> None:
    told = {name: (channel.personal, channel.reach) for name, channel in read(file).items()}
    assert told == {
        "工会群": (False, "group"),
        "ding": (False, "group"),
        "mail": (True, "email"),
        "sms": (True, "phone"),
    }
    [by_number] = read(file, table(kind="apprise", url="json://example.com/{staff_no}")).values()
    assert (by_number.personal, by_number.reach) == (True, "group")


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_a_mail_servers_port_follows_its_security(file: Path, security: str, port: int) -> None:
    fields = {"kind": "email", "url": None, "host": "smtp.example.com", "sender": "a@example.com"}
    [channel] = read(file, table(**fields, security=security)).values()
    assert (channel.port, channel.security) == (port, security)


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        (Quiet(22 * 60, 7 * 60), "21:59", False),
        (Quiet(22 * 60, 7 * 60), "22:00", True),
        (Quiet(22 * 60, 7 * 60), "06:59", True),
        (Quiet(22 * 60, 7 * 60), "07:00", False),
        (Quiet(12 * 60, 13 * 60), "12:30", True),
        (Quiet(12 * 60, 13 * 60), "13:00", False),
    ],
)
def test_quiet_hours_may_run_over_midnight(hours: Quiet, at: str, quiet: bool) -> None:
    assert hours.covers(datetime.fromisoformat(f"2026-11-23T{at}")) is quiet


def test_secrets_are_not_shown_when_a_channel_is(file: Path) -> None:
    assert "GEHEIM" not in repr(list(read(file).values()))


@pytest.mark.skipif(os.name != "posix", reason="files have no modes here")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o644])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    error = wrong(file, GOOD)
    assert (error.code, error.facts["mode"]) == ("channels_private", f"{mode:04o}")


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as error:
        read_channels(tmp_path)
    assert error.value.code == "channels_unreadable"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[g]\nurl = "https://example.com/?key=GEHEIM\n', 2),
        ("[g]\nGEHEIM\n", 2),
        ("[g]\na = 1\n[g]\nb = 1", 3),
        (b"[g]\nurl = '\xff GEHEIM'\n", None),
    ],
)
def test_what_is_no_toml_is_told_by_its_line_alone(file: Path, text: str | bytes, line: int | None) -> None:
    error = wrong(file, text)
    assert (error.code, error.facts["line"]) == ("channels_not_toml", line)


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"kind": "GEHEIM"}, "kind", "not_a_choice"),
        ({"kind": None}, "kind", "not_a_choice"),
        ({"url": None}, "url", "missing"),
        ({"url": "GEHEIM"}, "url", "not_a_url"),
        ({"url": "ftp://example.com/GEHEIM"}, "url", "not_a_url"),
        ({"url": "https:///send?key=GEHEIM"}, "url", "not_a_url"),
        ({"url": "https://example.com:x/GEHEIM"}, "url", "not_a_url"),
        ({"url": "https://example.com/a b?key=GEHEIM"}, "url", "not_a_url"),
        ({"url": 7}, "url", "not_text"),
        ({"url": ""}, "url", "not_text"),
        ({"kind": "apprise", "url": "GEHEIM"}, "url", "not_a_url"),
        ({"tiers": "formal"}, "tiers", "not_a_choice"),
        ({"tiers": []}, "tiers", "not_a_choice"),
        ({"tiers": ["urgent"]}, "tiers", "not_a_choice"),
        ({"quiet": "22:00"}, "quiet", "not_hours"),
        ({"quiet": "25:00-07:00"}, "quiet", "not_hours"),
        ({"timeout": 0}, "timeout", "not_seconds"),
        ({"timeout": 16}, "timeout", "not_seconds"),
        ({"timeout": True}, "timeout", "not_seconds"),
        ({"timeout": "10"}, "timeout", "not_seconds"),
        ({"secret": "GEHEIM"}, "secret", "unknown_field"),
        ({"GEHEIM-1": "x"}, "?", "unknown_field"),
        ({"kind": "email", "url": None, "host": "h", "sender": "x"}, "sender", "not_an_email"),
        ({"kind": "email", "url": None, "host": "h", "sender": "a@b", "port": 70000}, "port", "not_a_port"),
        ({"kind": "email", "url": None, "host": "h", "sender": "a@b", "port": "25"}, "port", "not_a_port"),
        ({"kind": "email", "url": None, "host": "h", "sender": "a@b", "security": "ssl"}, "security",
         "not_a_choice"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_told_by_its_name(
    file: Path, fields: dict[str, Any], field: str, problem: str
) -> None:
    error = wrong(file, table(**fields))
    assert (error.code, error.facts["channel"]) == ("channel_wrong", "g")
    assert (error.facts["field"], error.facts["problem"]) == (field, problem)


@pytest.mark.parametrize("text", ['kind = "wecom"\n', '["https://example.com/GEHEIM"]\nkind = "wecom"\n'])
def test_settings_outside_of_a_channel_are_told(file: Path, text: str) -> None:
    error = wrong(file, text)
    assert (error.code, error.facts["problem"]) == ("channel_wrong", "not_a_channel")
