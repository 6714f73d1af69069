"""Connections at their limits: how many, how long a request's head may take to come, how long an answer may wait.

uvicorn bounds the wait between two requests, not the time that a request's head takes to come, nor the time that a
client takes to read; past its own limit of connections it says neither why nor when to come back.
"""

import asyncio
import resource
import sys

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ftgraph_api.joined import Joined
from ftgraph_api.middleware import SAFETY
from ftgraph_api.problems import MEDIA_TYPE, told

HEAD_S = 10.0
STALLED_S = 60.0
MOST_CONNECTIONS = 2048
LONGEST_HEAD = 32_768
_FILES = 8192
_RETRY_AFTER_S = 5
_FULL = (
    503,
    "overloaded",
    (
        f"Le serveur tient déjà {MOST_CONNECTIONS} connexions.",
        f"The server holds {MOST_CONNECTIONS} connections already.",
    ),
)
_NOT_HTTP = (
    400,
    "usage",
    (
        "Ce qui est reçu n’est pas du HTTP/1.1, ou ses en-têtes dépassent 32 ko. Dans une adresse, une lettre "
        "accentuée s’écrit encodée (é : %C3%A9).",
        "What came is not HTTP/1.1, or its headers are over 32 kB. In an address, a letter with an accent is written "
        "encoded (é: %C3%A9).",
    ),
)


class HeadTooLong(Exception):
    """A request's head is past `LONGEST_HEAD`. The parser makes it one of its own errors."""


class Deadlines(HttpToolsProtocol):
    """HTTP/1.1 whose heads of at most `LONGEST_HEAD` bytes arrive within `HEAD_S`.

    The time is counted from the connection or from their first byte.

    A client that takes less than its socket's buffer (48 kB) of an answer in `STALLED_S` is cut off.
    """

    _deadline: asyncio.TimerHandle | None = None
    _head = 0  # bytes received of a head that is not whole
    _told = 0  # bytes of it that the parser has told of
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """A client is there."""
        super().connection_made(Joined(transport, self.loop))  # type: ignore[arg-type]  # all that it is asked for
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(*_FULL)
        else:
            self._arm()

    def data_received(self, data: bytes) -> None:
        """Some of a request came, or all of it."""
        if self.transport.is_closing():
            return
        self._head += len(data)
        super().data_received(data)
        if self._head > LONGEST_HEAD and not self.transport.is_closing():
            # Not a whole line yet, so that the parser has told of nothing.
            self._refuse(*_NOT_HTTP)
        if self.cycle is None or self.cycle.response_complete:
            self._arm()
        else:
            self._disarm()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._told = 0

    def on_url(self, url: bytes) -> None:
        """Some of the address came."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header came."""
        self._count(name, value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head came whole: what follows is counted by who reads it."""
        self._head = -sys.maxsize
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body too: what follows is another head."""
        super().on_message_complete()
        self._head = 0

    def _count(self, *parts: bytes) -> None:
        self._told += sum(map(len, parts)) + 4  # what stands between and after
        if self._told > LONGEST_HEAD:
            raise HeadTooLong

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._disarm()
        self._moving()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client reads more slowly than it is answered."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        self._moving()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What came cannot be read as a request."""
        del msg  # said in the project's own words
        self._refuse(*_NOT_HTTP)

    def _refuse(self, status: int, slug: str, detail: tuple[str, str]) -> None:
        """Answer without a request, and close. In French: there is no head to say otherwise."""
        body = orjson.dumps(told(status, slug, detail, "fr"))
        retry = f"Retry-After: {_RETRY_AFTER_S}\r\n" if status == 503 else ""
        safety = b"".join(name + b": " + value + b"\r\n" for name, value in SAFETY)
        head = f"HTTP/1.1 {status} \r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n{retry}"
        self.transport.write(head.encode() + safety + b"Cache-Control: no-store\r\nConnection: close\r\n\r\n" + body)
        self.transport.close()

    def _arm(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_S, self._close)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _moving(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _close(self) -> None:
        self._deadline = None
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self.transport.close()


def allow_files() -> None:
    """Let this process hold as many files and connections as it may, within reason."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
