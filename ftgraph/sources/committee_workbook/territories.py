"""The territories that a file names: found in the graph, or, for a basin, known to the file alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from ftgraph.namespaces import thing
from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.directory import LEVEL_KINDS, Directory, Place
from ftgraph.sources.committee_workbook.rows import Row, Value
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.committee_workbook.triples import TYPE, Term, Triples, expand
from ftgraph.sources.handed_in import Fault
from ftgraph.sources.place_names import fold_name

_EVERY_KIND = ("departement", "region", "zone", "arrondissement", "epci", "commune", "country")
_COUNTRY = frozenset({"france", "france entiere", "national", "pays", "fr", "nation"})


class Territories:
    """Gives territory cells their terms."""

    def __init__(self, directory: Directory, triples: Triples, file: str, say: Callable[[Fault], None]) -> None:
        self._directory = directory
        self._triples = triples
        self._file = file
        self._say = say
        self._said: set[str] = set()

    def resolve(self, row: Row) -> None:
        """Replaces the values of the row's territory columns by those found."""
        for column in row.record.sheet.columns:
            if column.kind == "territory":
                values = row.values.get(column.key, [])
                row.values[column.key] = [found for value in values for found in self._found(value, row)]

    def _found(self, value: Value, row: Row) -> Iterator[Value]:
        if value.term is not None:
            yield value
            return
        levels = row.values.get("level")
        kinds = LEVEL_KINDS.get(levels[0].key, _EVERY_KIND) if levels else _EVERY_KIND
        text = "FR" if fold_name(value.text) in _COUNTRY else value.text
        search = self._directory.territory(text, kinds, ())
        if search.found:
            if not search.sure:
                self._say(faults.READ_AS.at(value.cell.place, value=value.text, label=search.found.name))
            if levels and levels[0].key in LEVEL_KINDS and not self._directory.suits(search.found, levels[0].key):
                self._say(faults.TERRITORY_OF_ANOTHER_LEVEL.at(value.cell.place, level=levels[0].text))
            yield self._known(value, search.found)
            return
        near = [(each.iri, each.name) for each in search.near]
        if "zone" in kinds:
            if value.text not in self._said:
                self._said.add(value.text)
                self._say(faults.LOCAL_TERRITORY.at(value.cell.place, near, value=value.text))
            yield self._local(value)
        else:
            self._say(faults.UNKNOWN_TERRITORY.at(value.cell.place, near, value=value.text))

    def _known(self, value: Value, place: Place) -> Value:
        found = self._directory.departements(place)
        parts: dict[str, Term] = {f"departement:{code}": ox.Literal(code) for code in found}
        if place.version:
            parts["version"] = ox.NamedNode(place.version)
        self._triples.add(place.iri, TYPE, ox.NamedNode(place.class_), value.cell.place)
        self._triples.add(place.iri, expand("rdfs:label"), ox.Literal(place.name, language="fr"), value.cell.place)
        return replace(value, key=place.kind, term=ox.NamedNode(place.iri), parts=parts)

    def _local(self, value: Value) -> Value:
        iri = thing(self._directory.base, "zone", self._file, slug(value.text))
        self._triples.add(iri, TYPE, ox.NamedNode(expand("ft:EmploymentBasin")), value.cell.place)
        self._triples.add(iri, expand("rdfs:label"), ox.Literal(value.text, language="fr"), value.cell.place)
        return replace(value, key="zone", term=ox.NamedNode(iri))
