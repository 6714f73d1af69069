"""Types of contract and area that another replaced, and the contracts of the graph that each concerns (P3.8, P3.10)."""

from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.contracts.instruments import Instrument, instruments
from ftgraph.graph.store import Queryable
from ftgraph.naming import Named, Names, day, last, text


@dataclass(frozen=True)
class Succession:
    """A type of instrument that another replaced: since when, by which text, where one reads more.

    `ended` and `following`: the published contracts of both types. `late`: those of the replaced type still said to be
    in force on the day asked, though it is gone.
    """

    iri: str
    original: Named
    resulting: Named
    since: date | None
    text: str
    page: str
    ended: tuple[Instrument, ...]
    following: tuple[Instrument, ...]
    late: tuple[Instrument, ...]


def successions(graph: Queryable, on: date) -> tuple[Succession, ...]:
    """The successions known, the oldest first."""
    names = Names(graph)
    rows = list(graph.select(queries.text("contracts/succession")))
    concerned = {last(text(term)) for row in rows for term in row[1:3]}
    known = [each for each in instruments(graph) if each.type in concerned]
    found = []
    for change, original, resulting, since, written, page in rows:
        old, new = last(text(original)), last(text(resulting))
        begun = day(since)
        late = [
            each
            for each in known
            if each.type == old
            and begun is not None
            and on >= begun
            and (each.valid_from is None or each.valid_from <= on)
            and (each.valid_until is None or each.valid_until >= on)
        ]
        found.append(
            Succession(
                iri=text(change),
                original=names.named(text(original)),
                resulting=names.named(text(resulting)),
                since=begun,
                text=text(written),
                page=text(page),
                ended=tuple(each for each in known if each.type == old),
                following=tuple(each for each in known if each.type == new),
                late=tuple(late),
            )
        )
    return tuple(found)
