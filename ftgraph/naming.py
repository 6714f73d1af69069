"""What things of the graph are called, and how the terms of a row are read."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.wording import Text

_NAMES_AT_ONCE = 500
_OF_GENERATIONS: MutableMapping[Queryable, dict[str, Text]] = WeakKeyDictionary()
"""The names read of each open generation, which does not change, as long as its reader is there."""


@dataclass(frozen=True)
class Named:
    """A thing (its IRI) and what it is called."""

    iri: str
    label: Text


class Names:
    """Names asked of the graph, many at once, each kept: by all who ask the same open generation."""

    def __init__(self, graph: Queryable) -> None:
        self._graph = graph
        self._known = _known(graph)

    def of(self, iri: str) -> Text:
        """The name of a thing; the last part of its IRI when it has none."""
        said = self.said(iri)
        return said if said.fr else Text(last(iri), said.en)

    def said(self, iri: str) -> Text:
        """The name of a thing, "" when it has none."""
        if iri not in self._known:
            self.learn((iri,))
        return self._known[iri]

    def named(self, iri: str) -> Named:
        """The thing with its name."""
        return Named(iri, self.of(iri))

    def learn(self, iris: Iterable[str]) -> None:
        """Ask for several names in few queries."""
        wanted = [iri for iri in dict.fromkeys(iris) if iri not in self._known]
        for start in range(0, len(wanted), _NAMES_AT_ONCE):
            some = wanted[start : start + _NAMES_AT_ONCE]
            said: dict[str, dict[str, str]] = {}
            for thing, name in self._graph.select(queries.text("committees/names", thing=some)):
                said.setdefault(text(thing), {}).setdefault(getattr(name, "language", None) or "", text(name))
            for iri in some:
                texts = said.get(iri, {})
                french = texts.get("fr") or texts.get("") or next(iter(texts.values()), "")
                self._known[iri] = Text(french, texts.get("en", ""))


def _known(graph: Queryable) -> dict[str, Text]:
    """What is known so far of a graph's names. Of one that may change (a writer's, a file's), nothing."""
    known = _OF_GENERATIONS.get(graph)
    if known is None:
        known = {"": Text("")}
        if hasattr(graph, "generation"):
            known = _OF_GENERATIONS.setdefault(graph, known)
    return known


def text(term: Any) -> str:
    """A term's text, "" for none."""
    return "" if term is None else str(term.value)


def last(iri: str) -> str:
    """The last part of an IRI: a concept's notation."""
    return iri.rpartition("/")[2]


def day(term: Any) -> date | None:
    """A term's day, None for what is no date."""
    try:
        return date.fromisoformat(text(term)[:10])
    except ValueError:
        return None


def amount(term: Any) -> float | None:
    """A term's number, None for what is none."""
    try:
        return float(text(term))
    except ValueError:
        return None
