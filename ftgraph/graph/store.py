"""One interface over two stores: embedded (a folder) and remote (a SPARQL 1.1 endpoint).

Writing makes a *generation*: nothing of it is seen before `Writer.publish`, and a reader sees one generation only,
whatever is written meanwhile. Queries see all named graphs as one (the default graph is their union); `GRAPH` works
too. A triple that two graphs state comes twice from a pattern: queries that count say DISTINCT.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ftgraph.settings import Settings

Term = NamedNode | BlankNode | Literal
Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Generation:
    """A published state of the whole store. `number` only grows and is never given twice: it is the ETag."""

    number: int
    published: datetime
    quads: int


class Queryable(Protocol):
    """What a reader and a writer share: the three read forms of SPARQL 1.1.

    All raise `UsageError` when the query is not valid SPARQL, or not of the form asked for.
    """

    def select(self, query: str) -> Iterator[Row]:
        """The rows of a SELECT, in the query's column order, one at a time; `None` where unbound."""
        ...

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        ...

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; the same triple may come twice."""
        ...


class Reader(Queryable, Protocol):
    """One generation, unchanging, usable from several threads at once. A context manager."""

    @property
    def generation(self) -> Generation:
        """What is read."""
        ...

    @property
    def attachments(self) -> Path:
        """The folder of files published with this generation, to read only. On a remote store it may be empty."""
        ...

    def close(self) -> None:
        """Lets the generation go; iterators under way may be finished."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Writer(Queryable, Protocol):
    """The one writer, for one thread. A context manager: leaving it without `publish` drops everything.

    Its queries see the state being written. After an error in a write, only leaving is possible.
    """

    @property
    def number(self) -> int:
        """The number that `publish` will give."""
        ...

    @property
    def attachments(self) -> Path:
        """A fresh, empty folder: what is put there before `publish` is the next generation's `Reader.attachments`."""
        ...

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: RdfFormat = RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
        *,
        sound: bool = False,
    ) -> None:
        """Make the triples of `source` the whole content of the graph with the IRI `graph`.

        `sound`: the caller made these terms itself, so a large source is loaded without looking at each IRI again.
        Raises `SourceError`, with the line, when `source` is not in `format`.
        """
        ...

    def replace_graph_beside(self, graph: str, source: IO[bytes]) -> None:
        """`replace_graph` with N-Triples that the caller made itself, going on beside what the caller does next.

        Returns once `source` is read. Queries may not see the graph before `publish`, which waits for it, as other
        writes do where they must. Raises `SourceError` here or there.
        """
        ...

    def drop_graph(self, graph: str) -> None:
        """Remove a graph; no error when there is none of that IRI."""
        ...

    def update(self, update: str) -> None:
        """Apply a SPARQL 1.1 Update. Its `WHERE` sees the union only through `GRAPH` or `USING`."""
        ...

    def optimize(self) -> None:
        """Lay the data out anew for who reads it: large loads leave it in layers. Raises `UsageError` on a server."""
        ...

    def publish(self, note: str) -> Generation:
        """Make what was written the newest generation. It is on the disk, not in a cache, when this returns."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Store(Protocol):
    """Where generations are read and published. May be shared by threads."""

    def reader(self, generation: int | None = None) -> Reader:
        """A reader on the newest generation, or on an older one that is still kept.

        Raises `StoreEmpty` when nothing was published, `StoreDamaged` when what is there is not what was published,
        `CursorExpired` when `generation` is no longer kept.
        """
        ...

    def writer(self, note: str) -> Writer:
        """The writer; `note` says what it does, to those who wait. Raises `StoreLocked` after the set wait."""
        ...

    def current(self) -> int:
        """The newest generation's number, 0 when nothing was published. Cheap: call it to notice a switch."""
        ...


def open_store(settings: Settings) -> Store:
    """The store that `settings.store` names. Nothing is read or written until it is used."""
    if settings.is_remote:
        from ftgraph.graph.remote import RemoteStore

        return RemoteStore(settings)
    from ftgraph.graph.embedded import EmbeddedStore

    return EmbeddedStore(settings)
