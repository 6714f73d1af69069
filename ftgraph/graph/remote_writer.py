"""The writer of a remote store: graphs under new names, which no reader knows, then one publication."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.errors import OutcomeUnknown, StoreError, UsageError
from ftgraph.graph.counting import QUESTION, counts
from ftgraph.graph.faults import bad_source, check_readable
from ftgraph.graph.records import DEFAULT_GRAPH
from ftgraph.graph.remote_names import Names, new_name
from ftgraph.graph.remote_system import State, System, overtaken
from ftgraph.graph.store import Generation, Row
from ftgraph.graph.update_forms import copying
from ftgraph.graph.updates import written_graphs
from ftgraph.settings import Settings

_IN_MEMORY = 16 << 20


class RemoteWriter:
    """See `store.Writer`. An update names its graphs by IRI: no default graph, no variable, no `ALL`."""

    attachments: Path

    def __init__(self, system: System, settings: Settings, note: str) -> None:
        self._system, self._endpoint = system, system.endpoint
        self._kept = settings.keep_generations
        self._own: set[str] = set()
        self._ended = False
        with ExitStack() as stack:
            stack.enter_context(system.locked(note))
            facts = system.tidy()
            self._base = facts.current
            self._built_upon = self._base.generation.number if self._base else 0
            self._number = max([self._built_upon, *(each.generation.number for each in facts.kept)])
            self._names = Names(facts.current.names if facts.current else ())
            self.attachments = Path(tempfile.mkdtemp(prefix="work-", dir=system.cache))
            stack.callback(shutil.rmtree, self.attachments, ignore_errors=True)
            self._stack = stack.pop_all()

    @property
    def number(self) -> int:
        """See `store.Writer`."""
        return self._number + 1

    def select(self, query: str) -> Iterator[Row]:
        return self._names.told(query, self._endpoint.select(self._names.aimed(query), self._names.dataset))

    def ask(self, query: str) -> bool:
        return self._endpoint.ask(self._names.aimed(query), self._names.dataset)

    def construct(self, query: str) -> Iterator[ox.Triple]:
        return self._endpoint.construct(self._names.aimed(query), self._names.dataset)

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: ox.RdfFormat = ox.RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
        *,
        sound: bool = False,
    ) -> None:
        self._check_open()
        check_readable(source)
        name = str(source) if isinstance(source, Path) else "envoi"
        try:
            with _preparing(), tempfile.SpooledTemporaryFile(_IN_MEMORY) as triples:
                _write_triples(source, format, triples, name)
                size = triples.tell()
                self._names.take(graph)
                if size:
                    self._endpoint.upload(self._named_anew(graph), triples, size)
        except BaseException:
            self._ended = True
            raise

    def replace_graph_beside(self, graph: str, source: IO[bytes]) -> None:
        self.replace_graph(graph, source, sound=True)

    def drop_graph(self, graph: str) -> None:
        self._check_open()
        self._names.take(graph)

    def update(self, update: str) -> None:
        self._check_open()
        written = written_graphs(update)
        if written is None:
            raise UsageError(
                "Sur un entrepôt distant, une mise à jour nomme chaque graphe par son IRI.",
                "On a remote store, an update names each graph by its IRI.",
                cure="Remplacez la variable, le préfixe ou ALL par l’IRI du graphe.",
                cure_en="Put the graph’s IRI in the place of the variable, prefix or ALL.",
            )
        try:
            with _preparing():
                for graph in sorted(written - {DEFAULT_GRAPH}):
                    before = self._names.graphs.get(graph)
                    if before not in self._own:
                        name = self._named_anew(graph)
                        if before is not None:
                            self._endpoint.update(copying(before, name))
                self._endpoint.update(self._names.aimed(update))
        except BaseException:
            self._ended = True
            raise

    def _named_anew(self, graph: str) -> str:
        """A new name for a graph that is written, which replaces the one that readers know."""
        name = new_name(graph, self.number)
        self._system.begin(name)
        self._own.add(name)
        self._names.put(name)
        return name

    def _check_open(self) -> None:
        if self._ended:
            raise StoreError(
                "Cette écriture est terminée ou a échoué\u202f: elle ne peut pas continuer.",
                "This write has ended or failed: it cannot go on.",
                cure="Recommencez-la entièrement.",
                cure_en="Do it again from the start.",
            )

    def optimize(self) -> None:
        raise UsageError(
            "Un point SPARQL range lui-même ses données.",
            "A SPARQL endpoint lays its data out itself.",
            cure="Voyez la documentation de ce serveur.",
            cure_en="See that server’s documentation.",
        )

    def publish(self, note: str) -> Generation:
        self._check_open()
        names, quads = self._counted()
        generation = Generation(self.number, datetime.now(UTC), quads)
        target = self._system.attachments(generation.number)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.attachments, target)
        if self._system.number() != self._built_upon:  # a writer on another machine, which the local lock does not see
            raise overtaken()
        with _preparing():
            self._system.write_down(State(generation, note, names))
        try:
            self._system.point_to(generation)
        except OutcomeUnknown:
            self._ended = True
            self._own.clear()  # the server may yet put them in service
            raise
        written, self._own = self._own & names, self._own - names
        self._ended = True
        with suppress(StoreError):  # it is published: what is left behind is dropped another day
            self._system.settle(written)
            self._system.retain(self._kept)
        return generation

    def _counted(self) -> tuple[frozenset[str], int]:
        """The graphs that are not empty, by their names, and the quads in all; only what changed is counted."""
        now, before = set(self._names.graphs.values()), self._base.names if self._base else frozenset()
        changed = sorted(now ^ before)
        found = counts(self._endpoint.select(queries.text(QUESTION), changed)) if changed else {}
        quads = self._base.generation.quads if self._base else 0
        quads += sum(found.get(name, 0) * (1 if name in now else -1) for name in changed)
        return frozenset(name for name in now if name in before or found.get(name)), quads

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        try:
            # A server that is gone keeps them; they are written down, and another writer drops them.
            with suppress(StoreError):
                self._system.drop(self._own)
        finally:
            self._stack.close()


@contextmanager
def _preparing() -> Iterator[None]:
    """Within it, a step whose outcome is unknown is one of a write that is given up: nothing of it is published."""
    try:
        yield
    except OutcomeUnknown as error:
        raise StoreError(
            f"{error.fr} Rien n’a été publié.",
            f"{error.en} Nothing was published.",
            cure="Recommencez l’écriture.",
            cure_en="Write again.",
        ) from None


def _write_triples(source: Path | IO[bytes], form: ox.RdfFormat, out: IO[bytes], name: str) -> None:
    """`source` as N-Triples: every server reads them alike, and a fault is told with its line before anything is sent.

    Raises `SourceError`.
    """
    try:
        read = ox.parse(path=source, format=form) if isinstance(source, Path) else ox.parse(source, form)
        ox.serialize((quad.triple for quad in read), out, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise bad_source(error, name) from error
