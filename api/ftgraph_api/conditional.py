"""Entity tags: one per generation, representation and question, so that an unchanged answer is not sent again."""

import hashlib
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.responses import Response

from ftgraph import __version__

CACHING = "no-cache"
"""May be kept, but asked for again each time: the tag makes that cheap."""
FOR_EVER = "public, max-age=31536000, immutable"
"""What stands at an address that never holds anything else."""


def tag(generation: int, *parts: str) -> str:
    """The strong tag of an answer: `parts` is all that the answer depends on beside the generation."""
    digest = hashlib.blake2s("\x1f".join((__version__, *parts)).encode(), digest_size=9).hexdigest()
    return f'"{generation}-{digest}"'


def unchanged(headers: Headers, etag: str) -> bool:
    """Whether `If-None-Match` already holds `etag` (compared weakly, RFC 9110, 13.1.2)."""
    given = headers.get("if-none-match")
    if not given:
        return False
    return given.strip() == "*" or etag in _tags(given)


def head(headers: Mapping[str, str]) -> Response:
    """The answer to a HEAD whose GET is sent as it is made: no length is told, none is known (RFC 9110, 8.6)."""
    answer = Response(headers=headers)
    del answer.headers["content-length"]
    return answer


def _tags(header: str) -> Iterable[str]:
    return (each.strip().removeprefix("W/") for each in header.split(","))
