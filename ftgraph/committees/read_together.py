"""Several files read as one import: a committee that one names as its superior may be described by another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ftgraph.committees.belonging import COMMITTEE, TERRITORY
from ftgraph.committees.desk import Desk
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.sources.committee_workbook.directory import Directory, Organisation, Place, Search
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation.facts import TYPE, Facts

_LEVEL = f"{DEF}level"
_LABEL = f"{PREFIXES['skos']}prefLabel"
Described = Mapping[tuple[str, str], Mapping[str, str]]
"""(Level, territory), as IRIs → committee → its name."""


class Together(Directory):
    """A directory, and the committees that the files of one import describe."""

    def __init__(self, directory: Directory, described: Described) -> None:
        self._directory = directory
        self._described = described

    @property
    def base(self) -> str:
        """See `Directory`."""
        return self._directory.base

    @property
    def names_organisations(self) -> bool:
        """See `Directory`."""
        return self._directory.names_organisations

    def organisation(self, name: str, number: str, departements: Sequence[str]) -> Search[Organisation]:
        """See `Directory`."""
        return self._directory.organisation(name, number, departements)

    def territory(self, text: str, kinds: Sequence[str], departements: Sequence[str]) -> Search[Place]:
        """See `Directory`."""
        return self._directory.territory(text, kinds, departements)

    def suits(self, place: Place, level: str) -> bool:
        """See `Directory`."""
        return self._directory.suits(place, level)

    def departements(self, place: Place) -> tuple[str, ...]:
        """See `Directory`."""
        return self._directory.departements(place)

    def committees(self, level: str, territory: str) -> Sequence[tuple[str, str]]:
        """See `Directory`; the committees of the files too."""
        here = self._described.get((concept("committee-level", level), territory), {})
        return tuple({**dict(self._directory.committees(level, territory)), **here}.items())


def together(desk: Desk, handed_in: Iterable[HandedIn]) -> Desk:
    """The desk that also knows the committees which these files describe."""
    described: dict[tuple[str, str], dict[str, str]] = {}
    for each in handed_in:
        facts = Facts(each.data)
        for node in facts:
            if COMMITTEE in facts.nodes(node, TYPE):
                for level in facts.nodes(node, _LEVEL):
                    for territory in facts.nodes(node, TERRITORY):
                        described.setdefault((level, territory), {})[node] = facts.text(node, _LABEL)
    return replace(desk, directory=Together(desk.directory, described))
