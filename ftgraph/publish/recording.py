"""A writer that remembers which graphs were written: what has to be derived and indexed again."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pyoxigraph import RdfFormat, Triple

from ftgraph.graph.store import Generation, Row, Writer
from ftgraph.graph.updates import written_graphs


class RecordingWriter:
    """See `store.Writer`. `touched`: the graphs written so far, None once any may have been."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.touched: frozenset[str] | None = frozenset()

    @property
    def number(self) -> int:
        """The number that publishing will give."""
        return self._writer.number

    @property
    def attachments(self) -> Path:
        """See `store.Writer`."""
        return self._writer.attachments

    def select(self, query: str) -> Iterator[Row]:
        """See `store.Queryable`."""
        return self._writer.select(query)

    def ask(self, query: str) -> bool:
        """See `store.Queryable`."""
        return self._writer.ask(query)

    def construct(self, query: str) -> Iterator[Triple]:
        """See `store.Queryable`."""
        return self._writer.construct(query)

    def replace_graph(
        self,
        graph: str,
        source: Path | IO[bytes],
        format: RdfFormat = RdfFormat.N_TRIPLES,  # noqa: A002 - pyoxigraph's word
        *,
        sound: bool = False,
    ) -> None:
        """See `store.Writer`."""
        self._touch(frozenset({graph}))
        self._writer.replace_graph(graph, source, format, sound=sound)

    def replace_graph_beside(self, graph: str, source: IO[bytes]) -> None:
        """See `store.Writer`."""
        self._touch(frozenset({graph}))
        self._writer.replace_graph_beside(graph, source)

    def drop_graph(self, graph: str) -> None:
        """See `store.Writer`."""
        self._touch(frozenset({graph}))
        self._writer.drop_graph(graph)

    def update(self, update: str) -> None:
        """See `store.Writer`."""
        self._touch(written_graphs(update))
        self._writer.update(update)

    def optimize(self) -> None:
        """See `store.Writer`."""
        self._writer.optimize()

    def publish(self, note: str) -> Generation:
        """See `store.Writer`."""
        return self._writer.publish(note)

    def _touch(self, graphs: frozenset[str] | None) -> None:
        self.touched = None if graphs is None or self.touched is None else self.touched | graphs

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)
