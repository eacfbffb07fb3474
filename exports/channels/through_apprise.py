"""E-mail, and whatever else Apprise knows the address of.

Apprise is imported with the first message. It logs what it does, sometimes with a whole address: its log is
kept from every handler, and what is told of a failure is a code and a number.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

from exports.channels.message import Message, Undelivered
from exports.channels.settings import ChannelSettings, Security

SECURE_MODES: dict[Security, str] = {"tls": "ssl", "starttls": "starttls", "none": "insecure"}
LONGEST_WAIT = 120
"""Seconds after which one message is given up, whatever it waits for."""

_SMTP_CODE = re.compile(r"\((\d{3}), b['\"]")
_RECIPIENT_REFUSED = re.compile(r"\{'[^']*': \((\d{3}), b")


class Service:
    """E-mail to each member's own address, or a service that Apprise knows."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings

    def send(self, message: Message) -> None:
        """Hands a message to Apprise. `Undelivered` with `smtp` and a mail server's code, or with what the
        line did; `not_accepted` where Apprise says no more than that."""
        apprise = _silenced()
        described = self._described(message)
        said: list[str] = []
        listening = _HEARD.set(said)
        try:
            result = _notify(apprise, described, message)
        except Exception:  # whatever a plugin raises, an address may stand in its text
            raise Undelivered("not_accepted") from None
        finally:
            _HEARD.reset(listening)
        if result is None:  # Apprise can't make anything of the address
            raise Undelivered("bad_address", final=True, rests=not self._settings.personal)
        if not result:
            raise _undelivered(result, said)

    def _described(self, message: Message) -> Any:
        """The service as Apprise is told of it."""
        settings, to = self._settings, message.to
        if settings.kind == "apprise":
            return _own_address(settings, message)
        if to is None or to.email is None:
            raise Undelivered("bad_address", final=True, rests=False)
        return {
            "schema": "mailto" if settings.security == "none" else "mailtos",
            "host": settings.host,
            "smtp_host": settings.host,
            "port": settings.port,
            "secure_mode": SECURE_MODES[settings.security],
            "user": settings.user,
            "password": settings.password,
            "from_addr": settings.sender,
            "targets": [to.email],
            "format": "text",
            "cto": settings.timeout,
            "rto": settings.timeout,
        }


def _notify(apprise: Any, described: Any, message: Message) -> Any:
    """Apprise's own result; None for an address that is none."""
    asset = apprise.AppriseAsset(
        app_id="frontdesk",
        app_desc="frontdesk",
        app_url="",
        storage_mode="memory",
        service_timeout=LONGEST_WAIT,
        async_mode=False,
    )
    service = apprise.Apprise.instantiate(described, asset=asset)
    if service is None or getattr(service, "targets", None) == []:
        return None
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    return sender.notify(body=message.text, title=message.subject, body_format="text")


def _own_address(settings: ChannelSettings, message: Message) -> str:
    """The address with the member's own in it, where it asks for one, and with our patience."""
    url, to = settings.url, message.to
    if settings.personal:
        own = {"{email}": to and to.email, "{phone}": to and to.phone, "{staff_no}": to and to.staff_no}
        for name, value in own.items():
            if name in url:
                if not value:
                    raise Undelivered("bad_address", final=True, rests=False)
                url = url.replace(name, quote(value, safe=""))
    patience = [f"{name}={settings.timeout:g}" for name in ("cto", "rto") if f"{name}=" not in url]
    return url + ("&" if "?" in url else "?") + "&".join(patience) if patience else url


class _Listener(logging.Filter):
    """Hears what Apprise logs on behalf of the message that is being sent, and lets none of it through to any
    handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _HEARD.get()
        if heard is not None:
            heard.append(record.getMessage())
        return False


_HEARD: ContextVar[list[str] | None] = ContextVar("heard", default=None)
_LISTENER = _Listener()


def _silenced() -> Any:
    """Apprise, with what it and its helpers log kept from all handlers: it can have keys in it."""
    logger = logging.getLogger("apprise")
    if _LISTENER not in logger.filters:
        logger.addFilter(_LISTENER)
        logger.setLevel(logging.DEBUG)  # and not below: what it traces is not even put together
        for name in ("urllib3", "requests"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    import apprise

    return apprise


def _undelivered(result: Any, said: list[str]) -> Undelivered:
    """What became of a message, as far as Apprise's log tells."""
    for line in said:
        if refused := _RECIPIENT_REFUSED.search(line):  # this address, not the server
            return Undelivered(f"smtp {refused[1]}", final=refused[1].startswith("5"), rests=False)
        if code := _SMTP_CODE.search(line):
            return Undelivered(f"smtp {code[1]}")
    told = " ".join(said)
    if "timed out" in told or getattr(result.status, "name", "") == "TIMEOUT":
        return Undelivered("timeout")
    if "Connection refused" in told or "Name or service" in told:
        return Undelivered("no_connection")
    if "Connection unexpectedly closed" in told or "Connection reset" in told:
        return Undelivered("line_dropped")
    return Undelivered("not_accepted")
