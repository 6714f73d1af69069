"""The organisations that a file names: each once, matched to the graph or the file's own, with its category."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ftgraph.namespaces import thing
from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.directory import Directory, Organisation, Place, Search
from ftgraph.sources.committee_workbook.headings import Cell
from ftgraph.sources.committee_workbook.layout import Layout
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.committee_workbook.triples import TYPE, Triples, expand
from ftgraph.sources.committee_workbook.values import read_siret
from ftgraph.sources.committee_workbook.words import Word, WordList
from ftgraph.sources.handed_in import Fault
from ftgraph.sources.vocabulary_labels import fold_label

_NUMBER = re.compile(r"\(?\b((?:\d[\s.]?){9}(?:(?:[\s.]?\d){5})?)\)?")
_GOVERNED = {"epci": ("epci", "ept"), "commune": ("commune",), "departement": ("departement",), "region": ("region",)}


@dataclass(frozen=True)
class Actor:
    """An organisation of the file: its IRI, its category (a notation, "" where unknown), its name as first given."""

    iri: str
    category: str
    name: str


class Organisations:
    """Finds or makes the actor of a name. Asked twice for one name, gives one actor and says its faults once."""

    def __init__(
        self,
        directory: Directory,
        layout: Layout,
        categories: WordList,
        triples: Triples,
        file: str,
        say: Callable[[Fault], None],
    ) -> None:
        self._directory = directory
        self._classes = layout.actor_classes
        self._categories = categories
        self._triples = triples
        self._file = file
        self._say = say
        self._by_name: dict[str, Actor] = {}
        self._by_number: dict[str, Actor] = {}

    def find(
        self,
        text: str,
        cell: Cell,
        *,
        siret: Cell | None,
        category: str,
        departements: Sequence[str],
        presumed: str = "",
    ) -> tuple[Actor, ox.NamedNode | None]:
        """The actor of a cell, and its category as a term. `siret`, `category`: from the columns beside it.

        `presumed`: the category of those who may hold the seat, taken when nothing tells the organisation’s own.
        """
        name, number = self._number(text, siret)
        folded = fold_label(name)
        actor = self._by_number.get(number) if number else None
        actor = actor or self._by_name.get(folded)
        if actor is not None:
            self._by_name.setdefault(folded, actor)
            if category and actor.category and category != actor.category:
                kept = self._categories.by_key[actor.category].label
                self._say(faults.TWO_CATEGORIES.at(cell.place, value=name, kept=kept))
            return actor, self._term(actor)
        actor = self._make(name, number, cell, category, departements, presumed)
        self._by_name[folded] = actor
        if number:
            self._by_number[number] = actor
        return actor, self._term(actor)

    def _term(self, actor: Actor) -> ox.NamedNode | None:
        return ox.NamedNode(self._categories.by_key[actor.category].iri) if actor.category else None

    def _number(self, text: str, siret: Cell | None) -> tuple[str, str]:
        """The name without the number that it may hold, and a SIRET or SIREN, or ""."""
        if siret is not None:
            found = read_siret(siret.text)
            if found is None:
                self._say(faults.BAD_SIRET.at(siret.place, value=siret.text))
                return text, ""
            if found[1]:
                self._say(faults.REPAIRED_CODE.at(siret.place, value=siret.text, code=found[0]))
            return text, found[0]
        if within := _NUMBER.search(text):
            found = read_siret(within[1])
            if found:
                return text.replace(within[0], " ").strip(" ,-–()") or found[0], found[0]
        return text, ""

    def _make(
        self, name: str, number: str, cell: Cell, category: str, departements: Sequence[str], presumed: str
    ) -> Actor:
        search = self._directory.organisation(name, number, departements)
        known = search.found
        governed = (
            self._directory.territory(name, ("epci", "ept"), departements) if not category else Search[Place](None)
        )
        if not category:
            category = self._category(name, known, governed.found if governed.sure else None) or presumed
        governs = self._governs(name, category, departements)
        if known:
            iri = known.iri
            if not search.sure:
                self._say(faults.READ_AS.at(cell.place, value=name, label=known.name))
        else:
            iri = thing(self._directory.base, "organisation", self._file, slug(name))
            if self._directory.names_organisations and governs is None:
                near = [(each.iri, each.name) for each in search.near]
                self._say(faults.UNMATCHED_ORGANISATION.at(cell.place, near, value=name))
        if not category:
            self._say(faults.UNKNOWN_CATEGORY.at(cell.place, self._categories.sharing(name), value=name))
        self._state(iri, name, number, category, cell)
        if governs:
            self._triples.add(iri, expand("ft:governs"), ox.NamedNode(governs.iri), cell.place)
        return Actor(iri, category, name)

    def _category(self, name: str, known: Organisation | None, governed: Place | None) -> str:
        """From the graph, from the words of the name, or because the name is an EPCI's."""
        if known and known.category:
            return known.category
        exact = self._categories.find(name)
        if exact.word and exact.sure:
            return exact.word.key
        if governed and governed.kind in {"epci", "ept"} and fold_label(governed.name) == fold_label(name):
            return "epci"
        word: Word | None = self._categories.within(name)
        if word:
            return word.key
        return "epci" if governed and governed.kind in {"epci", "ept"} else ""

    def _governs(self, name: str, category: str, departements: Sequence[str]) -> Place | None:
        """The territory that a local authority governs: known by it, it needs no entry of its own in the graph."""
        if category not in _GOVERNED:
            return None
        found = self._directory.territory(name, _GOVERNED[category], departements)
        return found.found if found.sure and found.found and found.found.kind in _GOVERNED[category] else None

    def _state(self, iri: str, name: str, number: str, category: str, cell: Cell) -> None:
        add = self._triples.add
        self._triples.locate(iri, cell.place)
        for each in self._categories.above(category) if category else ():
            if each in self._classes:
                add(iri, TYPE, ox.NamedNode(expand(self._classes[each])), cell.place)
                break
        else:
            add(iri, TYPE, ox.NamedNode(expand("ft:Actor")), cell.place)
        add(iri, expand("skos:prefLabel"), ox.Literal(name, language="fr"), cell.place)
        if number:
            add(iri, expand("ft:siren"), ox.Literal(number[:9]), cell.place)
        if category:
            add(iri, expand("ft:actorCategory"), ox.NamedNode(self._categories.by_key[category].iri), cell.place)
