"""Robots in group chats, against a real server of the web on this machine that answers well, refuses with
status 200, hangs, drops the line or talks nonsense."""

import base64
import hashlib
import hmac
import logging
import traceback
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from exports.channels import ChannelSettings, Message, Undelivered, open_channel
from tests.support.servers import (
    Behaviour,
    WebServer,
    answers,
    breaks_off,
    drips,
    drops,
    hangs,
    web_server,
)

OK: dict[str, dict[str, Any]] = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
}
KINDS = tuple(OK)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as server:
        yield server


def robot(web: WebServer, kind: str = "wecom", **fields: Any) -> ChannelSettings:
    told: dict[str, Any] = {"url": web.url(), "timeout": 5} | fields
    return ChannelSettings("g", kind, ("formal",), None, **told)  # type: ignore[arg-type]


def send(settings: ChannelSettings, text: str = "你好") -> None:
    open_channel(settings).send(Message("", text))


def failure(settings: ChannelSettings) -> Undelivered:
    with pytest.raises(Undelivered) as error:
        send(settings)
    return error.value


@pytest.mark.parametrize("kind", KINDS)
def test_each_robot_gets_the_text_in_its_own_form(web: WebServer, kind: str) -> None:
    web.will(answers(OK[kind]))
    send(robot(web, kind))
    [(path, body)] = web.received
    assert path == "/send?key=GEHEIM"
    assert body == (
        {"msg_type": "text", "content": {"text": "你好"}}
        if kind == "feishu"
        else {"msgtype": "text", "text": {"content": "你好"}}
    )


def test_feishus_older_answer_is_understood_too(web: WebServer) -> None:
    web.will(answers({"StatusCode": 0, "StatusMessage": "success"}))
    send(robot(web, "feishu"))
    assert web.texts == ["你好"]


@pytest.mark.parametrize(
    ("kind", "answer", "error"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url, hint: GEHEIM"}, "answer_code 93000"),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "answer_code 45009"),
        ("wecom", {"errcode": -1, "errmsg": "system busy"}, "answer_code -1"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "answer_code 310000"),
        ("feishu", {"code": 19021, "msg": "sign match fail", "data": {}}, "answer_code 19021"),
        ("feishu", {"StatusCode": 0, "code": 9499, "msg": "Bad Request"}, "answer_code 9499"),
    ],
)
def test_a_refusal_under_status_200_is_a_failure_with_the_robots_code(
    web: WebServer, kind: str, answer: dict[str, Any], error: str
) -> None:
    web.will(answers(answer))
    fault = failure(robot(web, kind))
    assert (fault.error, fault.final) == (error, False)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (answers({"errcode": 0}, status=500), "http_status 500"),
        (answers({"errcode": 0}, status=404), "http_status 404"),
        (answers(b"", status=302, Location="http://127.0.0.1:9/login?key=GEHEIM"), "http_status 302"),
        (answers(b"<html>GEHEIM</html>"), "not_understood"),
        (answers(b""), "not_understood"),
        (answers([]), "not_understood"),
        (answers({}), "not_understood"),
        (answers({"errcode": "0"}), "not_understood"),
        (answers({"errcode": False}), "not_understood"),
        (answers(b"[" * 5_000), "not_understood"),
        (answers(b" " * 100_000), "not_understood"),
        (drops, "line_dropped"),
        (breaks_off, "line_dropped"),
    ],
)
def test_an_answer_that_is_none_is_a_failure(web: WebServer, behaviour: Behaviour, error: str) -> None:
    web.will(behaviour)
    assert failure(robot(web)).error == error


@pytest.mark.parametrize("behaviour", [hangs, drips])
def test_a_server_that_hangs_is_waited_for_no_longer_than_the_channel_says(
    web: WebServer, behaviour: Behaviour
) -> None:
    web.will(behaviour)
    assert failure(robot(web, timeout=0.05)).error == "timeout"


def test_where_nobody_listens_there_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as web:
        gone = robot(web)
    assert failure(gone).error == "no_connection"


def test_a_name_that_nobody_knows_is_no_connection(web: WebServer) -> None:
    assert failure(robot(web, url="http://name.invalid/send?key=GEHEIM")).error == "no_connection"


def test_a_server_that_speaks_no_tls_is_not_trusted(web: WebServer) -> None:
    assert failure(robot(web, url=web.url().replace("http:", "https:"))).error == "not_trusted"


def test_dingtalk_signs_the_address_with_its_secret(web: WebServer) -> None:
    send(robot(web, "dingtalk", secret="SEC1"))
    [(path, body)] = web.received
    asked = parse_qs(urlsplit(path).query)
    stamp = asked["timestamp"][0]
    signed = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(signed).decode()]
    assert len(stamp) == 13
    assert "sign" not in body


def test_feishu_signs_the_body_with_its_secret(web: WebServer) -> None:
    web.will(answers(OK["feishu"]))
    send(robot(web, "feishu", secret="SEC1"))
    [(path, body)] = web.received
    signed = hmac.new(f"{body['timestamp']}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(signed).decode()
    assert len(body["timestamp"]) == 10
    assert "sign" not in path


def test_a_text_calls_nobody_by_a_tag(web: WebServer) -> None:
    web.will(answers(OK["feishu"]))
    send(robot(web, "feishu"), '<at user_id="all">所有人</at>')
    assert web.texts == ['＜at user_id="all">所有人＜/at>']


@pytest.mark.parametrize(
    "behaviour",
    [answers(b"x", status=500), drops, breaks_off, hangs, answers(b"<html>"), answers({"errcode": 1})],
)
def test_no_error_and_no_log_has_a_word_of_the_address(
    web: WebServer, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.NOTSET)
    web.will(behaviour)
    fault = failure(robot(web, timeout=0.05))
    told = "".join(traceback.format_exception(fault)) + repr(fault) + str(fault.__context__) + caplog.text
    assert "GEHEIM" not in told
    assert "127.0.0.1" not in told
