"""HTTP to a SPARQL server, as a careful client: deadlines, retries on 503, credentials, no redirect followed.

Only the hosts that the store's address names are spoken to: no proxy and no `.netrc` of the environment is read. A
write whose answer is lost (`OutcomeUnknown`) is told apart from one that the server never took.
"""

import email.utils
import io
import ssl
import time
import weakref
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

import httpx

from ftgraph.graph import endpoint_faults as faults
from ftgraph.wording import Text

Fields = Mapping[str, str | list[str]]

_PIECE = 1 << 16
_LONGEST_ANSWER = 2 << 30
_TOO_LONG = Text(f"la réponse dépasse {_LONGEST_ANSWER} octets", f"its answer is over {_LONGEST_ANSWER} bytes")
_LONGEST_REFUSAL = 1 << 14
_BUSY = frozenset({429, 503})
_CONNECT_S = 10.0
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Patience:
    """Seconds: for a whole answer to a question, for a whole write, and for a server that says 503 to be back."""

    answer_s: float
    write_s: float
    busy_s: float


class Declined(Exception):
    """The server answered with a status of 300 or more; `text` is the beginning of what it said."""

    def __init__(self, address: str, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.address = address
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.text = _beginning(response)


class Credentials(httpx.Auth):
    """A name and a password, given in the way that the server asks for: digest, or basic where nobody can listen."""

    def __init__(self, user: str, password: str) -> None:
        self._pair = (user, password)
        self._learned: httpx.Auth | None = None

    @property
    def learned(self) -> bool:
        """Whether the server said how it wants them."""
        return self._learned is not None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See `httpx.Auth`."""
        if self._learned is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            if "digest" in asked:
                self._learned = httpx.DigestAuth(*self._pair)
            elif "basic" not in asked:
                return
            elif request.url.scheme != "https" and request.url.host not in _LOOPBACK:
                raise faults.in_clear(str(request.url))
            else:
                self._learned = httpx.BasicAuth(*self._pair)
        yield from self._learned.auth_flow(request)


class Body:
    """A file's bytes as a request's body, that can be sent again from its start."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


class Incoming:
    """A server's answer under way."""

    def __init__(self, address: str, response: httpx.Response, patience_s: float, deadline: float) -> None:
        self.headers: Mapping[str, str] = response.headers
        self.address = address
        self._response = response
        self._patience_s, self._deadline = patience_s, deadline

    @property
    def media_type(self) -> str:
        """The answer's media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def pieces(self) -> Iterator[bytes]:
        """The body, as it comes. Raises `StoreError` when it is cut off, `QueryTimeout` past the deadline."""
        size = 0
        try:
            for piece in self._response.iter_bytes():  # as they arrive: a server that drips is late
                size += len(piece)
                if time.monotonic() > self._deadline:
                    raise faults.late(self.address, self._patience_s)
                if size > _LONGEST_ANSWER:
                    raise faults.unreachable(self.address, _TOO_LONG)
                yield piece
        except httpx.TimeoutException:
            raise faults.late(self.address, self._patience_s) from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            cut = Text(f"la réponse est coupée ({_reason(error)})", f"its answer is cut off ({_reason(error)})")
            raise faults.unreachable(self.address, cut) from None

    def read(self) -> bytes:
        """The whole body."""
        return b"".join(self.pieces())


class Arriving(io.RawIOBase):
    """Pieces as a file that is read as they come."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = piece
        taken = self._held[: len(target)]
        target[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)


class Transport:
    """A client of one server, shared by threads."""

    def __init__(self, patience: Patience, user: str = "", password: str = "") -> None:
        self._patience = patience
        self._credentials = Credentials(user, password) if user else None
        # The system's authorities, a ministry's own included, rather than a list shipped with the client.
        self._client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            verify=ssl.create_default_context(),
            headers={"User-Agent": "ftgraph"},
        )
        weakref.finalize(self, self._client.close)  # stores have no end of their own

    @contextmanager
    def asked(self, address: str, form: Fields, accept: str, patience_s: float | None = None) -> Iterator[Incoming]:
        """The answer to a question, a form sent by POST. Asked again when a kept connection proved closed.

        Raises `Declined`, `QueryTimeout`, `StoreError`.
        """
        limit = patience_s or self._patience.answer_s
        deadline = time.monotonic() + limit
        request = self._client.build_request(
            "POST", address, data=form, headers={"Accept": accept}, timeout=_timeouts(limit)
        )
        try:
            try:
                response = self._patiently(request, deadline)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                response = self._patiently(request, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise faults.unreachable(address, _why(error)) from None
        except httpx.TimeoutException:
            raise faults.late(address, limit) from None
        except httpx.HTTPError as error:
            raise faults.unreachable(address, _why(error)) from None
        try:
            if response.status_code >= 300:
                raise Declined(address, response)
            yield Incoming(address, response, limit, deadline)
        finally:
            response.close()

    def write(
        self,
        method: str,
        address: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Fields | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Ask for a change. It is sent once, and again only to a server that said that it had not taken it (503).

        Raises `Declined`; `StoreError` when it was not sent; `OutcomeUnknown` when no answer says what became of it.
        """
        self._learn(address, long=body is not None)
        limit = self._patience.write_s
        request = self._client.build_request(
            method, address, params=params, data=form, content=body, headers=headers, timeout=_timeouts(limit)
        )
        try:
            response = self._patiently(request, time.monotonic() + limit)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise faults.unreachable(address, _why(error)) from None
        except httpx.HTTPError as error:
            raise faults.unknown(address, _reason(error)) from None
        try:
            if response.status_code >= 300:
                raise Declined(address, response)
        finally:
            response.close()

    def _learn(self, address: str, *, long: bool) -> None:
        """Ask something short first: a server that wants credentials, or newer ones, says so before a body is sent.

        Virtuoso does not read a long body that it refuses, and the connection hangs.
        """
        if self._credentials is not None and (long or not self._credentials.learned):
            with suppress(httpx.HTTPError):  # the write itself will say what is wrong
                self._client.get(
                    address, params={"query": "ASK {}"}, auth=self._credentials, timeout=_timeouts(_CONNECT_S)
                )

    def _patiently(self, request: httpx.Request, deadline: float) -> httpx.Response:
        """The answer, once the server is no longer busy or its time is over."""
        until = min(deadline, time.monotonic() + self._patience.busy_s)
        pause = _FIRST_PAUSE_S
        while True:
            response = self._client.send(request, stream=True, auth=self._credentials)
            wait = max(_asked_pause(response.headers.get("retry-after", "")), pause)
            if response.status_code not in _BUSY or time.monotonic() + wait > until:
                return response
            response.close()
            time.sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE_S)


def _timeouts(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, _CONNECT_S))


def _asked_pause(retry_after: str) -> float:
    """Seconds that `Retry-After` asks to wait: a number, or a date."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    with suppress(ValueError, TypeError):
        return max(email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time(), 0.0)
    return 0.0


def _beginning(response: httpx.Response) -> str:
    """The first characters of a refusal."""
    text = bytearray()
    with suppress(httpx.HTTPError):
        for piece in response.iter_bytes(_LONGEST_REFUSAL):
            text += piece
            if len(text) >= _LONGEST_REFUSAL:
                break
    return text.decode(errors="replace")


def _why(error: httpx.HTTPError) -> Text:
    reason = _reason(error)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Text(f"la connexion ne s’établit pas ({reason})", f"no connection is made ({reason})")
    return Text(reason)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
