"""Real servers on this machine for the channels: one that answers as a test wants, one for mail."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

Behaviour = Callable[["_Handler"], None]


class WebServer(ThreadingHTTPServer):
    """`received` are the requests in their order: path and JSON body. `behaviours` are taken one for each
    request, the last one for all further ones."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.behaviours: list[Behaviour] = [answers({"errcode": 0, "errmsg": "ok"})]
        self.closing = threading.Event()

    def url(self, path: str = "/send?key=GEHEIM") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def will(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    @property
    def texts(self) -> list[str]:
        """The texts that were posted, of whichever robot's form."""
        bodies = [body for _, body in self.received]
        return [body["text"]["content"] if "text" in body else body["content"]["text"] for body in bodies]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no error of a test."""


class _Handler(BaseHTTPRequestHandler):
    server: WebServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        behaviours = self.server.behaviours
        (behaviours.pop(0) if len(behaviours) > 1 else behaviours[0])(self)

    def answer(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


def answers(body: Any, status: int = 200, **headers: str) -> Behaviour:
    """Answers with JSON, or with bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler: handler.answer(status, content, **headers)


def hangs(handler: "_Handler") -> None:
    """Says nothing until the test is over."""
    handler.server.closing.wait(30)


def meet(body: Any) -> tuple[Behaviour, Behaviour]:
    """Two answers alike, the first of which waits until the second is asked for: two clients are then surely
    at work together."""
    met = threading.Event()

    def first(handler: "_Handler") -> None:
        met.wait(30)
        answers(body)(handler)

    def second(handler: "_Handler") -> None:
        met.set()
        answers(body)(handler)

    return first, second


def drops(handler: "_Handler") -> None:
    """Closes the line without a word."""
    handler.close_connection = True


def breaks_off(handler: "_Handler") -> None:
    """Closes the line in the middle of its answer."""
    handler.answer(200, b'{"errcode": 0', length=100)
    handler.close_connection = True


def drips(handler: "_Handler") -> None:
    """Answers a byte at a time, without end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.wait(0.02):
        handler.wfile.write(b" ")


@contextmanager
def web_server() -> Iterator[WebServer]:
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class MailServer:
    """`mails` are those that were accepted; `refuse` maps an address to the answer that it gets; with `deaf`
    nobody is greeted."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuse: dict[str, str] = {}
        self.deaf = False
        self.port = 0

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 accepted"

    def protocol(self) -> asyncio.BaseProtocol:
        return asyncio.Protocol() if self.deaf else SMTP(self, hostname="localhost", enable_SMTPUTF8=True)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    mail = MailServer()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(mail.protocol, "127.0.0.1", 0))
    mail.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield mail
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
