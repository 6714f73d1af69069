"""Whom and what the published graph knows, asked as a file names them: only the départements concerned are read.

The country's structures are tens of thousands, a committee's file concerns a département or a région: what was read is
kept, so that a server reads each département once a generation.
"""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from threading import Lock

from pyoxigraph import Literal

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import concept
from ftgraph.sources.committee_workbook.directory import GraphDirectory, Organisation, Organisations, Zone
from ftgraph.sources.committee_workbook.directory_rows import Cells, organisation, zone
from ftgraph.sources.territories import Territories

_MOST_DEPARTEMENTS = 20
"""More than a région has: past that, a structure is known by its number or its exact name."""
_LONGEST_NAME = 300


class PublishedDirectory(GraphDirectory):
    """The directory of one generation; for several threads. Opening reads the zones in force on `day` only."""

    def __init__(self, reader: Queryable, territories: Territories, base: str, day: date) -> None:
        zones = _rows(reader, "committees/zones", day=day)
        super().__init__(territories, (), [zone(row) for row in zones], base)
        self._reader = reader
        self._places = territories
        self._found: dict[tuple[str, ...], tuple[Organisation, ...]] = {}
        self._searchable: dict[tuple[str, ...], Organisations] = {}
        self._departements: dict[str, tuple[str, ...]] = {}
        self._lock = Lock()

    def committees(self, level: str, territory: str) -> Sequence[tuple[str, str]]:
        """See `Directory`."""
        rows = _rows(self._reader, "committees/list", level=[concept("committee-level", level)], territory=[territory])
        return tuple({str(row[0]): str(row[1] or "") for row in rows}.items())

    def _among(self, name: str, number: str, departements: Sequence[str]) -> Organisations:
        """See `GraphDirectory`. A number is looked for in the whole country."""
        if number and (numbered := self._read("siret", number)):
            return Organisations(numbered)
        wanted = tuple(sorted(set(departements)))
        if not 0 < len(wanted) <= _MOST_DEPARTEMENTS:
            exact = name.strip()[:_LONGEST_NAME]
            return Organisations(self._read("label", exact)) if exact else Organisations()
        with self._lock:
            if wanted not in self._searchable:
                lying = chain.from_iterable(self._read("departement", code) for code in wanted)
                self._searchable[wanted] = Organisations(lying)
            return self._searchable[wanted]

    def _read(self, parameter: str, value: str) -> tuple[Organisation, ...]:
        """The structures with that number or name, or in that département; the last are kept."""
        kept = (parameter, value)
        if kept in self._found:
            return self._found[kept]
        given = Literal(value, language="fr") if parameter == "label" else value
        found = tuple(map(organisation, _rows(self._reader, "committees/organisations", **{parameter: [given]})))
        if parameter == "departement":
            self._found[kept] = found
        return found

    def _lying_in(self, zone: Zone) -> tuple[str, ...]:
        if zone.iri not in self._departements:
            communes = _rows(self._reader, "committees/communes-of-zones", zone=[zone.iri])
            codes = {self._places.departement_of(row[2]) for row in communes if row[2]}
            self._departements[zone.iri] = tuple(sorted(codes))
        return self._departements[zone.iri]


def _rows(reader: Queryable, query: str, **values: object) -> list[Cells]:
    found = reader.select(queries.text(query, **values))
    return [[None if term is None else str(term.value) for term in row] for row in found]
