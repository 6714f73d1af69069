"""The triples that a file makes, each with the cells that it came from."""

from collections import defaultdict
from collections.abc import Mapping

import pyoxigraph as ox

from ftgraph.namespaces import PREFIXES
from ftgraph.sources.handed_in import Place

Term = ox.NamedNode | ox.Literal
TYPE = f"{PREFIXES['rdf']}type"


def expand(curie: str) -> str:
    """The IRI of a CURIE (`ft:seatIn`)."""
    prefix, _, name = curie.partition(":")
    return f"{PREFIXES[prefix]}{name}"


class Triples:
    """Collects triples; one that is stated twice is kept once, with both its places."""

    def __init__(self) -> None:
        self._found: dict[ox.Triple, None] = {}
        self._places: dict[tuple[str, str], dict[Place, None]] = defaultdict(dict)

    def add(self, subject: str, predicate: str, value: Term, place: Place | None = None) -> None:
        """States `subject predicate value` (full IRIs), found at `place`."""
        self._found[ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)] = None
        if place is not None:
            self._places[subject, predicate][place] = None

    def locate(self, subject: str, place: Place) -> None:
        """Says where the whole of `subject` stands."""
        self._places[subject, ""][place] = None

    def text(self) -> str:
        """The triples as N-Triples, in the order in which they were found."""
        return "".join(f"{triple} .\n" for triple in self._found)

    def places(self) -> Mapping[tuple[str, str], tuple[Place, ...]]:
        """(subject, property) → where it stands; the property is "" for the whole."""
        return {key: tuple(places) for key, places in self._places.items()}
