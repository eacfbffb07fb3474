"""E-mail and what else Apprise knows, against a real mail server and a real web server on this machine."""

import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from exports.channels import ChannelSettings, Message, Undelivered, open_channel
from exports.channels.message import Recipient
from tests.support.servers import MailServer, WebServer, answers, mail_server, web_server

LETTER = Message(
    "【职工之家】递补通知", "张三您好，<b>17:30</b> {person} :smile:", Recipient("1", "z3@example.com", None)
)
KEYS = "GEHEIM"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("no_proxy", "*")
    with mail_server() as server:
        yield server


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as server:
        yield server


def post(mail: MailServer, **fields: Any) -> ChannelSettings:
    told: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": mail.port,
        "security": "none",
        "sender": "club@example.com",
        "timeout": 5,
    }
    return ChannelSettings("mail", "email", ("formal",), None, **told | fields)


def service(url: str, timeout: float = 5) -> ChannelSettings:
    return ChannelSettings("service", "apprise", ("formal",), None, timeout, url=url)


def failure(settings: ChannelSettings, message: Message = LETTER) -> Undelivered:
    with pytest.raises(Undelivered) as error:
        open_channel(settings).send(message)
    return error.value


def to(address: str | None) -> Message:
    return LETTER._replace(to=Recipient("1", address, None))


def test_a_letter_goes_to_the_members_own_address_as_it_is(mail: MailServer) -> None:
    open_channel(post(mail)).send(LETTER)
    [letter] = mail.mails
    assert mail.recipients == [["z3@example.com"]]
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "z3@example.com", "club@example.com", "【职工之家】递补通知",
    )  # fmt: skip
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().strip() == LETTER.text


def test_an_address_that_the_server_refuses_for_good_is_final_and_the_next_letter_goes_out(
    mail: MailServer,
) -> None:
    mail.refuse["gone@example.com"] = "550 5.1.1 no such user"
    fault = failure(post(mail), to("gone@example.com"))
    assert (fault.error, fault.final, fault.rests) == ("smtp 550", True, False)
    open_channel(post(mail)).send(LETTER)
    assert len(mail.mails) == 1


def test_an_address_that_is_refused_for_now_is_tried_again(mail: MailServer) -> None:
    mail.refuse["full@example.com"] = "452 4.2.2 mailbox full"
    fault = failure(post(mail), to("full@example.com"))
    assert (fault.error, fault.final, fault.rests) == ("smtp 452", False, False)


@pytest.mark.parametrize("address", [None, "no address@x", "a@b@c"])
def test_an_address_that_is_none_is_final(mail: MailServer, address: str | None) -> None:
    fault = failure(post(mail), to(address))
    assert (fault.error, fault.final, fault.rests) == ("bad_address", True, False)
    assert mail.mails == []


def test_a_server_that_does_not_greet_is_waited_for_no_longer_than_the_channel_says(mail: MailServer) -> None:
    mail.deaf = True
    fault = failure(post(mail, timeout=0.05))
    assert (fault.error, fault.final, fault.rests) == ("timeout", False, True)


def test_where_no_mail_server_is_there_is_no_connection() -> None:
    with mail_server() as mail:
        settings = post(mail)
    fault = failure(settings)
    assert (fault.error, fault.rests) == ("no_connection", True)


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_a_server_that_knows_no_login_or_no_encryption_does_not_get_the_password(
    mail: MailServer, security: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.NOTSET)
    fault = failure(post(mail, security=security, user="club", password=KEYS))
    assert (fault.error, fault.rests) == ("not_accepted", True)
    told = "".join(traceback.format_exception(fault)) + caplog.text
    assert KEYS not in told


def test_a_service_of_the_house_gets_the_members_own_number(web: WebServer) -> None:
    settings = service(web.url("/sms?-to={phone}&-token=GEHEIM").replace("http", "json"))
    open_channel(settings).send(LETTER._replace(to=Recipient("1", None, "138 0000+01")))
    [(path, body)] = web.received
    assert path == "/sms?to=138+0000%2B01&token=GEHEIM"
    assert (body["title"], body["message"]) == (LETTER.subject, LETTER.text)


def test_a_service_that_fails_has_not_accepted(web: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.NOTSET)
    web.will(answers({}, status=500))
    fault = failure(service(web.url("/x?-token=GEHEIM").replace("http", "json")))
    assert (fault.error, fault.final, fault.rests) == ("not_accepted", False, True)
    assert KEYS not in "".join(traceback.format_exception(fault)) + caplog.text


@pytest.mark.parametrize("url", ["nosuchservice://GEHEIM", "json://", "mailto://GEHEIM"])
def test_an_address_that_apprise_does_not_know_is_final(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.NOTSET)
    fault = failure(service(url))
    assert (fault.error, fault.final) == ("bad_address", True)
    assert KEYS not in "".join(traceback.format_exception(fault)) + caplog.text


def test_a_channel_to_each_member_needs_what_it_is_sent_to(web: WebServer) -> None:
    settings = service(web.url("/sms?-to={phone}").replace("http", "json"))
    fault = failure(settings, to("z3@example.com"))
    assert (fault.error, fault.final, fault.rests) == ("bad_address", True, False)
    assert web.received == []
