"""A SPARQL server: query, update, graph store protocol; nothing of generations here.

What servers do differently is in `dialects`; how they are spoken to in `transport`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import IO, TypeVar
from urllib.parse import urlsplit

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.graph import dialects, endpoint_faults, pages
from ftgraph.graph.dialects import Addresses, Dialect
from ftgraph.graph.faults import wrong_form
from ftgraph.graph.store import Row
from ftgraph.graph.transport import Body, Declined, Incoming, Patience, Transport
from ftgraph.settings import Settings

T = TypeVar("T")

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"


class Endpoint:
    """A client. Raises `UsageError` on a query that the server refuses, `QueryTimeout`, `StoreError` on all else."""

    def __init__(self, settings: Settings) -> None:
        self._address = checked(settings.store)
        self._named = dialects.told_apart(self._address).get("engine", "")
        self._dialect = dialects.named(self._named) if self._named else None
        self._finding = Lock()
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
        """The rows of a SELECT over `graphs`, as one and by name; by pages where the server cuts its answers.

        Raises `StoreError` when it cut them and they cannot be had by pages.
        """
        dialect = self.dialect
        try:
            headers, body = self._read(query, graphs, _ROWS)
        except UsageError as error:
            limit = dialect.sorting_limit(error.en)
            if limit is None:
                raise
        else:
            rows = self._parsed(partial(dialect.rows, query, body))
            limit = dialect.row_limit(headers)
            if limit is None or len(rows) < limit:
                return rows
        return self._by_pages(query, graphs, limit)

    def _by_pages(self, query: str, graphs: Sequence[str], size: int) -> Sequence[Row]:
        paged = pages.Paged.of(query)
        if paged is None:
            raise endpoint_faults.cut_rows(size)
        rows: list[Row] = []
        while True:
            _, body = self._read(paged.text(size, len(rows)), graphs, _ROWS)
            # The question itself, not its page, says which columns are booleans.
            some = self._parsed(partial(self.dialect.rows, query, body))
            rows += some
            if len(some) < size:
                return rows

    def ask(self, query: str, graphs: Sequence[str]) -> bool:
        """The answer of an ASK."""
        dialect = self.dialect
        _, body = self._read(query, graphs, _ROWS)
        return self._parsed(partial(dialect.truth, body))

    def construct(self, query: str, graphs: Sequence[str]) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        if not self.dialect.tells_cut_triples and (asked := pages.as_rows(query)):
            text, template = asked
            return template.triples(self.select(text, graphs))
        headers, body = self._read(query, graphs, _TRIPLES)
        kind = ox.RdfFormat.from_media_type(headers.get("content-type", "").partition(";")[0].strip())
        if kind is None:
            raise wrong_form("CONSTRUCT")
        try:
            return iter([quad.triple for quad in ox.parse(body, kind)])
        except SyntaxError as error:
            raise endpoint_faults.unreachable(self._address, f"réponse illisible ({error.msg})") from None

    def update(self, update: str) -> None:
        """One update request. Raises `OutcomeUnknown` when nothing says what became of it."""
        with self._told(self.dialect, writing=True):
            self.transport.write("POST", self.addresses.update, form={"update": update})

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

    @contextmanager
    def asked(
        self, query: str, default: Sequence[str], named: Sequence[str], accept: str, patience_s: float
    ) -> Iterator[Incoming]:
        """The server's own answer to a query, as it comes. Raises as `select` does, and when it says that it is cut."""
        dialect = self.dialect
        form = {**_form(query, default, named), **dialect.limits(patience_s)}
        with self._told(dialect), self.transport.asked(self.addresses.query, form, accept, patience_s) as answer:
            self._check_whole(answer)
            yield answer

    def _read(self, query: str, graphs: Sequence[str], accept: str) -> tuple[Mapping[str, str], bytes]:
        dialect = self.dialect
        form = _form(query, graphs, graphs)
        with self._told(dialect), self.transport.asked(self.addresses.query, form, accept) as answer:
            self._check_whole(answer)
            return answer.headers, answer.read()

    def _check_whole(self, answer: Incoming) -> None:
        if why := self.dialect.interrupted(answer.headers):
            raise endpoint_faults.partial(self._address, why)
        if answer.media_type == "text/html":
            raise endpoint_faults.unreachable(self._address, "il répond par une page HTML")

    def _parsed(self, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except SyntaxError as error:
            raise endpoint_faults.unreachable(self._address, f"réponse illisible ({error.msg})") from None

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
        )
    return address


def _form(query: str, default: Sequence[str], named: Sequence[str]) -> dict[str, str | list[str]]:
    return {"query": query, "default-graph-uri": list(default), "named-graph-uri": list(named)}
