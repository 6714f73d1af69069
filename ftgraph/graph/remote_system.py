"""What an endpoint keeps of itself: a system graph with the generation's number, its graphs, and work under way.

A server whose update requests are applied whole publishes by one request. On another (`Dialect.atomic` is false) what
is to be done is written down first; from then on no reader is served until it is done, and whoever writes next takes
up a publication that was interrupted. Staging graphs are dropped last, so every step can be done twice.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import CursorExpired, StoreError
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.endpoint_faults import shown
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Generation
from ftgraph.namespaces import graph as graph_iri
from ftgraph.settings import Settings

NOWHERE = "urn:x-ftgraph:nowhere"  # a dataset of no graph at all would mean: the server's own
STAGING = "urn:x-ftgraph:staging:"
_STORE, _NEXT = "urn:x-ftgraph:store", "urn:x-ftgraph:next"
_NUMBER, _PUBLISHED, _QUADS, _NOTE, _GRAPH, _BECOMES, _GOES, _BEGUN = (
    f"urn:x-ftgraph:{name}" for name in ("number", "published", "quads", "note", "graph", "becomes", "goes", "begun")
)
_FORGOTTEN_AFTER = timedelta(days=1)


class Publishing(StoreError):
    """A publication is under way, or was interrupted."""

    slug = "store-publishing"


@dataclass(frozen=True)
class State:
    """What the system graph says: the generation, who made it, and its graphs."""

    generation: Generation
    note: str
    graphs: frozenset[str]


@dataclass(frozen=True)
class Publication:
    """What is to become of the endpoint. `moves`: staging graph → graph; `drops`: graphs that end."""

    state: State
    moves: Mapping[str, str]
    drops: frozenset[str]


class System:
    """The system graph of an endpoint, and the local folder that goes with it."""

    def __init__(self, settings: Settings) -> None:
        self.endpoint = Endpoint(settings)
        self.address = shown(settings.store)
        self.graph = graph_iri(settings.base, "system")
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        name = sha256(settings.store.encode()).hexdigest()[:16]
        self.cache = Path(cache).expanduser() / "ftgraph" / name

    def attachments(self, number: int) -> Path:
        """The local folder of a generation's attached files."""
        return self.cache / f"{number:06d}"

    def number(self) -> int:
        """The generation's number, 0 when nothing was published. Raises `Publishing` while another is published."""
        query = f"SELECT ?s ?n WHERE {{ GRAPH {iri(self.graph)} {{ ?s {iri(_NUMBER)} ?n }} }} ORDER BY ?s ?n"
        found = {str(row[0]): row[1] for row in self.endpoint.select(query, [self.graph])}
        if iri(_NEXT) in found:
            raise publishing(self.address)
        number = found.get(iri(_STORE))
        return int(number.value) if isinstance(number, ox.Literal) else 0

    def state(self) -> State | None:
        """What is published; `None` when nothing is. Raises `Publishing` while another is published."""
        facts = self._facts()
        if any(subject == _NEXT for subject, _, _ in facts):
            raise publishing(self.address)
        return _state(facts, _STORE)

    def begin(self, staging: str) -> None:
        """Write down that a staging graph is about to be filled: should its writer die, another drops it one day."""
        self._insert([f"{iri(staging)} {iri(_BEGUN)} {literal(datetime.now(UTC).isoformat())} ."])

    def forget(self, stagings: Iterable[str]) -> None:
        """Drop staging graphs."""
        for staging in stagings:
            self.endpoint.update(f"DROP SILENT GRAPH {iri(staging)} ;\n{self._without(iri(staging), iri(_BEGUN))}")

    def tidy(self) -> None:
        """Take up a publication that was interrupted, and drop what writers that died a day ago left."""
        facts = self._facts()
        state = _state(facts, _NEXT)
        if state is not None:
            moves = {subject: value for subject, name, value in facts if name == _BECOMES}
            drops = frozenset(subject for subject, name, _ in facts if name == _GOES)
            self._finish(Publication(state, moves, drops))
        oldest = (datetime.now(UTC) - _FORGOTTEN_AFTER).isoformat()
        self.forget(subject for subject, name, value in facts if name == _BEGUN and value < oldest)

    def publish(self, given: Publication) -> None:
        """Make it so. Raises `OutcomeUnknown` when no answer says whether it was done, `StoreError` when it was not."""
        if not self.endpoint.dialect.atomic:
            plan = [*_told(_NEXT, given.state)]
            plan += [f"{iri(staging)} {iri(_BECOMES)} {iri(graph)} ." for staging, graph in given.moves.items()]
            plan += [f"{iri(graph)} {iri(_GOES)} {literal(True)} ." for graph in given.drops]
            self._insert(plan)
            self._finish(given)
            return
        steps = [f"DROP SILENT GRAPH {iri(graph)}" for graph in sorted(given.drops)]
        steps += [f"MOVE SILENT GRAPH {iri(staging)} TO GRAPH {iri(graph)}" for staging, graph in given.moves.items()]
        steps += [self._without(iri(staging)) for staging in given.moves]
        self.endpoint.update(" ;\n".join([*steps, *self._renewed(given.state)]))

    def _finish(self, given: Publication) -> None:
        for graph in sorted(given.drops):
            self.endpoint.update(f"DROP SILENT GRAPH {iri(graph)}")
        for staging, graph in given.moves.items():
            self.endpoint.update(f"COPY SILENT GRAPH {iri(staging)} TO GRAPH {iri(graph)}")
        for step in self._renewed(given.state):
            self.endpoint.update(step)
        for graph in given.drops:
            self.endpoint.update(self._without(iri(graph)))
        for staging in given.moves:
            self.endpoint.update(self._without(iri(staging), iri(_BECOMES)))
        self.endpoint.update(self._without(iri(_NEXT)))
        with suppress(StoreError):  # what is left behind is dropped another day
            self.forget(given.moves)

    def _renewed(self, state: State) -> list[str]:
        facts = "\n".join(_told(_STORE, state))
        return [self._without(iri(_STORE)), f"INSERT DATA {{ GRAPH {iri(self.graph)} {{ {facts} }} }}"]

    def _without(self, subject: str, predicate: str = "?p") -> str:
        return f"DELETE WHERE {{ GRAPH {iri(self.graph)} {{ {subject} {predicate} ?o }} }}"

    def _insert(self, lines: Iterable[str]) -> None:
        text = "\n".join(lines)
        self.endpoint.update(f"INSERT DATA {{ GRAPH {iri(self.graph)} {{ {text} }} }}")

    def _facts(self) -> list[tuple[str, str, str]]:
        query = f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(self.graph)} {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
        return [
            (subject.value, name.value, value.value)
            for subject, name, value in self.endpoint.select(query, [self.graph])
            if isinstance(subject, ox.NamedNode)
            and isinstance(name, ox.NamedNode)
            and isinstance(value, ox.NamedNode | ox.Literal)
        ]


def _state(facts: Iterable[tuple[str, str, str]], which: str) -> State | None:
    told = [(name, value) for subject, name, value in facts if subject == which]
    values = dict(told)
    if _NUMBER not in values:
        return None
    generation = Generation(int(values[_NUMBER]), datetime.fromisoformat(values[_PUBLISHED]), int(values[_QUADS]))
    return State(generation, values.get(_NOTE, ""), frozenset(value for name, value in told if name == _GRAPH))


def _told(which: str, state: State) -> Iterable[str]:
    pairs = [
        (_NUMBER, literal(state.generation.number)),
        # A plain string: a server may write dates its own way.
        (_PUBLISHED, literal(state.generation.published.isoformat())),
        (_QUADS, literal(state.generation.quads)),
        (_NOTE, literal(state.note)),
        *((_GRAPH, iri(graph)) for graph in sorted(state.graphs)),
    ]
    return [f"{iri(which)} {iri(name)} {value} ." for name, value in pairs]


def publishing(address: str) -> Publishing:
    """A publication is under way, or was interrupted."""
    return Publishing(
        f"Une publication est en cours sur le point SPARQL «\u202f{address}\u202f», ou y a été interrompue.",
        f"A publication is under way on “{address}”, or was interrupted there.",
        cure="Réessayez dans un instant\u202f; si cela dure, relancez un import\u202f: il la termine d’abord.",
    )


def overtaken() -> StoreError:
    """Another machine published while this writer was at work."""
    return StoreError(
        "Une autre machine a publié entre-temps sur le point SPARQL distant\u202f: rien n’a été modifié.",
        "Another machine published on the remote endpoint meanwhile: nothing was changed.",
        cure="Recommencez, et lancez les imports depuis une seule machine.",
    )


def expired(number: int) -> CursorExpired:
    """A remote endpoint serves the newest generation only."""
    return CursorExpired(
        f"La génération {number} n’est plus servie par le point SPARQL distant.",
        f"Generation {number} is no longer served by the remote endpoint.",
        cure="Recommencez sur la génération courante.",
    )
