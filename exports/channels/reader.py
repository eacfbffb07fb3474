"""Reading the private file of channels. It holds keys and passwords: what is wrong with it is told without a
word of what is in it."""

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.errors import DeskError
from core.notices.records import Tier
from core.wire import Misfit, read_minute
from exports.channels.settings import (
    COMMON,
    FIELDS,
    KINDS,
    PORTS,
    SECURITIES,
    TIERS,
    ChannelKind,
    ChannelSettings,
    Quiet,
    Security,
)

TIMEOUT = 10
LEAST_TIMEOUT, MOST_TIMEOUT = 0.01, 15
"""Seconds. Several waits make up the sending of one e-mail; all together must end well within a lease."""

_NAME = re.compile(r"[^\W_][\w-]{0,39}")
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)
_LARGEST = 100_000


def read_channels(path: Path) -> tuple[ChannelSettings, ...]:
    """The channels of a file, in its order; none where there is no file. DeskError: `channels_unreadable`,
    `channels_private` (others than its owner can read it), `channels_not_toml`, `channel_wrong`."""
    try:
        with path.open("rb") as file:
            _require_private(path, os.fstat(file.fileno()).st_mode)
            content = file.read(_LARGEST)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DeskError(
            "channels_unreadable", path=str(path), reason=error.strerror or type(error).__name__
        ) from None
    return tuple(_channel(_Table(path, name, table)) for name, table in _tables(path, content).items())


def _require_private(path: Path, mode: int) -> None:
    """Where files have modes (not on Windows), nobody but the owner may read this one."""
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise DeskError("channels_private", path=str(path), mode=f"{stat.S_IMODE(mode):04o}")


def _tables(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DeskError("channels_not_toml", path=str(path), line=None) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise DeskError(
            "channels_not_toml", path=str(path), line=None if line is None else int(line[1])
        ) from None


class _Table:
    """One channel's table, with the refusals that name it."""

    def __init__(self, path: Path, name: str, table: Any) -> None:
        self.path = path
        self.name = name
        if not isinstance(table, dict) or not _NAME.fullmatch(name):
            raise self.wrong("not_a_channel", "")
        self.fields: dict[str, Any] = table

    def wrong(self, problem: str, field: str, **facts: Any) -> DeskError:
        shown = self.name if _NAME.fullmatch(self.name) else "?"
        return DeskError(
            "channel_wrong", path=str(self.path), channel=shown, field=field, problem=problem, **facts
        )

    def text(self, field: str) -> str | None:
        value = self.fields.get(field)
        if value is not None and not (isinstance(value, str) and value.strip() and value.isprintable()):
            raise self.wrong("not_text", field)
        return value

    def choice(self, field: str, choices: tuple[str, ...]) -> Any:
        value = self.fields.get(field)
        if not isinstance(value, str) or value not in choices:
            raise self.wrong("not_a_choice", field, choices=list(choices))
        return value


def _channel(table: _Table) -> ChannelSettings:
    kind: ChannelKind = table.choice("kind", KINDS)
    needed, others = FIELDS[kind]
    for field in table.fields:
        if field not in (*COMMON, *needed, *others):
            shown = field if re.fullmatch(r"[a-z_]{1,20}", field) else "?"
            raise table.wrong("unknown_field", shown, choices=[*COMMON, *needed, *others])
    for field in needed:
        if field not in table.fields:
            raise table.wrong("missing", field)
    security: Security = table.choice("security", SECURITIES) if "security" in table.fields else "tls"
    return ChannelSettings(
        table.name,
        kind,
        _tiers(table, kind),
        _quiet(table),
        _timeout(table),
        _address(table, kind),
        table.text("secret"),
        table.text("host") or "",
        _port(table, security),
        security,
        table.text("user"),
        table.text("password"),
        _sender(table),
    )


def _tiers(table: _Table, kind: ChannelKind) -> tuple[Tier, ...]:
    """A group hears only what is formal unless the file says otherwise."""
    given = table.fields.get("tiers")
    if given is None:
        settings = ChannelSettings(table.name, kind, (), None, TIMEOUT, url=table.text("url") or "")
        return TIERS if settings.personal else TIERS[:1]
    if not isinstance(given, list) or not given or not all(tier in TIERS for tier in given):
        raise table.wrong("not_a_choice", "tiers", choices=list(TIERS))
    return tuple(tier for tier in TIERS if tier in given)


def _quiet(table: _Table) -> Quiet | None:
    span = _SPAN.fullmatch(table.text("quiet") or "")
    if "quiet" not in table.fields:
        return None
    try:
        if span is not None:
            return Quiet(read_minute(span[1]), read_minute(span[2]))
    except Misfit:
        pass
    raise table.wrong("not_hours", "quiet")


def _timeout(table: _Table) -> float:
    value = table.fields.get("timeout", TIMEOUT)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise table.wrong("not_seconds", "timeout", most=MOST_TIMEOUT)
    if not LEAST_TIMEOUT <= value <= MOST_TIMEOUT:
        raise table.wrong("not_seconds", "timeout", most=MOST_TIMEOUT)
    return float(value)


def _address(table: _Table, kind: ChannelKind) -> str:
    """A robot's address is one of the web; what Apprise takes, Apprise judges."""
    url = table.text("url") or ""
    if kind in {"wecom", "dingtalk", "feishu"}:
        try:
            parts = urlsplit(url)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            good = False
        if not good or not url.isascii() or " " in url:
            raise table.wrong("not_a_url", "url")
    elif kind == "apprise" and "://" not in url:
        raise table.wrong("not_a_url", "url")
    return url


def _port(table: _Table, security: Security) -> int:
    port = table.fields.get("port", PORTS[security])
    if type(port) is not int or not 1 <= port <= 65_535:
        raise table.wrong("not_a_port", "port")
    return port


def _sender(table: _Table) -> str:
    sender = table.text("sender") or ""
    if sender and not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", sender):
        raise table.wrong("not_an_email", "sender")
    return sender
