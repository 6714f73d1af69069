"""Two SHACL engines behind one function: `shacl` (Rust) answers users, pySHACL is the reference that tests hold it to.

With `shacl`, SPARQL constraints are asked once for all targets (`constraints`), the rest of SHACL by the Rust engine.

Data and shapes are N-Triples text and never anything else: no prefixes, no base, no `FROM`, nothing fetched.
"""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.graph.tokens import tokens
from ftgraph.namespaces import PREFIXES
from ftgraph.validation import constraints

Engine = Literal["shacl", "pyshacl"]
_SH = PREFIXES["sh"]
_QUERIES = frozenset({f"{_SH}select", f"{_SH}ask", f"{_SH}construct", f"{_SH}update"})
_REACHING = frozenset({"SERVICE", "FROM", "LOAD"})
_HOLE = re.compile(r"\{[?$]\w+\}")
_LANGUAGES = ("fr", "en")
_CORES = 2  # what a server lends to one check

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, order=True)
class Result:
    """One SHACL result. Terms are IRIs, or `_:` labels; `value` is a literal's text or an IRI; `path` may be "".

    `messages`: (language, text) pairs, French first.
    """

    shape: str
    focus: str
    path: str
    value: str
    severity: str
    messages: tuple[tuple[str, str], ...] = ()


class Shapes:
    """A shapes graph, compiled once for the engine that uses it, then read only."""

    def __init__(self, ntriples: str, engine: Engine = "shacl") -> None:
        if engine not in ("shacl", "pyshacl"):
            raise UsageError(
                f"Le moteur SHACL « {engine} » n’existe pas.",
                f"No SHACL engine is called “{engine}”.",
                cure="Choisissez shacl ou pyshacl.",
                cure_en="Choose shacl or pyshacl.",
            )
        _check_reach(ntriples)
        self.engine: Engine = engine
        self._text = ntriples
        self._templates = _message_templates(ntriples)
        core, self._constraints = constraints.split(ntriples) if engine == "shacl" else ("", ())
        self._compiled = _compile(core) if engine == "shacl" else None

    def run(self, data: str, store: ox.Store | None = None) -> tuple[Result, ...]:
        """The results on `data` (N-Triples text), sorted. Blank nodes keep the labels that the engine gave them.

        `store`: what `loaded` made of the same data, where a caller has it already.
        """
        if self._compiled is None:
            return tuple(sorted(self._result(node) for node in _results(_pyshacl(self._text, data))))
        there = loaded(data) if store is None else store
        # All of it works outside Python's lock: a second core halves the wait. The longest goes first.
        with ThreadPoolExecutor(_CORES) as beside:
            report = beside.submit(_core, self._compiled, data)
            rows = beside.map(lambda constraint: constraints.run(constraint, there), self._constraints)
            found = [_told(row) for each in rows for row in each]
            found += [self._result(node) for node in _results(report.result())]
        return tuple(sorted(found))

    def _result(self, node: dict[str, list[Term]]) -> Result:
        shape = _text(node, "sourceShape")
        path = node.get("resultPath", [])
        return Result(
            shape=shape,
            focus=_text(node, "focusNode"),
            path=path[0].value if path and isinstance(path[0], ox.NamedNode) else "",
            value=_text(node, "value"),
            severity=_text(node, "resultSeverity").removeprefix(_SH),
            messages=_messages(node.get("resultMessage", []), self._templates.get(shape, ())),
        )


def _check_reach(ntriples: str) -> None:
    """Refuse a query that would fetch something: rdflib, which pySHACL asks, follows `FROM` and `SERVICE`."""
    for triple in ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES):
        if triple.predicate.value not in _QUERIES or not isinstance(triple.object, ox.Literal):
            continue
        for token in tokens(triple.object.value):
            if token.word in _REACHING:
                raise UsageError(
                    f"Une forme SHACL emploie {token.word}\u202f: elle irait chercher quelque chose ailleurs.",
                    f"A SHACL shape uses {token.word}: it would fetch something.",
                    cure="Retirez-le de la requête de cette forme.",
                    cure_en="Take it out of this shape’s query.",
                )


def stored(*ntriples: str, store: ox.Store | None = None) -> ox.Store:
    """N-Triples texts in the default graph of a store in memory, a new one unless `store` is given.

    Blank nodes of several texts stay apart.
    """
    there = ox.Store() if store is None else store  # an empty one is false
    for text in ntriples:
        # Lenient: the text was parsed strictly where it was read, or written here.
        there.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return there


def loaded(*ntriples: str, store: ox.Store | None = None) -> ox.Store:
    """The same, ready for the constraints."""
    there = stored(*ntriples, store=store)
    constraints.prepare(there)
    return there


def _core(compiled: Any, data: str) -> str:
    return str(compiled.validate_text(data, format="ntriples").serialize("ntriples"))


def _told(row: constraints.Row) -> Result:
    messages = dict(row.messages)
    ordered = tuple((tag, messages[tag]) for tag in (*_LANGUAGES, "") if tag in messages)
    return Result(row.shape, row.focus, row.path, row.value, row.severity, ordered)


def _compile(ntriples: str):  # type: ignore[no-untyped-def]  # the class is built by its own functions only
    import shacl

    return shacl.Shapes.from_text(ntriples, format="ntriples")


def _pyshacl(shapes: str, data: str) -> str:
    """The report as N-Triples, from graphs that were parsed here: pySHACL given text would follow what it names."""
    import pyshacl
    import rdflib

    _, report, _ = pyshacl.validate(
        rdflib.Graph().parse(data=data, format="nt"),
        shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
        inference="none",
        do_owl_imports=False,
    )
    return str(report.serialize(format="nt"))


def _results(report: str) -> Iterable[dict[str, list[Term]]]:
    """One mapping a result of the report (not what a `sh:node` found inside, its `sh:detail`): local name → values."""
    nodes: dict[str, dict[str, list[Term]]] = {}
    found: list[str] = []
    for triple in ox.parse(report.encode(), format=ox.RdfFormat.N_TRIPLES):
        subject, predicate = str(triple.subject), triple.predicate.value
        if predicate == f"{_SH}result":
            found.append(str(triple.object))
        elif predicate.startswith(_SH):
            nodes.setdefault(subject, {}).setdefault(predicate.removeprefix(_SH), []).append(triple.object)
    return [nodes[result] for result in found]


def _text(node: dict[str, list[Term]], name: str) -> str:
    terms = node.get(name)
    if not terms:
        return ""
    term = terms[0]
    return str(term) if isinstance(term, ox.BlankNode) else term.value  # type: ignore[union-attr]


def _messages(terms: list[Term], templates: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[tuple[str, str], ...]:
    """(language, text), French first. pySHACL drops the language of a message it fills in: its template tells it."""
    found: dict[str, str] = {}
    for term in terms:
        if isinstance(term, ox.Literal):
            language = term.language or next((tag for tag, form in templates if form.fullmatch(term.value)), "")
            found[language] = term.value
    return tuple((language, found[language]) for language in (*_LANGUAGES, "") if language in found)


def _message_templates(ntriples: str) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Shape → (language, form) of the messages of its SPARQL constraints."""
    texts: dict[str, list[ox.Literal]] = {}
    owner: dict[str, str] = {}
    for triple in ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES):
        if triple.predicate.value == f"{_SH}message" and isinstance(triple.object, ox.Literal):
            texts.setdefault(str(triple.subject), []).append(triple.object)
        elif triple.predicate.value == f"{_SH}sparql" and isinstance(triple.subject, ox.NamedNode):
            owner[str(triple.object)] = triple.subject.value
    forms: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    for constraint, messages in texts.items():
        if constraint in owner:
            pairs = [(message.language or "", _form(message.value)) for message in messages]
            forms[owner[constraint]] = forms.get(owner[constraint], ()) + tuple(pairs)
    return forms


def _form(template: str) -> re.Pattern[str]:
    """What a filled-in template looks like. Between the holes stands literal text: only the holes are searched."""
    return re.compile(".*?".join(re.escape(piece) for piece in _HOLE.split(template)), re.DOTALL)
