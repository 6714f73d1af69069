"""The wide categories that actors are told under: read from the vocabulary, none is named here."""

from collections import defaultdict

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

_UNKNOWN = Text("Catégorie non précisée", "Category not stated")


class Categories:
    """The actor categories (deck P4.1 to P4.4), each with the group it belongs to.

    A group is a top category; one that is made of categories that have narrower ones themselves (funders and
    regulators: the State, local authorities) is told by those instead.
    """

    def __init__(self, graph: Queryable) -> None:
        self._labels: dict[str, Text] = {}
        wider: dict[str, set[str]] = defaultdict(set)
        names: set[str] = set()
        for row in graph.select(queries.text("network/categories")):
            iri, above, french, english, other = ("" if term is None else term.value for term in row)
            self._labels[iri] = Text(french, english)
            names.update(fold_name(name) for name in (french, other) if name)
            if above:
                wider[iri].add(above)
        self._wider = {iri: sorted(each) for iri, each in wider.items()}
        self.words = frozenset(names)
        narrower: dict[str, set[str]] = defaultdict(set)
        for iri, wide in wider.items():
            for each in wide:
                narrower[each].add(iri)
        self._made_of_groups = {
            iri for iri, inside in narrower.items() if iri not in wider and all(each in narrower for each in inside)
        }

    def label(self, category: str) -> Text:
        """A category's name; the words for none."""
        return self._labels.get(category, _UNKNOWN)

    def group(self, category: str) -> Text:
        """The name of the group of a category."""
        seen: set[str] = set()
        while category not in seen and self._wider.get(category):
            seen.add(category)
            above = self._wider[category][0]
            if above in self._made_of_groups:
                break
            category = above
        return self.label(category)
