"""A list in its formats: JSON as it is, CSV for French Excel with every column, text with the first ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.document import Table
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import CSV, TEXT, Format
from ftgraph.exports.wording import count, pick
from ftgraph.wording import Language

NONE = ("Aucune ligne.", "No row.")
Headings = Sequence[tuple[str, str]]
T = TypeVar("T")


@dataclass(frozen=True)
class Field(Generic[T]):
    """A column: its heading, and what makes its value of a thing, in a language."""

    heading: tuple[str, str]
    read: Callable[[T, Language], Value]


Fields = Sequence[Field[T]]


def headings(fields: Fields[T]) -> Headings:
    """The headings of columns."""
    return [each.heading for each in fields]


def rows(fields: Fields[T], found: Iterable[T], language: Language) -> list[tuple[Value, ...]]:
    """Things as rows, one each."""
    return [tuple(each.read(thing, language) for each in fields) for thing in found]


def render(
    kind: Format,
    answer: object,
    headings: Headings,
    rows: Sequence[Sequence[Value]],
    language: Language = "fr",
    *,
    shown: int = 0,
    empty: tuple[str, str] = NONE,
) -> bytes:
    """The list. `shown`: how many of the first columns are read on a screen (0: all); `empty`: said of no row.

    JSON is `answer`, whatever the rows.
    """
    named = [pick(heading, language) for heading in headings]
    if kind is CSV:
        places = [[2 if isinstance(value, float) else 0 for value in row] for row in rows]
        return b"".join(french_csv.pieces(named, zip(rows, places, strict=True)))
    if kind is TEXT:
        return "\n".join(lines(named, rows, language, shown=shown, empty=empty)).encode() + b"\n"
    return orjson.dumps(answer)


def lines(
    named: Sequence[str],
    rows: Sequence[Sequence[Value]],
    language: Language = "fr",
    *,
    shown: int = 0,
    empty: tuple[str, str] = NONE,
) -> list[str]:
    """The list in columns, for a terminal."""
    most = shown or len(named)
    read = tuple(tuple(_read(value) for value in row[:most]) for row in rows)
    return list(table_lines(Table("", "" if rows else pick(empty, language), tuple(named[:most]), read)))


def euros(value: float | None) -> str:
    """`2 400 000 €`; "" for none."""
    return "" if value is None else f"{count(round(value))}\u00a0€"


def _read(value: Value) -> str:
    match value:
        case None:
            return ""
        case date():
            return day(value)
        case float():
            return count(round(value))
    return str(value)
