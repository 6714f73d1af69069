"""How SPARQL servers differ, in one place: addresses, results, refusals, limits and transactions.

`Dialect` is SPARQL 1.1 to the letter (the `oxigraph` server was tested). What `Virtuoso` does otherwise was seen on
version 7.2.5: addresses of its own; a row limit, told by a header for a SELECT only; booleans that are integers in
JSON; an ASK that answers with a row; labels of blank nodes that are none; no escapes in prefixed names; a row twice
in spite of DISTINCT; refused queries as errors 500; partial answers at its time limit, with status 200; updates of
several operations that stop half-way; `OFFSET` without `LIMIT` refused, and so is sorting beyond its row limit, but in
a subquery. It compares dates wrongly, whatever a client does: our questions compare their texts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin, urlsplit, urlunsplit

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.graph.faults import wrong_form
from ftgraph.graph.store import Row, Term
from ftgraph.graph.tokens import Token, tokens
from ftgraph.namespaces import PREFIXES

_BOOLEAN = ox.NamedNode(f"{PREFIXES['xsd']}boolean")
_TRUTH = {"1": ox.Literal(True), "0": ox.Literal(False)}


@dataclass(frozen=True)
class Addresses:
    """Where to query, update and upload."""

    query: str
    update: str
    store: str


@dataclass(frozen=True)
class Table:
    """A SELECT's answer: the names of its columns, without `?`, and its rows."""

    names: Sequence[str]
    rows: Sequence[Row]


class Dialect:
    """A server that holds to SPARQL 1.1."""

    name = "SPARQL 1.1"
    most_triples: int | None = None
    """How many triples a CONSTRUCT gives at most, cut without a word; they are asked for as rows where they can be."""
    outside = frozenset[str]()
    """Schemes of IRIs by which a query reaches what is not RDF: the server's functions, its tables, its files."""
    _queries: Sequence[str] = ("query", "sparql")

    def addresses(self, address: str) -> Addresses:
        """`https://host/x/query` gives `/x/query`, `/x/update`, `/x/store`, unless the address tells others."""
        parts = urlsplit(address)
        path = parts.path.rstrip("/")
        head, _, last = path.rpartition("/")
        base, query = (head, path) if last in self._queries else (path, f"{path}/query")
        told = told_apart(address)

        def at(name: str, default: str) -> str:
            root = urlunsplit((parts.scheme, parts.netloc, default, parts.query, ""))
            return urljoin(root, told[name]) if name in told else root

        return Addresses(at("query", query), at("update", self._update(base)), at("store", self._store(base)))

    def _update(self, base: str) -> str:
        return f"{base}/update"

    def _store(self, base: str) -> str:
        return f"{base}/store"

    def spelt(self, text: str) -> str:
        """A query or an update as the server can read it."""
        return text

    def table(self, query: str, body: bytes) -> Table:
        """A SELECT's answer. Raises `UsageError` when it is an ASK's, `SyntaxError` when it is none."""
        found = _solutions(body)
        return Table([name.value for name in found.variables], [tuple(row) for row in found])

    def truth(self, body: bytes) -> bool:
        """An ASK's answer. Raises `UsageError` when it is a SELECT's, `SyntaxError` when it is none."""
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QueryBoolean):
            raise wrong_form("ASK")
        return bool(found)

    def distinct(self, query: str, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of a query that may say DISTINCT, each once then."""
        return rows

    def row_limit(self, headers: Mapping[str, str]) -> int | None:
        """How many rows the server gives at most, where an answer that may be cut says so."""
        told = headers.get("x-sparql-maxrows", "")
        return int(told) if told.isdigit() else None

    def sorting_limit(self, said: str) -> int | None:
        """How many rows the server sorts at most, where it refuses a query with `said` for that reason."""
        return None

    def interrupted(self, headers: Mapping[str, str]) -> str:
        """Why the answer is a part of the whole, as the server says it; "" when it is not."""
        return headers.get("x-sql-message", "") if headers.get("x-sql-state", "").startswith("S1T") else ""

    def refusal(self, status: int, text: str) -> str:
        """What the server says of a query or a file that it does not take; "" when that is not what it says."""
        return text or "HTTP 400" if status == 400 else ""

    def limits(self, seconds: float) -> Mapping[str, str]:
        """Fields of a query's form that ask the server to stop by itself."""
        return {}


class Virtuoso(Dialect):
    """Virtuoso 7, open source."""

    name = "Virtuoso"
    most_triples = 10_000
    outside = frozenset({"bif", "sql"})
    _queries = ("query", "sparql", "sparql-auth")
    _sql_state = re.compile(r"Virtuoso (37000|2[0-9A-Z]{4}|RDF\d{2}|42S\d{2}) Error (?P<said>[^\n]*)")
    _rejected = re.compile(r"request for graph .* is rejected: (?P<said>[^<]*)", re.DOTALL)
    _escape = re.compile(r"\\(.)")
    _sorted = re.compile(r"SR353.*Only (?P<rows>\d+) are allowed")
    _ask: Sequence[str] = ["__ASK_RETVAL"]
    _label = re.compile(rb'("type": "bnode", "value": ")nodeID://')

    def _update(self, base: str) -> str:
        return f"{base}/sparql-auth"

    def _store(self, base: str) -> str:
        return f"{base}/sparql-graph-crud-auth"

    def spelt(self, text: str) -> str:
        if "\\" not in text:
            return text
        found = list(tokens(text))
        three = zip(found, found[1:], found[2:], strict=False)
        prefixes = {name.text: target.text[1:-1] for word, name, target in three if word.word == "PREFIX"}
        parts, done = [], 0
        for token in found:
            prefix, _, local = token.text.partition(":")
            if token.kind == "name" and "\\" in local and prefix + ":" in prefixes:
                whole = prefixes[prefix + ":"] + self._escape.sub(r"\1", local)
                parts += [text[done : token.start], f"<{whole}>"]
                done = token.start + len(token.text)
        return "".join([*parts, text[done:]])

    def table(self, query: str, body: bytes) -> Table:
        found = _solutions(self._label.sub(rb"\1", body))
        names = [name.value for name in found.variables]
        if names == self._ask:
            raise wrong_form("SELECT")
        logical = boolean_columns(query)
        kinds = [name in logical for name in names]
        return Table(names, [tuple(map(_repaired, row, kinds)) for row in found])

    def distinct(self, query: str, rows: Sequence[Row]) -> Sequence[Row]:
        words = (token.word for token in tokens(query))
        after = next((second for first, second in pairwise(words) if first == "SELECT"), "")
        return list(dict.fromkeys(rows)) if after == "DISTINCT" else rows

    def truth(self, body: bytes) -> bool:
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if [name.value for name in found.variables] != self._ask:
            raise wrong_form("ASK")
        return any(row[0] is not None and row[0].value != "0" for row in found)

    def refusal(self, status: int, text: str) -> str:
        for pattern in (self._sql_state, self._rejected):
            if found := pattern.search(text):
                return " ".join(found["said"].split())
        return super().refusal(status, text)

    def sorting_limit(self, said: str) -> int | None:
        found = self._sorted.search(said)
        return int(found["rows"]) if found else None

    def limits(self, seconds: float) -> Mapping[str, str]:
        return {"timeout": str(int(seconds * 1000))}


_KNOWN: Sequence[type[Dialect]] = (Virtuoso,)


def told_apart(address: str) -> Mapping[str, str]:
    """What the address says after `#`: `update`, `store`, `engine`. Raises `UsageError` on anything else."""
    told = dict(pair.partition("=")[::2] for pair in urlsplit(address).fragment.split("&") if pair)
    for name in told:
        if name not in {"query", "update", "store", "engine"}:
            raise UsageError(
                f"Dans l’adresse de l’entrepôt, «\u202f{name}\u202f» n’est pas connu après «\u202f#\u202f».",
                f"The store's address says “{name}” after “#”: unknown.",
                cure="Mots possibles\u202f: update, store, engine. Voyez docs/remote-store.md.",
                cure_en="Possible words: update, store, engine. See docs/remote-store.md.",
            )
    return told


def named(name: str) -> Dialect:
    """The dialect that an address names (`#engine=virtuoso`). Raises `UsageError`."""
    if name.lower() == "standard":
        return Dialect()
    for kind in _KNOWN:
        if name.lower() == kind.name.lower():
            return kind()
    raise UsageError(
        f"Le moteur «\u202f{name}\u202f» n’est pas connu.",
        f"Engine “{name}” is not known.",
        cure="Écrivez engine=virtuoso ou engine=standard, ou rien.",
        cure_en="Write engine=virtuoso or engine=standard, or nothing.",
    )


def of_server(server: str) -> Dialect:
    """The dialect of a server that presents itself (header `Server`)."""
    return next((kind() for kind in _KNOWN if server.startswith(kind.name)), Dialect())


def boolean_columns(query: str) -> frozenset[str]:
    """Variables that the query binds to true or false: `EXISTS`, `true`, or an expression that chooses among them."""
    found = list(tokens(query))
    names = set()
    for place, (token, following) in enumerate(pairwise(found)):
        if token.word == "AS" and following.kind == "variable" and _is_logical(_expression(found, place)):
            names.add(following.text[1:])
    return frozenset(names)


def _expression(found: Sequence[Token], end: int) -> Sequence[Token]:
    """The tokens between the bracket that holds an `AS` and it."""
    depth = 0
    for place in range(end - 1, -1, -1):
        depth += (found[place].text in ")}") - (found[place].text in "({") if found[place].kind == "mark" else 0
        if depth < 0:
            return found[place + 1 : end]
    return ()


def _is_logical(expression: Sequence[Token]) -> bool:
    words = [token.word for token in expression]
    if not words:
        return False
    if words[0] in {"EXISTS", "NOT", "BOUND", "TRUE", "FALSE"}:
        return True
    return words[0] in {"COALESCE", "IF"} and bool({"TRUE", "FALSE"} & set(words))


def _solutions(body: bytes) -> ox.QuerySolutions:
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise wrong_form("SELECT")
    return found


def _repaired(term: Term | None, logical: bool) -> Term | None:
    if isinstance(term, ox.Literal) and (logical or term.datatype == _BOOLEAN):
        return _TRUTH.get(term.value, term)
    return term
