"""A table of an answer about the network: the same for a terminal, a CSV file and a page."""

from collections.abc import Callable
from dataclasses import dataclass

from ftgraph.exports.columns import Value
from ftgraph.wording import Language, Text

Say = Callable[[str, str], str]
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Grid:
    """A table. `key`: its anchor; `note`: how to read it; `empty`: what is said when it has no row.

    `linked`: the actor’s key of each row whose first cell names an actor, "" for the others.
    """

    key: str
    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    linked: tuple[str, ...] = ()


def say_in(language: Language) -> Say:
    """Picks the French or the English."""
    return lambda french, english: english if language == "en" else french


def points(value: float, say: Say) -> str:
    """« 33,3 », « 20 »; “33.3”."""
    written = f"{value:.1f}".removesuffix(".0")
    return say(written.replace(".", ","), written)


def percent(value: float, say: Say) -> str:
    """« 33,3 % »; “33.3%”."""
    return points(value, say) + say("\u202f%", "%")


def share(part_of: int, whole: int, say: Say) -> str:
    """« 41 % »; “41%”."""
    return percent(round(100 * part_of / whole) if whole else 0, say)


def told(text: Text, say: Say) -> str:
    """A text in the language of `say`."""
    return say(text.fr, text.say("en"))
