"""Bodies of requests: read as they come, up to their limit, in the time that they may take, no more than fit."""

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftgraph.errors import QueryTimeout, UsageError

GRACE_S = 60.0
SLOWEST = 50_000
"""Bytes a second that a body has to come at, once `GRACE_S` is over."""
MOST_HELD = 256_000_000


class TooSlow(UsageError):
    """A body that takes too long to come."""

    status = 408
    slug = "too-slow"


class TooLarge(UsageError):
    """A body past its limit."""

    status = 413
    slug = "too-large"


class Encoded(UsageError):
    """A compressed body: it is not unpacked here, whatever it would grow to."""

    status = 415
    slug = "unsupported-media-type"
    headers: Mapping[str, str] = {"Accept-Encoding": "identity"}


class Busy(QueryTimeout):
    """The bodies of all requests take all the memory that they may."""

    slug = "overloaded"


class Arriving:
    """Watches the bodies of all requests arrive, whoever reads them. Plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        clock = asyncio.get_running_loop().time
        began, size, whole = clock(), 0, False

        async def watched() -> Message:
            nonlocal size, whole
            if whole:  # only the client's leaving is waited for
                return await receive()
            try:
                async with asyncio.timeout_at(began + GRACE_S + size / SLOWEST):
                    message = await receive()
            except TimeoutError as error:
                raise _too_slow(clock() - began) from error
            whole = not message.get("more_body", False)
            came = len(message.get("body", b""))
            size += came
            self._held += came
            if self._held > MOST_HELD:
                raise _busy()
            return message

        try:
            await self._app(scope, watched, send)
        finally:
            self._held -= size


async def read_body(request: Request, most: int) -> bytes:
    """The body, of at most `most` bytes.

    Raises `TooLarge` as soon as it is known to be longer, `TooSlow`, `Busy`, `Encoded`.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Encoded(
            f"Ce qui est envoyé est compressé («\u202f{coding[:40]}\u202f»).",
            f"What is sent is compressed (“{coding[:40]}”).",
            cure="Envoyez-le tel quel, sans Content-Encoding.",
            cure_en="Send it as it is, without Content-Encoding.",
        )
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > most:
        raise too_large(most)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise too_large(most)
    return bytes(body)


def _too_slow(seconds: float) -> TooSlow:
    return TooSlow(
        f"L’envoi n’était pas complet après {seconds:.0f} s.",
        f"What is sent was not whole after {seconds:.0f} s.",
        cure=f"Envoyez à plus de {SLOWEST // 1000} ko par seconde, moins, ou en plusieurs fois.",
        cure_en=f"Send at over {SLOWEST // 1000} kB a second, less, or in several parts.",
    )


def _busy() -> Busy:
    return Busy(
        f"Les envois en cours occupent déjà {MOST_HELD // 1_000_000} Mo.",
        f"What is being sent takes {MOST_HELD // 1_000_000} MB already.",
        cure="Renvoyez le vôtre dans quelques instants.",
        cure_en="Send yours again in a moment.",
    )


def too_large(most: int) -> TooLarge:
    """The error that names the limit."""
    size = f"{most / 1_000_000:g} Mo" if most >= 1_000_000 else f"{most // 1000} ko"
    size_en = size.replace("Mo", "MB").replace("ko", "kB")
    return TooLarge(
        f"Ce qui est envoyé dépasse {size}.",
        f"What is sent is over {size_en}.",
        cure="Envoyez moins, ou en plusieurs fois.",
        cure_en="Send less, or in several parts.",
    )
