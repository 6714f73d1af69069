"""The embedded store's writer: a linked copy of the newest generation, changed, flushed, renamed into place.

A copy costs a millisecond: RocksDB never changes a data file (`*.sst`) once written, so the copy shares them by hard
links. The generation that is read is never opened for writing.
"""

import json
import os
import shutil
import uuid
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import pyoxigraph as ox

from ftgraph.errors import StoreDamaged, StoreError
from ftgraph.graph import durable, locks, querying, retention
from ftgraph.graph.beside import LoadBeside
from ftgraph.graph.faults import bad_query, bad_source, check_readable, not_evaluated, translated
from ftgraph.graph.querying import Streamed
from ftgraph.graph.records import DEFAULT_GRAPH, SHARED_SUFFIX, Current, Layout, Record, check_marker, describe, marker
from ftgraph.graph.store import Generation, Row
from ftgraph.graph.updates import written_graphs
from ftgraph.settings import Settings

# Measured (ADR 001): removing costs 36 µs a quad and leaves its texts behind; loading the rest afresh, 16 µs a quad.
IN_PLACE_QUADS = 20_000
REMOVE_TO_REBUILD = 2
SMALL_SOURCE_BYTES = 1_000_000  # below, `load` (4 ms for 1,000 triples) beats `bulk_load` (20 ms)
_EMPTY = Record(number=0, published="", note="", parent=0, quads=0, graphs={}, garbage=0)


class EmbeddedWriter:
    """See `store.Writer`. Made by `EmbeddedStore.writer`, which waits for the lock."""

    attachments: Path

    def __init__(self, settings: Settings, note: str) -> None:
        self._settings = settings
        self._layout = Layout(settings.store_path)
        self._stack = ExitStack()
        self._store: ox.Store | None = None
        self._streams: weakref.WeakSet[Streamed[Any]] = weakref.WeakSet()
        self._beside: LoadBeside | None = None
        self._failed = self._published = False
        with self._stack:
            self._begin(note)
            self._stack = self._stack.pop_all()

    def _begin(self, note: str) -> None:
        root = self._layout.root
        with translated(root):
            root.mkdir(parents=True, exist_ok=True)
        self._stack.enter_context(locks.writer_lock(self._layout.lock, note, self._settings.lock_wait_s))
        current = self._layout.current()
        self._current = current or Current(0, 0)
        self._base = self._checked_base() if current else _EMPTY
        self._graphs = dict(self._base.graphs)
        self._garbage = self._base.garbage
        self._uncounted: set[str] | None = set()  # None: any graph may have changed
        with translated(root):
            retention.clean(self._layout, self._current)
            # A name of its own: the traceback of an earlier failure may still keep that one's RocksDB open.
            self._work = root / f"work-{os.getpid()}-{uuid.uuid4().hex[:8]}"
            self._stack.callback(shutil.rmtree, self._work, ignore_errors=True)
            self._stack.callback(self._close)
            self._work.mkdir()
            self.attachments = self._work / "attachments"
            self.attachments.mkdir()
            self._data = self._work / "store"
            self._linked = self._link() if current else set()
        if current:
            self._check_marker()

    @property
    def number(self) -> int:
        """See `store.Writer`."""
        return self._current.last + 1

    def _checked_base(self) -> Record:
        try:
            return self._layout.check(self._current.number)
        except StoreDamaged as error:
            raise self._with_way_back(error) from error

    def _check_marker(self) -> None:
        number = self._base.number
        try:
            check_marker(self._open(), self._layout.folder(number), number)
        except StoreDamaged as error:
            raise self._with_way_back(error) from error

    def _with_way_back(self, error: StoreDamaged) -> StoreDamaged:
        older = [other for other in self._layout.numbers() if other < self._current.number]
        back = self._layout.way_back(older)
        return StoreDamaged(error.fr, error.en, cure=back.fr, cure_en=back.en)

    def _link(self) -> set[str]:
        """Make the copy; the names of the files it shares with the generation it comes from."""
        source = self._layout.folder(self._current.number) / "store"
        self._data.mkdir()
        for name in self._base.files:
            if name.endswith(SHARED_SUFFIX):
                os.link(source / name, self._data / name)
            else:
                shutil.copyfile(source / name, self._data / name)
        return {name for name in self._base.files if name.endswith(SHARED_SUFFIX)}

    def _open(self) -> ox.Store:
        if self._failed or self._published:
            raise StoreError(
                "Cette écriture est terminée ou a échoué\u202f: elle ne peut pas continuer.",
                "This write has ended or failed: it cannot go on.",
                cure="Recommencez-la entièrement.",
                cure_en="Do it again from the start.",
            )
        if self._store is None:
            with self._guarded():
                self._store = ox.Store(self._data)
        return self._store

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Any error within ends this writer: what it holds may be half written."""
        try:
            with translated(self._layout.root):
                yield
        except BaseException:
            self._failed = True
            raise

    def select(self, query: str) -> Streamed[Row]:
        return self._tracked(querying.select(self._open(), query, self._layout.root))

    def ask(self, query: str) -> bool:
        return querying.ask(self._open(), query, self._layout.root)

    def construct(self, query: str) -> Streamed[ox.Triple]:
        return self._tracked(querying.construct(self._open(), query, self._layout.root))

    def _tracked(self, stream: Streamed[Any]) -> Streamed[Any]:
        self._streams.add(stream)
        return stream

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: ox.RdfFormat = ox.RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
        *,
        sound: bool = False,
    ) -> None:
        self._open()
        check_readable(source)
        with self._guarded():
            self._empty(graph)
            self._load(self._open(), graph, source, format, sound=sound)
        self._changed(graph)

    def replace_graph_beside(self, graph: str, source: IO[bytes]) -> None:
        self._settle()
        store = self._open()

        def load(read: IO[bytes]) -> int:
            self._load(store, graph, read, ox.RdfFormat.N_TRIPLES, sound=True)
            return querying.count(store, graph)

        with self._guarded():
            self._empty(graph)
            self._beside = LoadBeside(graph, source, load)
            self._beside.wait_until_read()

    def _settle(self) -> None:
        """Wait for the load that goes on beside."""
        if self._beside is not None:
            with self._guarded():
                quads = self._beside.result()
            self._graphs.pop(self._beside.graph, None)
            if quads:
                self._graphs[self._beside.graph] = quads
            self._beside = None

    def drop_graph(self, graph: str) -> None:
        self._settle()
        self._open()
        with self._guarded():
            self._empty(graph)
        self._graphs.pop(graph, None)
        if self._uncounted is not None:
            self._uncounted.discard(graph)

    def update(self, update: str) -> None:
        self._settle()
        store = self._open()
        with self._guarded():
            try:
                store.update(update)
            except SyntaxError as error:
                raise bad_query(error, update) from error
            except RuntimeError as error:
                raise not_evaluated(error) from error
        written = written_graphs(update)
        if written is None:
            self._uncounted = None
        else:
            for graph in written:
                self._changed(graph)

    def optimize(self) -> None:
        self._settle()
        store = self._open()
        with self._guarded():
            store.optimize()

    def _changed(self, graph: str) -> None:
        if self._uncounted is not None:
            self._uncounted.add(graph)

    def _load(
        self,
        store: ox.Store,
        graph: str,
        source: Path | IO[bytes],
        format: ox.RdfFormat,  # noqa: A002 - pyoxigraph's word
        *,
        sound: bool,
    ) -> None:
        name = ox.NamedNode(graph)
        load = store.load if _size(source) < SMALL_SOURCE_BYTES else partial(store.bulk_load, lenient=sound)
        try:
            if isinstance(source, Path):
                load(path=source, format=format, to_graph=name)
            else:
                load(input=source, format=format, to_graph=name)
        except SyntaxError as error:
            raise bad_source(error, source.name if isinstance(source, Path) else graph) from error

    def _empty(self, graph: str) -> None:
        """Remove a graph: in place when that is the cheaper way, else by building a store without it."""
        if self._beside is not None and self._beside.graph == graph:
            self._settle()
        if self._uncounted is None:
            self._count()
        elif graph in self._uncounted:
            self._count_graphs({graph})
            self._uncounted.discard(graph)
        removed = self._graphs.get(graph, 0)
        if removed == 0:
            return
        self._count()
        rest = sum(self._graphs.values()) - removed
        dead = self._garbage + removed
        if dead > IN_PLACE_QUADS and REMOVE_TO_REBUILD * removed + self._garbage > rest:
            self._rebuild_without(graph)
            self._garbage = 0
        else:
            self._open().remove_graph(ox.NamedNode(graph))
            self._garbage = dead
        self._graphs.pop(graph)

    def _rebuild_without(self, graph: str) -> None:
        old, fresh = self._open(), self._work / "fresh"
        kept: list[ox.NamedNode | ox.DefaultGraph] = [
            ox.NamedNode(name) if name != DEFAULT_GRAPH else ox.DefaultGraph()
            for name, quads in self._graphs.items()
            if name != graph and quads
        ]
        new = ox.Store(fresh)
        if kept:  # one load, so that a blank node that two graphs share stays one
            new.bulk_extend(chain.from_iterable(old.quads_for_pattern(None, None, None, name) for name in kept))
        del old
        self._close()
        shutil.rmtree(self._data)
        del new  # closed before its folder is renamed
        fresh.rename(self._data)
        self._linked = set()

    def _count(self) -> None:
        """Bring the count of each graph that may have changed up to date: 0.3 s a million quads in those graphs."""
        self._settle()
        names = self._uncounted
        if names is None:
            names = {graph.value for graph in self._open().named_graphs()} | {DEFAULT_GRAPH}
            names -= {marker(self._base.number)}
            self._graphs = {}
        self._count_graphs(names)
        self._uncounted = set()

    def _count_graphs(self, names: Iterable[str]) -> None:
        store = self._open()
        for name in names:
            quads = querying.count(store, name)
            self._graphs.pop(name, None)
            if quads:
                self._graphs[name] = quads

    def publish(self, note: str) -> Generation:
        self._settle()
        store = self._open()
        with self._guarded():
            self._count()
            number = self._current.last + 1
            store.remove_graph(ox.NamedNode(marker(self._base.number)))
            store.add_graph(ox.NamedNode(marker(number)))
            store.flush()
            del store
            self._close()
            durable.strip(self._data)
            record = self._record(number, note)
            durable.replace(self._work / "generation.json", json.dumps(asdict(record), indent=1).encode())
            durable.sync_tree(self._data, self._linked)
            durable.sync_tree(self.attachments)
            self._put_in_place(number)
        self._published = True
        return record.generation

    def _record(self, number: int, note: str) -> Record:
        plain = Record(
            number=number,
            published=datetime.now(UTC).isoformat(),
            note=note,
            parent=self._base.number,
            quads=sum(self._graphs.values()),
            graphs=self._graphs,
            garbage=self._garbage,
        )
        return describe(self._work, plain, {name: self._base.digests[name] for name in self._linked})

    def _put_in_place(self, number: int) -> None:
        layout = self._layout
        layout.generations.mkdir(exist_ok=True)
        self._work.rename(layout.folder(number))
        durable.sync(layout.folder(number))
        durable.sync(layout.generations)
        current = replace(self._current, number=number, last=number)
        layout.point(current)
        retention.prune(layout, current, self._settings.keep_generations)

    def _close(self) -> None:
        """Close RocksDB: it closes with its last user, so answers under way are cut off, and a load too."""
        if self._beside is not None:
            self._beside.stop()
            self._beside = None
        for stream in list(self._streams):
            stream.close()
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._published = True
        self._close()
        self._stack.close()


def _size(source: Path | IO[bytes]) -> float:
    """Bytes of a source, where they are known at once."""
    if isinstance(source, Path):
        return source.stat().st_size
    return source.getbuffer().nbytes if isinstance(source, BytesIO) else float("inf")
