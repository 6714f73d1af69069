"""Page cursors: opaque to the reader, they hold the generation, the day and the place a page ended at.

Pages are cut from one generation, which never changes: nothing is repeated or skipped while data is imported.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.errors import UsageError
from ftgraph.solutions.filters import SolutionFilters


@dataclass(frozen=True)
class Position:
    """Where the next page starts: `offset` rows into the answer of `generation`, asked as of a day."""

    generation: int
    offset: int
    as_of: date


def write(position: Position, filters: SolutionFilters) -> str:
    """The cursor for a position in the answer to `filters`."""
    data = orjson.dumps([position.generation, position.offset, position.as_of.isoformat(), _digest(filters)])
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read(cursor: str, filters: SolutionFilters) -> Position:
    """The position a cursor holds. Raises `UsageError` when it is not one, or was cut from another question."""
    generation, offset, as_of, digest = _decode(cursor)
    if digest != _digest(filters):
        raise UsageError(
            "Ce curseur de page vient d’une autre question.",
            "This page cursor comes from another question.",
            cure="Gardez les mêmes filtres d’une page à l’autre, ou repartez de la première page.",
            cure_en="Keep the same filters from page to page, or start again from the first page.",
        )
    return Position(generation, offset, date.fromisoformat(as_of))


def generation(cursor: str) -> int:
    """The generation that a cursor was cut from. Raises `UsageError` when it is not a cursor."""
    return _decode(cursor)[0]


def _decode(cursor: str) -> tuple[int, int, str, str]:
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        number, offset, as_of, digest = orjson.loads(data)
        date.fromisoformat(as_of)
        valid = isinstance(number, int) and isinstance(offset, int) and offset >= 0 and isinstance(digest, str)
    except (ValueError, TypeError, binascii.Error):
        valid = False
    if not valid:
        raise UsageError(
            "Ce curseur de page n’est pas valable.",
            "This page cursor is not valid.",
            cure="Repartez de la première page.",
            cure_en="Start again from the first page.",
        )
    return number, offset, as_of, digest


def _digest(filters: SolutionFilters) -> str:
    return hashlib.blake2s(orjson.dumps(filters), digest_size=6).hexdigest()
