"""The structures that carry solutions: what each says of itself."""

from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.graph.store import Queryable


@dataclass(frozen=True)
class Structure:
    """A structure; texts are as the source wrote them, "" where it says nothing. `source`: the key of its dataset."""

    iri: str
    label: str
    description: str
    address: str
    complement: str
    postal_code: str
    locality: str
    telephone: str
    email: str
    homepage: str
    page: str
    hours: str
    siret: str
    modified: date | None
    source: str
    example: bool


def read(graph: Queryable, iri: str) -> Structure | None:
    """The structure of that IRI; None when the graph has none. Where two values are told, the first one is taken."""
    names = queries.load("structures/one").columns
    for row in graph.select(queries.text("structures/one", structure=iri)):
        said = {name: "" if term is None else term.value for name, term in zip(names, row, strict=True)}
        modified, example = said.pop("modified"), said.pop("example")
        day = date.fromisoformat(modified[:10]) if modified else None
        return Structure(iri=iri, modified=day, example=example == "true", **said)
    return None
