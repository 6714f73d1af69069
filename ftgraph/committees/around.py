"""The published committees that have to do with a territory: its own, those above it, those within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.index.territories import Territories, Territory
from ftgraph.validation.rulesets import LEVELS

Standing = Literal["own", "above", "within", "beside"]


@dataclass(frozen=True)
class Published:
    """A committee of the graph. `level`: NAT, REG, DEP or LOC; `territory`: an IRI; `rule_set`: a notation, or ""."""

    iri: str
    label: str
    level: str
    territory: str
    territory_label: str
    rule_set: str


def published(graph: Queryable) -> tuple[Published, ...]:
    """All committees of the graph, from the national level down, then by name."""
    found: dict[str, Published] = {}
    for row in graph.select(queries.text("committees/list")):
        iri, label, level, territory, territory_label, rule_set, _ = (
            "" if term is None else term.value for term in row
        )
        made = Published(iri, label, _notation(level), territory, territory_label, _notation(rule_set))
        found.setdefault(iri, made)
    return tuple(sorted(found.values(), key=lambda each: (LEVELS.index(each.level), each.label, each.iri)))


def around(
    committees: Sequence[Published], territories: Territories, place: Territory
) -> list[tuple[Standing, Published]]:
    """Those whose territory shares communes with `place`, each with how it stands to it."""
    area = territories.members(place.number)
    found: list[tuple[Standing, Published]] = []
    for committee in committees:
        theirs = territories.by_iri(committee.territory)
        if theirs is None:
            continue
        members = territories.members(theirs.number)
        if members == area:
            found.append(("own", committee))
        elif members >= area:
            found.append(("above", committee))
        elif members <= area:
            found.append(("within", committee))
        elif not members.isdisjoint(area):
            found.append(("beside", committee))
    return found


def _notation(concept: str) -> str:
    return concept.rsplit("/", 1)[-1]
