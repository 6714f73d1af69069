"""Reads answers of the query files: rows by column, days, and the names of concepts in both languages."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.wording import Text


def rows(graph: Queryable, name: str, **values: object) -> Iterator[Mapping[str, str]]:
    """The rows of a query file, each value as text by column, "" where unbound."""
    query = queries.load(name)
    for row in graph.select(query.text(**values)):
        yield {
            column: "" if term is None else str(getattr(term, "value", term))
            for column, term in zip(query.columns, row, strict=True)
        }


def day(written: str) -> date | None:
    """A day; None for "" or for what is none."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def notation(iri: str) -> str:
    """The last part of a concept’s IRI."""
    return iri.rpartition("/")[2]


class Names:
    """What things are called, asked of the graph once for all those given."""

    def __init__(self, graph: Queryable, things: Iterable[str]) -> None:
        wanted = sorted({iri for iri in things if iri})
        self._known: dict[str, dict[str, str]] = {}
        if wanted:
            for thing, name in graph.select(queries.text("committees/names", thing=wanted)):
                if thing is not None and name is not None:
                    language = getattr(name, "language", None) or ""
                    self._known.setdefault(str(getattr(thing, "value", "")), {}).setdefault(language, name.value)

    def of(self, iri: str) -> Text:
        """Its name; its IRI’s last part where it has none."""
        names = self._known.get(iri, {})
        french = names.get("fr") or names.get("") or next(iter(names.values()), notation(iri))
        return Text(french, names.get("en", french))
