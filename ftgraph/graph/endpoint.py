"""HTTP to a SPARQL 1.1 endpoint: query, update, graph store protocol; nothing of generations here."""

import http.client
import json
import urllib.error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from ftgraph.errors import SourceError, StoreError, UsageError
from ftgraph.graph.faults import wrong_form

TIMEOUT_S = 600
_LAST = ("query", "sparql")


@dataclass(frozen=True)
class Addresses:
    """Where to query, update and upload. `https://host/x/query` gives `/x/query`, `/x/update`, `/x/store`.

    Others are told in the address itself: `https://host/ds/query#update=/ds/update&store=/ds/data`.
    """

    query: str
    update: str
    store: str

    @classmethod
    def of(cls, address: str) -> "Addresses":
        """Read a `settings.store` that is an address."""
        parts = urlsplit(address)
        told = dict(pair.partition("=")[::2] for pair in parts.fragment.split("&") if pair)
        head, _, last = parts.path.rstrip("/").rpartition("/")
        base = head if last in _LAST else parts.path.rstrip("/")
        query = parts.path.rstrip("/") if last in _LAST else f"{base}/query"

        def at(path: str) -> str:
            return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

        return cls(at(query), at(told.get("update", f"{base}/update")), at(told.get("store", f"{base}/store")))


class Endpoint:
    """A client. Raises `UsageError` on a query that the server refuses, `StoreError` on all else."""

    def __init__(self, address: str) -> None:
        self.addresses = Addresses.of(address)

    def select(self, query: str, graphs: Sequence[str]) -> ox.QuerySolutions:
        """The rows of a SELECT over `graphs`, as one and by name. Raises `StoreError` when the server cut them."""
        headers, body = self._read(query, graphs, JSON)
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QuerySolutions):
            raise wrong_form("SELECT")
        limit = headers.get("x-sparql-maxrows")
        if limit is not None:
            _refuse_cut(body, int(limit))
        return found

    def ask(self, query: str, graphs: Sequence[str]) -> bool:
        """The answer of an ASK."""
        found = ox.parse_query_results(self._read(query, graphs, JSON)[1], ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QueryBoolean):
            raise wrong_form("ASK")
        return bool(found)

    def construct(self, query: str, graphs: Sequence[str]) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        body = self._read(query, graphs, TURTLE)[1]
        try:
            return [quad.triple for quad in ox.parse(body, ox.RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise wrong_form("CONSTRUCT") from error

    def update(self, update: str) -> None:
        """One update request: a server that holds to SPARQL 1.1 applies it whole or not at all."""
        wrapper = SPARQLWrapper(self.addresses.query, self.addresses.update)
        wrapper.setMethod(POST)
        wrapper.setTimeout(TIMEOUT_S)
        wrapper.queryString, wrapper.queryType = update, "INSERT"  # `setQuery` guesses the type, often wrongly
        self._sent(wrapper)

    def upload(self, graph: str, source: IO[bytes], size: int, media_type: str) -> None:
        """Make `source` the content of `graph` (graph store protocol, PUT)."""
        parts = urlsplit(self.addresses.store)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=TIMEOUT_S)
        try:
            headers = {"Content-Type": media_type, "Content-Length": str(size)}
            connection.request("PUT", f"{parts.path}?graph={quote(graph, safe='')}", source, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise unreachable(self.addresses.store, str(error)) from error
        finally:
            connection.close()
        if answer.status == 400:
            raise SourceError(
                f"Le serveur refuse le fichier\u202f: {text[:300]}",
                f"The server refuses the file: {text[:300]}",
                cure="Corrigez le fichier ou vérifiez son format.",
            )
        if answer.status >= 300:
            raise unreachable(self.addresses.store, f"HTTP {answer.status} {text[:300]}")

    def _read(self, query: str, graphs: Sequence[str], form: str) -> tuple[dict[str, str], bytes]:
        wrapper = SPARQLWrapper(self.addresses.query)
        wrapper.setMethod(POST if len(query) + sum(map(len, graphs)) > 1_000 else GET)
        wrapper.setTimeout(TIMEOUT_S)
        wrapper.queryString, wrapper.queryType = query, "CONSTRUCT" if form == TURTLE else "SELECT"
        wrapper.setReturnFormat(form)
        for graph in graphs:
            wrapper.addParameter("default-graph-uri", graph)
            wrapper.addParameter("named-graph-uri", graph)
        return self._sent(wrapper)

    def _sent(self, wrapper: SPARQLWrapper) -> tuple[dict[str, str], bytes]:
        try:
            response: Any = wrapper.query().response
            with response:
                return {name.lower(): value for name, value in response.headers.items()}, response.read()
        except SPARQLWrapperException as error:
            if type(error).__name__ == "QueryBadFormed":
                raise _refused(error) from error
            raise unreachable(wrapper.endpoint, str(error)) from error
        except urllib.error.HTTPError as error:
            detail = error.read().decode(errors="replace")
            error.close()
            raise unreachable(wrapper.endpoint, f"HTTP {error.code} {detail[:300]}") from error
        except (http.client.HTTPException, OSError) as error:
            raise unreachable(wrapper.endpoint, str(error)) from error


def _refuse_cut(body: bytes, limit: int) -> None:
    if len(json.loads(body)["results"]["bindings"]) >= limit:
        raise StoreError(
            f"Le serveur a coupé la réponse à {limit} lignes.",
            f"The server cut its answer at {limit} rows.",
            cure="Demandez les lignes par pages (ORDER BY, LIMIT, OFFSET), ou relevez la limite du serveur.",
        )


def _refused(error: Exception) -> UsageError:
    detail = " ".join(str(error).split())[-300:]
    return UsageError(
        f"Le serveur refuse la requête\u202f: {detail}",
        f"The server refuses the query: {detail}",
        cure="Corrigez la requête.",
    )


def unreachable(address: str, detail: str) -> StoreError:
    """The server does not answer, or not as a SPARQL server."""
    return StoreError(
        f"Le point SPARQL «\u202f{address}\u202f» ne répond pas comme attendu\u202f: {detail}.",
        f"The SPARQL endpoint “{address}” does not answer as expected: {detail}.",
        cure="Vérifiez que le serveur est en marche et que FTGRAPH_STORE donne la bonne adresse.",
    )
