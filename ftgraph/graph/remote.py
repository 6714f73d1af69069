"""The remote store: generations on any SPARQL 1.1 endpoint.

A system graph holds the generation's number and the list of its graphs; queries name those graphs and see no other. A
writer fills staging graphs, which no reader names; `publish` is one update request that moves them into place and
changes the number. What the protocol cannot give: an older generation, and a snapshot while another one is published.
An answer that a publication may have crossed is thrown away and `CursorExpired` raised.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from ftgraph.errors import CursorExpired, StoreEmpty, StoreError, UsageError
from ftgraph.graph import locks
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.faults import check_readable
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.records import DEFAULT_GRAPH
from ftgraph.graph.store import Generation, Row
from ftgraph.graph.tokens import tokens
from ftgraph.graph.updates import written_graphs
from ftgraph.namespaces import graph as graph_iri
from ftgraph.settings import Settings

_STORE = "urn:x-ftgraph:store"
_NUMBER, _PUBLISHED, _QUADS, _NOTE, _GRAPH = (
    f"urn:x-ftgraph:{name}" for name in ("number", "published", "quads", "note", "graph")
)
_NOWHERE = "urn:x-ftgraph:nowhere"  # a dataset of no graph at all would mean: the server's own


class State:
    """What the system graph says: the generation and its graphs."""

    def __init__(self, generation: Generation, graphs: frozenset[str]) -> None:
        self.generation = generation
        self.graphs = graphs


class System:
    """The system graph of an endpoint, and the local folder that goes with it."""

    def __init__(self, settings: Settings) -> None:
        self.endpoint = Endpoint(settings.store)
        self.graph = graph_iri(settings.base, "system")
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        name = sha256(settings.store.encode()).hexdigest()[:16]
        self.cache = Path(cache).expanduser() / "ftgraph" / name

    def attachments(self, number: int) -> Path:
        """The local folder of a generation's attached files."""
        return self.cache / f"{number:06d}"

    def number(self) -> int:
        """The generation's number, 0 when nothing was published."""
        query = f"SELECT ?n WHERE {{ GRAPH {iri(self.graph)} {{ {iri(_STORE)} {iri(_NUMBER)} ?n }} }} ORDER BY DESC(?n)"
        found = next(self.endpoint.select(query, [self.graph]), None)
        return int(found[0].value) if found else 0

    def state(self) -> State | None:
        """Everything the system graph says, in one query; `None` when nothing was published."""
        query = f"SELECT ?p ?o WHERE {{ GRAPH {iri(self.graph)} {{ {iri(_STORE)} ?p ?o }} }} ORDER BY ?p ?o"
        found = [(row[0].value, row[1].value) for row in self.endpoint.select(query, [self.graph])]
        told = dict(found)
        if _NUMBER not in told:
            return None
        generation = Generation(int(told[_NUMBER]), datetime.fromisoformat(told[_PUBLISHED]), int(told[_QUADS]))
        return State(generation, frozenset(value for name, value in found if name == _GRAPH))


class RemoteReader:
    """See `store.Reader`. Answers are whole before the first row is given: they are checked against the number."""

    def __init__(self, system: System, state: State) -> None:
        self.generation: Generation = state.generation
        self.attachments: Path = system.attachments(state.generation.number)
        self.attachments.mkdir(parents=True, exist_ok=True)
        self._system = system
        self._graphs = sorted(state.graphs) or [_NOWHERE]

    def select(self, query: str) -> Iterator[Row]:
        rows = [tuple(row) for row in self._system.endpoint.select(query, self._graphs)]
        self._still()
        return iter(rows)

    def ask(self, query: str) -> bool:
        answer = self._system.endpoint.ask(query, self._graphs)
        self._still()
        return answer

    def construct(self, query: str) -> Iterator[ox.Triple]:
        triples = self._system.endpoint.construct(query, self._graphs)
        self._still()
        return iter(triples)

    def _still(self) -> None:
        if self._system.number() != self.generation.number:
            raise expired(self.generation.number)

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class RemoteWriter:
    """See `store.Writer`. An update names its graphs by IRI: no default graph, no variable, no `ALL`."""

    attachments: Path

    def __init__(self, system: System, settings: Settings, note: str) -> None:
        self._system, self._endpoint = system, system.endpoint
        self._staged: dict[str, str] = {}
        self._ended = False
        with ExitStack() as stack:
            system.cache.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locks.writer_lock(system.cache / "writer.lock", note, settings.lock_wait_s))
            state = system.state()
            self._number = state.generation.number if state else 0
            self._graphs = set(state.graphs) if state else set()
            self._published = frozenset(self._graphs)
            self.attachments = Path(tempfile.mkdtemp(prefix="work-", dir=system.cache))
            stack.callback(shutil.rmtree, self.attachments, ignore_errors=True)
            self._stack = stack.pop_all()

    @property
    def number(self) -> int:
        """See `store.Writer`."""
        return self._number + 1

    def _seen(self) -> list[str]:
        return sorted(self._staged.get(graph, graph) for graph in self._graphs) or [_NOWHERE]

    def _aimed(self, text: str) -> str:
        """`text` with each staged graph's IRI replaced by its staging graph's; strings and comments are left alone."""
        parts, done = [], 0
        for token in tokens(text):
            staging = self._staged.get(token.text[1:-1]) if token.kind == "iri" else None
            if staging is not None:
                parts += [text[done : token.start], iri(staging)]
                done = token.start + len(token.text)
        return "".join([*parts, text[done:]])

    def _named(self, row: Row) -> Row:
        back = {staging: graph for graph, staging in self._staged.items()}
        return tuple(
            ox.NamedNode(back[term.value]) if isinstance(term, ox.NamedNode) and term.value in back else term
            for term in row
        )

    def select(self, query: str) -> Iterator[Row]:
        return iter([self._named(tuple(row)) for row in self._endpoint.select(self._aimed(query), self._seen())])

    def ask(self, query: str) -> bool:
        return self._endpoint.ask(self._aimed(query), self._seen())

    def construct(self, query: str) -> Iterator[ox.Triple]:
        return iter(self._endpoint.construct(self._aimed(query), self._seen()))

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: ox.RdfFormat = ox.RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
    ) -> None:
        self._check_open()
        check_readable(source)
        staging = self._stage(graph)
        try:
            if isinstance(source, Path):
                with source.open("rb") as file:
                    self._endpoint.upload(staging, file, source.stat().st_size, format.media_type)
            else:
                content = source.read()
                self._endpoint.upload(staging, BytesIO(content), len(content), format.media_type)
        except BaseException:
            self._ended = True
            raise
        self._graphs.add(graph)

    def drop_graph(self, graph: str) -> None:
        self._check_open()
        self._graphs.discard(graph)
        if graph in self._staged:
            self._endpoint.update(f"DROP SILENT GRAPH {iri(self._staged.pop(graph))}")

    def update(self, update: str) -> None:
        self._check_open()
        written = written_graphs(update)
        if written is None:
            raise UsageError(
                "Sur un entrepôt distant, une mise à jour nomme chaque graphe par son IRI.",
                "On a remote store, an update names each graph by its IRI.",
                cure="Remplacez la variable, le préfixe ou ALL par l’IRI du graphe.",
            )
        for graph in sorted(written - {DEFAULT_GRAPH}):
            if graph not in self._staged:
                staging = self._stage(graph)
                if graph in self._graphs:
                    self._endpoint.update(f"COPY SILENT GRAPH {iri(graph)} TO GRAPH {iri(staging)}")
            self._graphs.add(graph)
        self._endpoint.update(self._aimed(update))

    def _stage(self, graph: str) -> str:
        return self._staged.setdefault(graph, f"urn:x-ftgraph:staging:{uuid.uuid4()}")

    def _check_open(self) -> None:
        if self._ended:
            raise StoreError(
                "Cette écriture est terminée ou a échoué\u202f: elle ne peut pas continuer.",
                "This write has ended or failed: it cannot go on.",
                cure="Recommencez-la entièrement.",
            )

    def publish(self, note: str) -> Generation:
        self._check_open()
        counts = self._counts()
        graphs = frozenset(graph for graph in self._graphs if counts.get(graph))
        now, number = datetime.now(UTC), self._number + 1
        generation = Generation(number, now, sum(counts[graph] for graph in graphs))
        steps = [f"DROP SILENT GRAPH {iri(graph)}" for graph in sorted(self._published - graphs)]
        for graph, staging in self._staged.items():
            move = f"MOVE SILENT GRAPH {iri(staging)} TO GRAPH {iri(graph)}"
            steps.append(move if graph in graphs else f"DROP SILENT GRAPH {iri(staging)}")
        told = [(_NUMBER, literal(number)), (_PUBLISHED, literal(now.isoformat())), (_NOTE, literal(note))]
        told += [(_QUADS, literal(generation.quads)), *((_GRAPH, iri(graph)) for graph in sorted(graphs))]
        facts = " ".join(f"{iri(_STORE)} {iri(name)} {value} ." for name, value in told)
        system = iri(self._system.graph)
        steps += [f"DELETE WHERE {{ GRAPH {system} {{ {iri(_STORE)} ?p ?o }} }}"]
        steps += [f"INSERT DATA {{ GRAPH {system} {{ {facts} }} }}"]
        target = self._system.attachments(number)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.attachments, target)
        if self._system.number() != self._number:  # a writer on another machine, which the local lock does not see
            raise overtaken()
        self._endpoint.update(" ;\n".join(steps))
        self._staged.clear()
        self._ended = True
        return generation

    def _counts(self) -> dict[str, int]:
        query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        counts: dict[str, int] = {}
        for graph, quads in self.select(query):
            if isinstance(graph, ox.NamedNode) and isinstance(quads, ox.Literal):
                counts[graph.value] = int(quads.value)
        return counts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        try:
            for staging in self._staged.values():
                self._endpoint.update(f"DROP SILENT GRAPH {iri(staging)}")
        finally:
            self._stack.close()


class RemoteStore:
    """See `store.Store`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._system = System(settings)

    def current(self) -> int:
        return self._system.number()

    def reader(self, generation: int | None = None) -> RemoteReader:
        state = self._system.state()
        if state is None:
            raise StoreEmpty(
                f"Le point SPARQL «\u202f{self._settings.store}\u202f» ne contient encore rien de publié.",
                f"Nothing was published on “{self._settings.store}” yet.",
                cure="Importez d’abord des données avec «\u202fftgraph import\u202f».",
            )
        if generation not in {None, state.generation.number}:
            raise expired(generation or 0)
        return RemoteReader(self._system, state)

    def writer(self, note: str) -> RemoteWriter:
        return RemoteWriter(self._system, self._settings, note)


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
