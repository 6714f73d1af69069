"""The triples of a file by subject, read once: shared by what prepares a check, attaches results and names things."""

from collections.abc import Iterator

import pyoxigraph as ox

from ftgraph.namespaces import PREFIXES

TYPE = f"{PREFIXES['rdf']}type"
Value = str | ox.Literal


class Facts:
    """Triples by subject, then by property. IRIs are plain strings, blank nodes `_:` labels, literals literals."""

    def __init__(self, *texts: str) -> None:
        """Reads N-Triples texts."""
        self._facts: dict[str, dict[str, list[Value]]] = {}
        self._inverse: dict[str, dict[str, list[str]]] | None = None
        for text in texts:
            self._read(text)

    def _read(self, text: str) -> None:
        facts = self._facts
        # Lenient, twice as fast: whoever hands the text over has parsed it strictly, or written it.
        for triple in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True):
            subject, predicate, term = triple.subject, triple.predicate.value, triple.object
            key = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
            value: Value
            if isinstance(term, ox.NamedNode):
                value = term.value
            else:
                value = term if isinstance(term, ox.Literal) else str(term)
            about = facts.get(key)
            if about is None:
                facts[key] = {predicate: [value]}
            elif predicate in about:
                about[predicate].append(value)
            else:
                about[predicate] = [value]

    def __contains__(self, subject: object) -> bool:
        return subject in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def about(self, subject: str) -> dict[str, list[Value]]:
        """Property → values of a subject; empty when nothing is said of it."""
        return self._facts.get(subject, {})

    def values(self, subject: str, predicate: str) -> list[Value]:
        """The values of one property."""
        return self._facts.get(subject, {}).get(predicate, [])

    def nodes(self, subject: str, predicate: str) -> list[str]:
        """The values of one property that are IRIs or blank nodes."""
        return [value for value in self.values(subject, predicate) if isinstance(value, str)]

    def text(self, subject: str, predicate: str) -> str:
        """The first value of one property as text, "" when there is none."""
        for value in self.values(subject, predicate):
            return value if isinstance(value, str) else value.value
        return ""

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Language → text of a property's literals; the language is "" where none is given."""
        return {
            value.language or "": value.value for value in self.values(subject, predicate) if not isinstance(value, str)
        }

    def subjects(self, predicate: str, node: str) -> list[str]:
        """The things that have `node` as a value of `predicate`."""
        return self.pointing_at(node).get(predicate, [])

    def pointing_at(self, node: str) -> dict[str, list[str]]:
        """Property → the things that have `node` as its value, types left out."""
        if self._inverse is None:
            self._inverse = {}
            for subject, about in self._facts.items():
                for name, values in about.items():
                    if name == TYPE:
                        continue
                    for value in values:
                        if isinstance(value, str):
                            self._inverse.setdefault(value, {}).setdefault(name, []).append(subject)
        return self._inverse.get(node, {})

    def is_mentioned(self, node: str) -> bool:
        """Whether a node is a subject or a value of these triples."""
        return node in self._facts or bool(self.pointing_at(node))
