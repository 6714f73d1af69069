"""A question asked by pages, and a CONSTRUCT asked as rows: for servers that cut long answers.

Works on tokens: the question's own text is kept, inside a subquery whose rows are in a whole order. Virtuoso refuses to
sort more rows than its limit unless the sorting is in a subquery.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from ftgraph.graph.store import Row
from ftgraph.graph.tokens import Token, tokens
from ftgraph.namespaces import PREFIXES

_AFTER_ORDER = frozenset({"LIMIT", "OFFSET", "VALUES"})
_TYPE = f"{PREFIXES['rdf']}type"


@dataclass(frozen=True)
class Template:
    """The one triple of a CONSTRUCT's template: a variable's name, or an IRI."""

    subject: str | ox.NamedNode
    predicate: str | ox.NamedNode
    object: str | ox.NamedNode

    @property
    def variables(self) -> Sequence[str]:
        """Names of its variables, each once."""
        return list(dict.fromkeys(part for part in self._parts if isinstance(part, str)))

    @property
    def _parts(self) -> Sequence[str | ox.NamedNode]:
        return (self.subject, self.predicate, self.object)

    def triples(self, rows: Iterable[Row]) -> Iterator[ox.Triple]:
        """The triples that rows of `variables` make; a row that makes none is left out, as SPARQL wants it."""
        names = self.variables
        for row in rows:
            bound = dict(zip(names, row, strict=True))
            subject, predicate, value = (bound[each] if isinstance(each, str) else each for each in self._parts)
            if isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode) and value:
                yield ox.Triple(subject, predicate, value)


@dataclass(frozen=True)
class Paged:
    """A SELECT whose rows are asked for by pages: taken one after the other, they hold each row as often as it does."""

    before: str
    inner: str
    names: Sequence[str]
    offset: int
    limit: int | None

    @classmethod
    def of(cls, query: str) -> "Paged | None":
        """The pages of `query`; None when it cannot be asked so: it has `FROM`, or `SELECT *`."""
        found = list(_outer(query))
        start = next((place for place, token in enumerate(found) if token.word == "SELECT"), None)
        names = _projected(query)
        if start is None or not names or any(token.word == "FROM" for token in found):
            return None
        first = found[start].start
        after = next((token.start for token in found if token.word in _AFTER_ORDER), len(query))
        order = "" if any(token.word == "ORDER" for token in found) else "ORDER BY "
        variables = " ".join(f"?{name}" for name in names)
        values = next((query[token.start :] for token in found if token.word == "VALUES"), "")
        own = {
            token.word: int(following.text)
            for token, following in pairwise(found)
            if token.word in {"LIMIT", "OFFSET"} and following.text.isdigit()
        }
        inner = f"{query[first:after]}\n{order}{variables}\n{values}"
        return cls(query[:first], inner, names, own.get("OFFSET", 0), own.get("LIMIT"))

    def text(self, size: int, done: int) -> str:
        """The SELECT for at most `size` rows, after the `done` ones that are had; 0 rows once there are enough."""
        variables = " ".join(f"?{name}" for name in self.names)
        wanted = size if self.limit is None else min(size, max(self.limit - done, 0))
        bounds = f"LIMIT {wanted} OFFSET {self.offset + done}"
        return f"{self.before}SELECT {variables} WHERE {{ {{\n{self.inner}\n}} }} {bounds}"


def as_rows(query: str) -> tuple[str, Template] | None:
    """A CONSTRUCT of one triple as the SELECT of its variables; None when it is another query."""
    found = list(tokens(query))
    place = next((place for place, token in enumerate(found) if token.word == "CONSTRUCT"), None)
    if place is None:
        return None
    opening = place + 1
    if found[opening].word == "WHERE":  # the short form: the pattern is the template
        opening += 1
    ending = next((at for at in range(opening, len(found)) if found[at].text == "}"), len(found) - 1)
    inside = [token for token in found[opening + 1 : ending] if token.text != "."]
    parts = [_part(token, _prefixes(found)) for token in inside]
    if found[opening].text != "{" or len(parts) != 3 or None in parts:
        return None
    template = Template(*parts)  # type: ignore[arg-type]  # none of them is None
    if not template.variables:
        return None
    rest = place + 1 if opening > place + 1 else ending + 1
    names = " ".join(f"?{name}" for name in template.variables)
    return f"{query[: found[place].start]}SELECT DISTINCT {names} {query[found[rest].start :]}", template


def _part(token: Token, prefixes: Mapping[str, str]) -> str | ox.NamedNode | None:
    match token.kind:
        case "variable":
            return token.text[1:]
        case "iri" if "\\" not in token.text:
            return ox.NamedNode(token.text[1:-1])
        case "name" if "\\" not in token.text:
            prefix, _, local = token.text.partition(":")
            return ox.NamedNode(prefixes[prefix + ":"] + local) if prefix + ":" in prefixes else None
        case "word" if token.text == "a":
            return ox.NamedNode(_TYPE)
    return None


def _prefixes(found: Sequence[Token]) -> Mapping[str, str]:
    three = zip(found, found[1:], found[2:], strict=False)
    return {name.text: iri.text[1:-1] for word, name, iri in three if word.word == "PREFIX"}


def _projected(query: str) -> Sequence[str]:
    """The names of a SELECT's columns; none for `SELECT *`."""
    names: list[str] = []
    depth, before, begun = 0, "", False
    for token in tokens(query):
        if not begun:
            begun = token.word == "SELECT"
        elif depth == 0 and (token.text in {"{", "*"} or token.word in {"WHERE", "FROM"}):
            return names
        elif token.kind == "variable" and (depth == 0 or (depth == 1 and before == "AS")):
            names.append(token.text[1:])
        depth += (token.text == "(") - (token.text == ")") if begun else 0
        before = token.word
    return names


def _outer(query: str) -> Iterator[Token]:
    """The tokens outside all brackets."""
    depth = 0
    for token in tokens(query):
        if token.kind == "mark" and token.text in "({":
            depth += 1
        elif token.kind == "mark" and token.text in ")}":
            depth -= 1
        elif depth == 0:
            yield token
