"""Whether a SPARQL server can carry ftgraph: tests one by one, each with what it is for and what to do when it fails.

Everything happens in graphs below `urn:x-ftgraph:check:`, which are dropped at the end: the store's own graphs and
those of others are not touched. A test that fails does not stop the next ones, unless they rest on it.
"""

import io
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.errors import FtgraphError, UsageError
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.ntriples import literal
from ftgraph.graph.update_forms import copying, deleting, dropping, inserting, loading
from ftgraph.settings import Settings

ROWS = 25_000
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS = {
    "+": {"urn:b", "urn:c"},
    "/": {"urn:c"},
    "NOT EXISTS": {"urn:b"},
    "MINUS": {"urn:b"},
    "STR": {"urn:a"},
    "LANG": {"urn:a"},
    "COUNT": {"2"},
}
_TEXTS = ('l’été "ici"', "tab\tline\nend", "001", "é" * 5_000, "")


@dataclass(frozen=True)
class Outcome:
    """One test. `needed`: without it ftgraph does not work; `detail`: what was seen; `cure`: what to do, in French."""

    name: str
    passed: bool
    needed: bool
    seconds: float
    detail: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Test:
    """A test: `run` raises `Seen` when what it sees is not what ftgraph needs. `first`: the others rest on it."""

    name: str
    run: Callable[["Checking"], str | None]
    cure: str
    needed: bool = True
    first: bool = False


class Seen(Exception):
    """What was seen instead."""


class Checking:
    """An endpoint under test, and the graphs that the tests fill."""

    def __init__(self, settings: Settings) -> None:
        self.endpoint = Endpoint(settings)
        self._root = f"urn:x-ftgraph:check:{uuid.uuid4().hex[:8]}:"
        self._graphs: set[str] = set()

    def graph(self, name: str) -> str:
        """The IRI of a graph of this check; it is dropped at its end."""
        self._graphs.add(self._root + name)
        return self._root + name

    def load(self, name: str, lines: Sequence[str]) -> str:
        """Make triples, as N-Triples lines, the content of a graph; its IRI."""
        body = "".join(f"{line} .\n" for line in lines).encode()
        graph = self.graph(name)
        self.endpoint.upload(graph, io.BytesIO(body), len(body))
        return graph

    def rows(self, question: str, *graphs: str, **given: object) -> list[tuple[str, ...]]:
        """The answer of a question of `queries/engine/`, as texts."""
        answer = self.endpoint.select(queries.text(f"engine/{question}", **given), graphs)
        return [tuple(getattr(term, "value", "") for term in row) for row in answer]

    def values(self, question: str, *graphs: str) -> list[str]:
        """The last column of such an answer."""
        return [row[-1] for row in self.rows(question, *graphs)]

    def count(self, *graphs: str) -> int:
        """How many triples some graphs hold, as one."""
        return int(self.values("count", *graphs)[0])

    def tidy(self) -> None:
        """Drop the graphs of this check."""
        for graph in self._graphs:
            with suppress(FtgraphError):
                self.endpoint.update(dropping(graph))


def check(settings: Settings) -> Iterator[Outcome]:
    """The tests' outcomes, as they come. Raises `UsageError` on an address that cannot be used."""
    checking = Checking(settings)
    try:
        for test in TESTS:
            outcome = _outcome(test, checking)
            yield outcome
            if test.first and not outcome.passed:
                return
    finally:
        checking.tidy()


def _outcome(test: Test, checking: Checking) -> Outcome:
    begun = time.monotonic()
    try:
        detail, passed = test.run(checking) or "", True
    except Seen as seen:
        detail, passed = str(seen), False
    except FtgraphError as error:
        detail, passed = error.fr, False
    cure = "" if passed else test.cure
    return Outcome(test.name, passed, test.needed, time.monotonic() - begun, detail, cure)


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise Seen(f"{str(found)[:200]} au lieu de {str(expected)[:200]}")


def _answers(checking: Checking) -> str:
    dialect = checking.endpoint.dialect
    with suppress(UsageError):
        checking.endpoint.ask(queries.text("engine/true"), ["urn:x-ftgraph:nowhere"])
    return f"servi comme {dialect.name} ; questions à {checking.endpoint.addresses.query}"


def _uploads(checking: Checking) -> str:
    graph = checking.load("upload", ['<urn:s> <urn:p> "1"'])
    checking.load("upload", ['<urn:s> <urn:p> "2"'])
    _same(checking.values("rows", graph), ["2"])
    return f"dépôts à {checking.endpoint.addresses.store}"


def _updates(checking: Checking) -> str:
    graph, copy = checking.load("update", ['<urn:s> <urn:p> "1"', '<urn:s> <urn:q> "2"']), checking.graph("copy")
    update = checking.endpoint.update
    update(deleting(graph, '<urn:s> <urn:p> "1"'))
    update(inserting(graph, '<urn:s> <urn:p> "3"'))
    _same(sorted(checking.values("rows", graph)), ["2", "3"])
    update(copying(graph, copy))
    _same(checking.count(copy), 2)
    update(dropping(copy))
    _same(checking.count(copy), 0)
    return f"écritures à {checking.endpoint.addresses.update}"


def _dataset(checking: Checking) -> None:
    one = checking.load("one", ['<urn:s> <urn:p> "1"'])
    two = checking.load("two", ['<urn:s> <urn:p> "1"', '<urn:s> <urn:p> "2"'])
    _same(checking.values("rows", one), ["1"])
    _same(sorted(set(checking.values("rows", one, two))), ["1", "2"])
    _same(checking.rows("in-graphs", one, graph=two), [])
    _same(checking.rows("in-graphs", one, two, graph=[one, two]), [(one, "1"), (two, "1"), (two, "2")])
    by_name = checking.endpoint.select(queries.text("dumps/graphs"), [one, two])
    _same([getattr(row[0], "value", "") for row in by_name], [one, two])


def _twice(checking: Checking) -> str:
    one, two = checking.load("twice-1", ['<urn:s> <urn:p> "1"']), checking.load("twice-2", ['<urn:s> <urn:p> "1"'])
    seen = len(checking.values("rows", one, two))
    _same(len(checking.values("distinct", one, two)), 1)
    return f"un triplet que deux graphes énoncent compte {seen} fois"


def _texts(checking: Checking) -> None:
    graph = checking.load("texts", [f"<urn:s> <urn:p> {literal(text)}" for text in _TEXTS])
    _same(set(checking.values("rows", graph)), set(_TEXTS))


def _kinds(checking: Checking) -> None:
    kinds = [
        ox.Literal(True),
        ox.Literal("2026-01-02", datatype=ox.NamedNode(f"{_XSD}date")),
        ox.Literal("bon", language="fr"),
        ox.Literal("7", datatype=ox.NamedNode(f"{_XSD}integer")),
        ox.Literal("1.5", datatype=ox.NamedNode(f"{_XSD}decimal")),
        ox.NamedNode("https://example.org/é?a=b&c=d#e"),
    ]
    graph = checking.load("kinds", [f"<urn:s> <urn:p> {kind}" for kind in kinds])
    endpoint = checking.endpoint
    _same({row[-1] for row in endpoint.select(queries.text("engine/rows"), [graph])}, set(kinds))
    _same({each.object for each in endpoint.construct(queries.text("engine/triples"), [graph])}, set(kinds))
    _same(endpoint.ask(queries.text("engine/true"), [graph]), True)


def _blank_nodes(checking: Checking) -> None:
    graph = checking.load("blank", ["<urn:s> <urn:p> _:b", '_:b <urn:q> "1"', '_:c <urn:q> "2"'])
    _same(checking.values("linked", graph), ["1"])


def _long_answers(checking: Checking) -> str:
    graph = checking.load("long", [f'<urn:s{number % 97}> <urn:p> "{number}"' for number in range(ROWS)])
    _same(checking.count(graph), ROWS)
    _same(len(set(checking.rows("rows", graph))), ROWS)
    _same(len(set(checking.endpoint.construct(queries.text("engine/triples"), [graph]))), ROWS)
    _same(checking.values("ordered", graph), sorted(map(str, range(ROWS)), reverse=True)[:12_000])
    return f"{ROWS} lignes"


def _questions(checking: Checking) -> None:
    graph = checking.load(
        "questions",
        [
            "<urn:a> <urn:within> <urn:b>",
            "<urn:b> <urn:within> <urn:c>",
            '<urn:a> <urn:day> "2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date>',
            '<urn:a> <urn:label> "é"@fr',
        ],
    )
    found = checking.rows("forms", graph)
    for form, expected in _FORMS.items():
        _same((form, {value for name, value in found if name == form}), (form, expected))


def _steady(checking: Checking) -> None:
    graph = checking.graph("counter")
    for number in range(1, 21):
        checking.endpoint.update(inserting(graph, f"<urn:s> <urn:p> {number}"))
        _same(checking.count(graph), number)


def _whole(checking: Checking) -> None:
    graph = checking.graph("whole")
    failing = f"{inserting(graph, '<urn:s> <urn:p> 1')} ;\n{loading('http://127.0.0.1:1/none', graph)}"
    with suppress(FtgraphError):
        checking.endpoint.update(failing)
    _same(checking.count(graph), 0)


def _refuses(checking: Checking) -> None:
    try:
        checking.endpoint.select(queries.text("engine/rows").rstrip(" }\n"), [])
    except UsageError:
        return
    raise Seen("une requête fautive n’est pas refusée")


TESTS: Sequence[Test] = (
    Test(
        "répond à une question", _answers, "Vérifiez l’adresse, le compte et que le serveur est en marche.", first=True
    ),
    Test(
        "remplace un graphe (Graph Store Protocol, PUT)",
        _uploads,
        "Donnez l’adresse du protocole après «\u202f#\u202f»\u202f: #store=/chemin, et le droit d’écrire à ce compte.",
        first=True,
    ),
    Test(
        "applique des mises à jour",
        _updates,
        "Donnez l’adresse des mises à jour après «\u202f#\u202f»\u202f: #update=/chemin, et le droit d’écrire.",
        first=True,
    ),
    Test(
        "répond sur les graphes désignés, et sur eux seuls",
        _dataset,
        "Le serveur doit suivre default-graph-uri et named-graph-uri (SPARQL 1.1 Protocol, 2.1.4).",
    ),
    Test("unit les graphes sans inventer de lignes", _twice, "Sans cela les comptes sont faux."),
    Test("rend les textes tels quels", _texts, "Les noms et les adresses seraient altérés."),
    Test("rend nombres, dates, langues et booléens", _kinds, "Les filtres et les pages s’appuient sur eux."),
    Test("relie les nœuds anonymes", _blank_nodes, "Les fiches qui en contiennent seraient incomplètes."),
    Test(
        "rend une longue réponse entière, triée ou non",
        _long_answers,
        "Relevez ou levez la limite de lignes du serveur\u202f; une coupure silencieuse fausse l’index.",
    ),
    Test(
        "comprend les tournures de nos questions",
        _questions,
        "Les questions concernées donneraient de mauvaises réponses.",
    ),
    Test(
        "montre une écriture dès qu’elle est acquittée",
        _steady,
        "Sur une grappe, demandez la lecture sur le nœud qui écrit, ou une réplication synchrone.",
    ),
    Test("refuse une requête fautive", _refuses, "Une faute de frappe passerait pour une réponse vide.", needed=False),
    Test(
        "applique une mise à jour entière ou pas du tout",
        _whole,
        "ftgraph n’en dépend pas\u202f: il écrit à l’écart, puis publie en tournant un pointeur.",
        needed=False,
    ),
)
