"""S3 behind a network that fails: a proxy on loopback before moto's server strikes chosen calls."""

from __future__ import annotations

import base64
import http.client
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from moto.server import ThreadedMotoServer

_LOOPBACK: Final = "127.0.0.1"
_PIECES: Final = 4
_PAUSE_SECONDS: Final = 0.02
# Headers that belong to one hop.
_OWN: Final = {"connection", "content-length", "transfer-encoding", "server", "date", "expect"}


@dataclass(frozen=True)
class Request:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def named(self) -> str:
        """What is asked for, without what differs from try to try."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Answer:
    """S3's answer to a request."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Fault = Callable[["_Handler", Request], None]


def refused(status: int, code: str) -> Fault:
    """Return a fault: S3 says no, and has done nothing."""

    def strike(handler: _Handler, request: Request) -> None:
        handler.answer(request, _error(status, code))

    return strike


def unacknowledged(handler: _Handler, request: Request) -> None:
    """Do what is asked, and answer that something went wrong."""
    handler.forward(request)
    handler.answer(request, _error(500, "InternalError"))


def reset_before(handler: _Handler, request: Request) -> None:
    """Reset the connection; nothing is done."""
    handler.reset()


def reset_after(handler: _Handler, request: Request) -> None:
    """Do what is asked, and reset the connection before the answer."""
    handler.forward(request)
    handler.reset()


def truncated(handler: _Handler, request: Request) -> None:
    """Break the answer off in the middle; one without a body, in its headers."""
    answer = handler.forward(request)
    handler.answer(request, answer, part=0.5)
    handler.close_connection = True
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def altered(handler: _Handler, request: Request) -> None:
    """Change a byte of what is sent, or, where nothing is sent, of what is answered.

    S3 refuses what does not fit its checksum; the client does, where the answer has one.
    """
    if request.method == "PUT":
        handler.answer(request, _error(400, "BadDigest"))
        return
    answer = handler.forward(request)
    if not answer.body or answer.status >= 300 or "list-type" in request.path:
        handler.reset()  # lists have no checksum: nothing would tell
        return
    middle = len(answer.body) // 2
    changed = bytearray(answer.body)
    changed[middle] ^= 1
    handler.answer(request, Answer(answer.status, answer.headers, bytes(changed)))


def slow(handler: _Handler, request: Request) -> None:
    """Answer in pieces, with pauses between."""
    answer = handler.forward(request)
    for piece in range(_PIECES):
        handler.answer(request, answer, since=piece / _PIECES, part=(piece + 1) / _PIECES)
        time.sleep(_PAUSE_SECONDS)


def hanging(handler: _Handler, request: Request) -> None:
    """Do what is asked, and never answer."""
    handler.forward(request)
    handler.network.ended.wait()


FAULTS: Final[dict[str, Fault]] = {
    "503": refused(503, "SlowDown"),
    "500": refused(500, "InternalError"),
    "500 after it was done": unacknowledged,
    "reset": reset_before,
    "reset after it was done": reset_after,
    "truncated": truncated,
    "altered": altered,
    "slow": slow,
    "hanging": hanging,
}


def _error(status: int, code: str) -> Answer:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>"
    return Answer(status, [("Content-Type", "application/xml")], body.encode())


@dataclass
class Network:
    """What lies between a client and S3.

    Attributes:
        endpoint: The address of the proxy.
        behind: The address of moto, where nothing fails.
        calls: What was asked for, one name for each call; tries of one call follow each other.
    """

    endpoint: str
    behind: str
    calls: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    _fault: Fault | None = None
    _at: int = 0
    _lasting: bool = False
    _struck: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def strike(self, fault: Fault, at: int, *, lasting: bool) -> None:
        """Strike the call number `at`, counted from now on; with all its tries where `lasting`."""
        self.calls, self._fault, self._at, self._lasting, self._struck = [], fault, at, lasting, ""

    def heal(self) -> bool:
        """Strike no more; return whether anything was struck."""
        self._fault = None
        return bool(self._struck)

    def fault_of(self, request: Request) -> Fault | None:
        """Return what is to become of a request; None where it is to be answered."""
        with self._lock:
            self.calls.append(request.named)
            if self._fault is None:
                return None
            if self._struck:
                return self._fault if self._lasting and request.named == self._struck else None
            if len(self.calls) - 1 == self._at:
                self._struck = request.named
                return self._fault
            return None


class _Handler(BaseHTTPRequestHandler):
    """Hands requests on to moto, or strikes them."""

    protocol_version = "HTTP/1.1"
    network: Network
    host: str
    port: int

    def _handle(self) -> None:
        request = Request(self.command, self.path, dict(self.headers.items()), self._body())
        fault = self.network.fault_of(request)
        if fault is None:
            self.answer(request, self.forward(request))
        else:
            fault(self, request)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _handle  # noqa: N815

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def forward(self, request: Request) -> Answer:
        """Return what moto answers, with the checksum that S3 would send."""
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _OWN}
        headers["Content-Length"] = str(len(request.body))
        connection = http.client.HTTPConnection(self.host, self.port)
        try:
            connection.request(request.method, request.path, request.body, headers)
            told = connection.getresponse()
            kept = [(k, v) for k, v in told.getheaders() if k.lower() not in _OWN]
            body = told.read()
            if request.method == "HEAD":
                kept.append(("Content-Length", told.headers["Content-Length"]))
        finally:
            connection.close()
        wants = {k.lower(): v for k, v in request.headers.items()}.get("x-amz-checksum-mode")
        if wants and request.method == "GET" and told.status == 200:
            kept = [(k, v) for k, v in kept if not k.lower().startswith("x-amz-checksum")]
            sum_ = base64.b64encode(struct.pack(">I", zlib.crc32(body))).decode()
            kept.append(("x-amz-checksum-crc32", sum_))
        return Answer(told.status, kept, body)

    def answer(
        self, request: Request, answer: Answer, *, since: float = 0, part: float = 1
    ) -> None:
        """Send an answer, or a part of it."""
        lines = [f"HTTP/1.1 {answer.status} x", *(f"{k}: {v}" for k, v in answer.headers)]
        if request.method != "HEAD":
            lines.append(f"Content-Length: {len(answer.body)}")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        body = b"" if request.method == "HEAD" else answer.body
        if body:
            cut = slice(int(len(body) * since), int(len(body) * part))
            self.wfile.write((b"" if since else head) + body[cut])
        else:
            self.wfile.write(head[int(len(head) * since) : int(len(head) * part)])

    def reset(self) -> None:
        """Reset the connection as a host does that has lost its memory."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        # Both streams hold the socket open.
        self.rfile.close()
        self.connection.close()

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Threads may hang, by design.
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """Print nothing of connections that break off: clients have given up."""


@contextmanager
def network() -> Iterator[Network]:
    """Run moto's S3 and the proxy before it, for as long as the block."""
    moto = ThreadedMotoServer(_LOOPBACK, port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()

    class Handler(_Handler):
        pass

    proxy = _Server((_LOOPBACK, 0), Handler)
    between = Network(f"http://{_LOOPBACK}:{proxy.server_address[1]}", f"http://{host}:{port}")
    Handler.host, Handler.port, Handler.network = host, port, between
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield between
    finally:
        between.ended.set()
        proxy.shutdown()
        thread.join()
        proxy.server_close()
        moto.stop()
