"""The writer of a remote store: staging graphs that no reader names, then one publication."""

import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from ftgraph.errors import OutcomeUnknown, StoreError, UsageError
from ftgraph.graph import locks
from ftgraph.graph.faults import bad_source, check_readable
from ftgraph.graph.ntriples import iri
from ftgraph.graph.records import DEFAULT_GRAPH
from ftgraph.graph.remote_system import NOWHERE, STAGING, Publication, Publishing, State, System, overtaken
from ftgraph.graph.store import Generation, Row
from ftgraph.graph.tokens import tokens
from ftgraph.graph.updates import written_graphs
from ftgraph.settings import Settings

_IN_MEMORY = 16 << 20
_LOOKS = 5
_LOOK_EVERY_S = 1.0


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
            system.tidy()
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
        return sorted(self._staged.get(graph, graph) for graph in self._graphs) or [NOWHERE]

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
        return map(self._named, self._endpoint.select(self._aimed(query), self._seen()))

    def ask(self, query: str) -> bool:
        return self._endpoint.ask(self._aimed(query), self._seen())

    def construct(self, query: str) -> Iterator[ox.Triple]:
        return self._endpoint.construct(self._aimed(query), self._seen())

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: ox.RdfFormat = ox.RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
    ) -> None:
        self._check_open()
        check_readable(source)
        name = str(source) if isinstance(source, Path) else "envoi"
        try:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as triples:
                _write_triples(source, format, triples, name)
                size = triples.tell()
                self._graphs.add(graph)
                staging = self._stage(graph)
                if size:
                    self._endpoint.upload(staging, triples, size)
                else:
                    self._endpoint.update(f"DROP SILENT GRAPH {iri(staging)}")
        except BaseException:
            self._ended = True
            raise

    def drop_graph(self, graph: str) -> None:
        self._check_open()
        self._graphs.discard(graph)
        if graph in self._staged:
            self._system.forget([self._staged.pop(graph)])

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
        try:
            self._endpoint.update(self._aimed(update))
        except BaseException:
            self._ended = True
            raise

    def _stage(self, graph: str) -> str:
        if graph not in self._staged:
            staging = f"{STAGING}{uuid.uuid4()}"
            self._system.begin(staging)
            self._staged[graph] = staging
        return self._staged[graph]

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
        generation = Generation(self.number, datetime.now(UTC), sum(counts[graph] for graph in graphs))
        given = Publication(
            State(generation, note, graphs),
            {staging: graph for graph, staging in self._staged.items() if graph in graphs},
            self._published - graphs,
        )
        target = self._system.attachments(generation.number)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.attachments, target)
        if self._system.number() != self._number:  # a writer on another machine, which the local lock does not see
            raise overtaken()
        try:
            self._system.publish(given)
        except OutcomeUnknown:
            self._look_for(given)
        for staging in given.moves:
            del self._staged[given.moves[staging]]
        self._ended = True
        return generation

    def _look_for(self, given: Publication) -> None:
        """Return when the publication is there after all. Raises `OutcomeUnknown`: it may still come."""
        self._ended = True
        for _ in range(_LOOKS):
            with suppress(Publishing):
                state = self._system.state()
                if state is not None and state.generation == given.state.generation:
                    return
            time.sleep(_LOOK_EVERY_S)
        self._staged.clear()  # the server may yet move them
        raise OutcomeUnknown(
            "Le point SPARQL distant n’a pas dit si la publication a eu lieu\u202f: elle n’est pas visible, "
            "mais peut encore le devenir.",
            "The remote endpoint did not say whether the publication took place: it is not there, but may still come.",
            cure="Regardez quelle génération est en service («\u202fftgraph store list\u202f») avant de recommencer.",
        )

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
            # A server that is gone keeps them; they are written down, and another writer drops them.
            with suppress(StoreError):
                self._system.forget(self._staged.values())
        finally:
            self._stack.close()


def _write_triples(source: Path | IO[bytes], form: ox.RdfFormat, out: IO[bytes], name: str) -> None:
    """`source` as N-Triples: every server reads them alike, and a fault is told with its line before anything is sent.

    Raises `SourceError`.
    """
    try:
        read = ox.parse(path=source, format=form) if isinstance(source, Path) else ox.parse(source, form)
        ox.serialize((quad.triple for quad in read), out, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise bad_source(error, name) from error
