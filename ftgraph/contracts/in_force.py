"""The contracts of the graph: which are in force on a day, where, until when (rules R-CTR-01 to R-CTR-08)."""

from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.contracts.instruments import key_of
from ftgraph.graph.store import Queryable


@dataclass(frozen=True)
class Contract:
    """A contract in one territory (an IRI). `type`: a concept’s IRI, "" where none; `until`: its last day, if any."""

    iri: str
    title: str
    type: str
    territory: str
    until: date | None

    @property
    def key(self) -> str:
        """What names it in addresses."""
        return key_of(self.iri)


def in_force(graph: Queryable, day: date) -> tuple[Contract, ...]:
    """The contracts in force on `day`, by title; one that covers several territories comes once for each."""
    found: dict[tuple[str, str], Contract] = {}
    for row in graph.select(queries.text("contracts/in-force", day=day.isoformat())):
        iri, title, kind, territory, _, until = ("" if term is None else term.value for term in row)
        last = date.fromisoformat(until[:10]) if until else None
        found.setdefault((iri, territory), Contract(iri, title, kind, territory, last))
    return tuple(found.values())
