"""A SPARQL server: query, update, graph store protocol; nothing of generations here.

What servers do differently is in `dialects`; how they are spoken to in `transport`.
"""

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import IO, TypeVar
from urllib.parse import urlsplit

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.graph import dialects, endpoint_faults, limits, pages
from ftgraph.graph.dialects import Addresses, Dialect, Table
from ftgraph.graph.faults import wrong_form
from ftgraph.graph.querying import Dataset
from ftgraph.graph.store import Row
from ftgraph.graph.transport import Arriving, Body, Declined, Fields, Incoming, Patience, Transport
from ftgraph.settings import Settings
from ftgraph.wording import Text

T = TypeVar("T")

_A_PAGE = Text("il répond par une page HTML", "it answers with an HTML page")
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"


@dataclass(frozen=True)
class Bounds:
    """What an answer may take: until when (`time.monotonic`), how many bytes, how many rows or triples."""

    until: float
    bytes: int
    rows: int

    def left_s(self) -> float:
        """Seconds left, never none: what is late is told by the wait."""
        return max(self.until - time.monotonic(), 0.01)


class Endpoint:
    """A client. Raises `UsageError` on a query that the server refuses, `QueryTimeout`, `StoreError` on all else."""

    def __init__(self, settings: Settings) -> None:
        self._address = checked(settings.store)
        self._named = dialects.told_apart(self._address).get("engine", "")
        self._dialect = dialects.named(self._named) if self._named else None
        self._finding = Lock()
        self._write_s = settings.store_write_s
        patience = Patience(settings.store_timeout_s, settings.store_write_s, settings.store_busy_s)
        self.transport = Transport(patience, settings.store_user, settings.store_password)

    @property
    def dialect(self) -> Dialect:
        """The server's dialect: the one that the address names, else the one that its first answer shows."""
        with self._finding:
            if self._dialect is None:
                form = {"query": "ASK {}"}
                with self._told(Dialect()), self.transport.asked(self._query_address(Dialect()), form, _ROWS) as answer:
                    self._dialect = dialects.of_server(answer.headers.get("server", ""))
            return self._dialect

    @property
    def addresses(self) -> Addresses:
        """Where to query, update and upload."""
        return self.dialect.addresses(self._address)

    def _query_address(self, dialect: Dialect) -> str:
        return dialect.addresses(self._address).query

    def select(self, query: str, graphs: Sequence[str]) -> Sequence[Row]:
        """The rows of a SELECT over `graphs`, as one and by name."""
        return self.table(query, over(graphs)).rows

    def table(self, query: str, dataset: Dataset, bounds: Bounds | None = None) -> Table:
        """The answer of a SELECT, whole: by pages where the server cuts its answers.

        Raises `StoreError` when it cut them and they cannot be had by pages, `QueryOverLimit`, `QueryTimeout`.
        """
        dialect = self.dialect
        try:
            headers, body = self._read(query, dataset, _ROWS, bounds)
        except UsageError as error:
            limit = dialect.sorting_limit(error.en)
            if limit is None:
                raise
        else:
            found = self._parsed(partial(dialect.table, query, body))
            limit = dialect.row_limit(headers)
            if limit is None or len(found.rows) < limit:
                return _within(Table(found.names, dialect.distinct(query, found.rows)), bounds)
        return self._by_pages(query, dataset, limit, bounds)

    def _by_pages(self, query: str, dataset: Dataset, size: int, bounds: Bounds | None) -> Table:
        paged = pages.Paged.of(query)
        if paged is None:
            raise endpoint_faults.cut_rows(size)
        rows: list[Row] = []
        while True:
            _, body = self._read(paged.text(size, len(rows)), dataset, _ROWS, bounds)
            # The question itself, not its page, says which columns are booleans.
            some = self._parsed(partial(self.dialect.table, query, body))
            rows += some.rows
            if len(some.rows) < size:
                return Table(paged.names, self.dialect.distinct(query, rows))
            _within(Table(paged.names, rows), bounds)

    def ask(self, query: str, graphs: Sequence[str]) -> bool:
        """The answer of an ASK over `graphs`."""
        return self.truth(query, over(graphs))

    def truth(self, query: str, dataset: Dataset, bounds: Bounds | None = None) -> bool:
        """The answer of an ASK."""
        dialect = self.dialect
        _, body = self._read(query, dataset, _ROWS, bounds)
        return self._parsed(partial(dialect.truth, body))

    def construct(self, query: str, graphs: Sequence[str]) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE over `graphs`."""
        return iter(self.triples(query, over(graphs)))

    def triples(self, query: str, dataset: Dataset, bounds: Bounds | None = None) -> Sequence[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, whole. Raises as `table` does."""
        most = self.dialect.most_triples
        if most is not None and (asked := pages.as_rows(query)):
            text, template = asked
            return list(template.triples(self.table(text, dataset, bounds).rows))
        headers, body = self._read(query, dataset, _TRIPLES, bounds)
        kind = ox.RdfFormat.from_media_type(headers.get("content-type", "").partition(";")[0].strip())
        if kind is None:
            raise wrong_form("CONSTRUCT")
        found = self._parsed(lambda: [quad.triple for quad in ox.parse(body, kind)])
        if most is not None and len(found) >= most:
            raise endpoint_faults.cut_rows(most)
        if bounds is not None and len(found) > bounds.rows:
            raise limits.over("lignes", bounds.rows)
        return found

    def streamed(self, query: str, graphs: Sequence[str]) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT as they come, within the time of a write: not all of them are held in memory.

        Where the server cuts long answers without a word, they are asked for as `triples` asks: whole.
        """
        dialect, dataset = self.dialect, over(graphs)
        if dialect.most_triples is not None:
            yield from self.triples(query, dataset)
            return
        form: Fields = {
            "query": dialect.spelt(query),
            "default-graph-uri": list(dataset.default),
            "named-graph-uri": list(dataset.named),
        }
        asked = self.transport.asked(self.addresses.query, form, _TRIPLES, self._write_s)
        with self._told(dialect), asked as answer:
            self._check_whole(answer)
            kind = ox.RdfFormat.from_media_type(answer.media_type)
            if kind is None:
                raise wrong_form("CONSTRUCT")
            try:
                for quad in ox.parse(io.BufferedReader(Arriving(answer.pieces())), kind):
                    yield quad.triple
            except SyntaxError as error:
                raise endpoint_faults.unreadable(self._address, error) from None

    def update(self, update: str) -> None:
        """One update request. Raises `OutcomeUnknown` when nothing says what became of it."""
        with self._told(self.dialect, writing=True):
            self.transport.write("POST", self.addresses.update, form={"update": self.dialect.spelt(update)})

    def upload(self, graph: str, source: IO[bytes], size: int) -> None:
        """Make the N-Triples of `source`, `size` bytes, the content of `graph` (graph store protocol, PUT)."""
        headers = {"Content-Type": ox.RdfFormat.N_TRIPLES.media_type, "Content-Length": str(size)}
        try:
            with self._told(self.dialect, writing=True):
                self.transport.write(
                    "PUT", self.addresses.store, params={"graph": graph}, body=Body(source), headers=headers
                )
        except UsageError as error:
            raise endpoint_faults.refused_file(error.en.partition(": ")[2]) from None

    def _read(
        self, query: str, dataset: Dataset, accept: str, bounds: Bounds | None = None
    ) -> tuple[Mapping[str, str], bytes]:
        dialect = self.dialect
        left = bounds.left_s() if bounds else None
        form: dict[str, str | list[str]] = {
            "query": dialect.spelt(query),
            "default-graph-uri": list(dataset.default),
            "named-graph-uri": list(dataset.named),
            **(dialect.limits(left) if left is not None else {}),
        }
        with self._told(dialect), self.transport.asked(self.addresses.query, form, accept, left) as answer:
            self._check_whole(answer)
            body = bytearray()
            for piece in answer.pieces():
                body += piece
                if bounds is not None and len(body) > bounds.bytes:
                    raise limits.over("octets", bounds.bytes)
            return answer.headers, bytes(body)

    def _check_whole(self, answer: Incoming) -> None:
        if why := self.dialect.interrupted(answer.headers):
            raise endpoint_faults.partial(self._address, why)
        if answer.media_type == "text/html":
            raise endpoint_faults.unreachable(self._address, _A_PAGE)

    def _parsed(self, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except SyntaxError as error:
            raise endpoint_faults.unreadable(self._address, error) from None

    @contextmanager
    def _told(self, dialect: Dialect, *, writing: bool = False) -> Iterator[None]:
        """Within it, an answer that declines is told as one of ours."""
        try:
            yield
        except Declined as declined:
            if said := dialect.refusal(declined.status, declined.text):
                raise endpoint_faults.refused_query(said) from None
            if writing and declined.status >= 500 and declined.status not in {501, 503}:
                raise endpoint_faults.unknown(declined.address, f"HTTP {declined.status}") from None
            raise endpoint_faults.by_status(
                declined.address, declined.status, declined.headers, declined.text
            ) from None


def checked(address: str) -> str:
    """`address` when it may be used. Raises `UsageError` when it holds a name or a password; it repeats none."""
    if "@" in urlsplit(address).netloc:
        raise UsageError(
            "L’adresse de l’entrepôt contient un nom ou un mot de passe.",
            "The store's address holds a name or a password.",
            cure="Retirez-les de FTGRAPH_STORE\u202f; donnez FTGRAPH_STORE_USER et FTGRAPH_STORE_PASSWORD.",
            cure_en="Take them out of FTGRAPH_STORE; give FTGRAPH_STORE_USER and FTGRAPH_STORE_PASSWORD.",
        )
    return address


def over(graphs: Sequence[str]) -> Dataset:
    """The dataset of some graphs, as one and by name."""
    return Dataset(tuple(graphs), tuple(graphs))


def _within(table: Table, bounds: Bounds | None) -> Table:
    if bounds is not None and len(table.rows) > bounds.rows:
        raise limits.over("lignes", bounds.rows)
    return table
