"""Robots in group chats: WeCom, DingTalk, Feishu.

All three answer a refused message with HTTP status 200 and an error code in the body, so the body is what
counts. What else it says (addresses, hints) is not kept.
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from exports.channels.message import Message, Undelivered
from exports.channels.settings import ChannelKind, ChannelSettings

_MOST_ANSWER = 64 * 1024
_CODES: Mapping[ChannelKind, tuple[str, ...]] = {
    "wecom": ("errcode",),
    "dingtalk": ("errcode",),
    "feishu": ("code", "StatusCode"),
}
"""Under which name the error code stands in the answer; 0 is success."""


class Robot:
    """One robot in one group."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings

    def send(self, message: Message) -> None:
        """Posts a text. `Undelivered` with `answer_code` and the robot's own code where it was refused: also
        for sending too fast (WeCom 45009, more than 20 a minute), which a later try mends."""
        text = message.text.replace("<", "＜")  # Feishu reads <at …> as a call to everybody
        url, body = _request(self._settings, text, time.time())
        answer = _post(url, body, self._settings.timeout)
        codes = [answer[name] for name in _CODES[self._settings.kind] if type(answer.get(name)) is int]
        if not codes:
            raise Undelivered("not_understood")
        for code in codes:
            if code != 0:
                raise Undelivered(f"answer_code {code}"[:50])


def _request(settings: ChannelSettings, text: str, at: float) -> tuple[str, dict[str, Any]]:
    """The address and the body of a message, signed where there is a secret to sign with."""
    if settings.kind == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if settings.secret is not None:
            stamp = str(int(at))
            signed = _signature(f"{stamp}\n{settings.secret}", "")
            body = {"timestamp": stamp, "sign": signed, **body}
        return settings.url, body
    body = {"msgtype": "text", "text": {"content": text}}
    if settings.kind == "dingtalk" and settings.secret is not None:
        stamp = str(int(at * 1000))
        signed = _signature(settings.secret, f"{stamp}\n{settings.secret}")
        joint = "&" if "?" in settings.url else "?"
        return f"{settings.url}{joint}timestamp={stamp}&sign={quote_plus(signed)}", body
    return settings.url, body


def _signature(key: str, text: str) -> str:
    """HMAC-SHA256 in base 64, as both want it: DingTalk signs the stamp with the secret, Feishu signs nothing
    with the stamp and the secret."""
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A robot's address does not move; a redirect (a login page of the house's network) is a failure."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _post(url: str, body: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Posts JSON; the answer's record. No error that leaves here has a word of the address in it."""
    request = urllib.request.Request(  # noqa: S310 - the reader lets only http and https in
        url,
        json.dumps(body, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": "frontdesk"},
    )
    try:
        answer = json.loads(_answer_to(request, timeout))
    except (ValueError, RecursionError):
        raise Undelivered("not_understood") from None
    if not isinstance(answer, dict):
        raise Undelivered("not_understood")
    return answer


def _answer_to(request: urllib.request.Request, timeout: float) -> bytes:
    deadline = time.monotonic() + timeout
    try:
        with _OPENER.open(request, timeout=timeout) as response:
            return _read(response, deadline)
    except urllib.error.HTTPError as error:
        told = f"http_status {error.code}"
        error.close()
    except urllib.error.URLError as error:
        told = _told(error.reason)
    except (OSError, http.client.HTTPException) as error:
        told = _told(error)
    raise Undelivered(told)  # out here, so that it has no context: an HTTPError knows its address


def _read(response: Any, deadline: float) -> bytes:
    """The answer, which must be there by a moment, however slowly it drips."""
    read = b""
    while part := response.read1(8192):
        read += part
        if len(read) > _MOST_ANSWER:
            raise Undelivered("not_understood")
        if time.monotonic() > deadline:
            raise Undelivered("timeout")
    if response.length:  # the line was dropped before the whole answer had come
        raise Undelivered("line_dropped")
    return read


def _told(reason: object) -> str:
    """The code of an error of the line."""
    if isinstance(reason, TimeoutError):
        return "timeout"
    if isinstance(reason, ssl.SSLError):
        return "not_trusted"
    if isinstance(reason, socket.gaierror | ConnectionRefusedError):
        return "no_connection"
    if isinstance(reason, ConnectionError | http.client.IncompleteRead):
        return "line_dropped"
    return "not_understood" if isinstance(reason, http.client.HTTPException) else "no_connection"
