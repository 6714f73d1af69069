"""The committees of a file, and those above them that it only names."""

from collections.abc import Callable

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from ftgraph.namespaces import concept, thing
from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.directory import LEVEL_KINDS, Directory, Place
from ftgraph.sources.committee_workbook.layout import Column
from ftgraph.sources.committee_workbook.rows import CellReader, Row, Value
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.committee_workbook.triples import Triples, expand
from ftgraph.sources.handed_in import Fault
from ftgraph.sources.place_names import fold_name
from ftgraph.sources.vocabulary_labels import fold_label

_ABOVE = {"LOC": "DEP", "DEP": "REG", "REG": "NAT"}
_SURE = 85


class Committees:
    """The committees of the sheet Comité by name, and what each line of the other sheets is about."""

    def __init__(
        self, directory: Directory, reader: CellReader, triples: Triples, file: str, say: Callable[[Fault], None]
    ) -> None:
        self._directory = directory
        self._reader = reader
        self._triples = triples
        self._file = file
        self._say = say
        self._rows: dict[str, Row] = {}

    def add(self, row: Row) -> None:
        """A line of the sheet Comité, its own IRI and its territories known."""
        self._rows[row.iri()] = row

    def prefix(self, iri: str) -> str:
        """What tells this committee's things apart in IRIs: nothing when the file has one committee."""
        return self._rows[iri].text("name") if len(self._rows) > 1 and iri in self._rows else ""

    def departements(self, iri: str) -> tuple[str, ...]:
        """The codes of the départements of a committee's territory."""
        row = self._rows.get(iri)
        values = row.values.get("territory", ()) if row else ()
        found = [code for value in values for code in value.parts if code.startswith("departement:")]
        return tuple(code.removeprefix("departement:") for code in found)

    def of(self, row: Row) -> str:
        """The committee that a line is about: the one it names, or the only one. "" when it cannot be told."""
        column = row.record.sheet.by_key.get("committee")
        if column is None or not self._rows:
            return ""
        values = row.values.get("committee")
        if values:
            return self._own(values[0].text) or ""
        if len(self._rows) == 1:
            (iri,) = self._rows
            cell = next(iter(row.record.cells.values()))
            row.values["committee"] = [Value("", cell, iri, ox.NamedNode(iri))]
            return iri
        if not column.above and column.states:
            self._say(faults.WHICH_COMMITTEE.at(row.record.place, self._names()))
        return ""

    def named(self, column: Column, value: Value, row: Row) -> str:
        """The committee that a cell names: one of the file, or one above that the file does not hold."""
        if value.term is not None and isinstance(value.term, ox.NamedNode):
            return value.term.value
        own = self._own(value.text)
        if own and own != (row.committee if column.above else ""):
            return own
        if column.above:
            return self._elsewhere(value, row)
        self._say(faults.UNKNOWN_REFERENCE.at(value.cell.place, self._names(), value=value.text, target="Comité"))
        return ""

    def _names(self) -> list[tuple[str, str]]:
        return [(iri, row.text("name")) for iri, row in self._rows.items()]

    def _own(self, text: str) -> str | None:
        names = {fold_label(row.text("name")): iri for iri, row in reversed(self._rows.items())}
        folded = fold_label(text)
        if folded in names:
            return names[folded]
        best = process.extract(folded, list(names), scorer=fuzz.ratio, limit=2, score_cutoff=_SURE)
        return names[best[0][0]] if len(best) == 1 else None

    def _elsewhere(self, value: Value, row: Row) -> str:
        """A committee that is only named: level and territory are understood from its name, or from this one's.

        It is the published one of that level and territory where there is one, or one of that name among several;
        else a thing of this file.
        """
        levels = row.values.get("level") or self._level_of(row)
        word = self._reader.scheme("committee-level").within(value.text)
        level = word.key if word else _ABOVE.get(levels[0].key if levels else "", "")
        place = self._territory(value.text, level) if level else None
        local = thing(self._directory.base, "committee", self._file, slug(value.text))
        iri, name = self._published(value.text, level, place) or (local, value.text)
        label = ox.Literal(name, language="fr")
        self._triples.add(iri, expand("skos:prefLabel"), label, value.cell.place)
        if level:
            term = ox.NamedNode(concept("committee-level", level))
            self._triples.add(iri, expand("ft:level"), term, value.cell.place)
        if place:
            self._triples.add(iri, expand("ft:territory"), ox.NamedNode(place.iri), value.cell.place)
        return iri

    def _published(self, text: str, level: str, place: Place | None) -> tuple[str, str] | None:
        found = self._directory.committees(level, place.iri) if place else ()
        if len(found) > 1:
            found = [each for each in found if fold_label(each[1]) == fold_label(text)]
        return found[0] if len(found) == 1 else None

    def _level_of(self, row: Row) -> list[Value]:
        own = self._rows.get(row.committee)
        return own.values.get("level", []) if own else []

    def _territory(self, text: str, level: str) -> Place | None:
        """The territory of that level whose name ends the text, the longest first: « … de Bretagne »."""
        kinds = LEVEL_KINDS[level]
        if level == "NAT":
            return self._directory.territory("FR", kinds, ()).found
        words = fold_name(text).split()
        for start in range(len(words)):
            found = self._directory.territory(" ".join(words[start:]), kinds, ())
            if found.found and found.sure and found.found.kind in kinds:
                return found.found
        return None
