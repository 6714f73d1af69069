"""Bodies of requests, read as they come and no further than their limit."""

import asyncio

from starlette.requests import Request

from ftgraph.errors import UsageError

_LONGEST_S = 60.0


class TooSlow(UsageError):
    """A body that takes too long to come."""

    status = 408
    slug = "too-slow"


class TooLarge(UsageError):
    """A body past its limit."""

    status = 413
    slug = "too-large"


async def read_body(request: Request, most: int) -> bytes:
    """The body, of at most `most` bytes. Raises `TooLarge` as soon as it is known to be longer, `TooSlow`."""
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > most:
        raise too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(_LONGEST_S):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise too_large(most)
    except TimeoutError as error:
        raise TooSlow(
            f"L’envoi n’était pas complet après {_LONGEST_S:g} s.",
            f"What is sent was not whole after {_LONGEST_S:g} s.",
            cure="Envoyez moins, ou en plusieurs fois.",
        ) from error
    return bytes(body)


def too_large(most: int) -> TooLarge:
    """The error that names the limit."""
    size = f"{most / 1_000_000:g} Mo" if most >= 1_000_000 else f"{most // 1000} ko"
    size_en = size.replace("Mo", "MB").replace("ko", "kB")
    return TooLarge(
        f"Ce qui est envoyé dépasse {size}.",
        f"What is sent is over {size_en}.",
        cure="Envoyez moins, ou en plusieurs fois.",
    )
