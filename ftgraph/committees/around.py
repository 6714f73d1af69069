"""The published committees that have to do with a territory: its own, those above it, those within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph import naming, queries
from ftgraph.graph.store import Queryable, Row
from ftgraph.index.territories import Territories, Territory
from ftgraph.validation.rulesets import LEVELS, implied

_DATASET = "committees-"  # what the catalogue puts before the key of a source of committees
Standing = Literal["own", "above", "within", "beside"]


@dataclass(frozen=True)
class Published:
    """A committee of the graph, and the `key` of the source that publishes it.

    `level`: NAT, REG, DEP or LOC; `territory`: an IRI; `rule_set`: a notation, or ""; `conformity`: what the checks
    made on import concluded for the day `checked_on`, (rule set, conclusion) as notations. `installed_on`, `until`: its
    first and last day, where it says so.
    """

    key: str
    iri: str
    label: str
    level: str
    territory: str
    territory_label: str
    rule_set: str
    checked_on: date
    conformity: tuple[tuple[str, str], ...]
    installed_on: date | None = None
    until: date | None = None

    @property
    def verdict(self) -> tuple[str, str]:
        """The rule set it declares, or that its level implies on that day, and what its check concluded ("": none)."""
        rule_set = self.rule_set or implied(self.level, self.checked_on)
        return rule_set, dict(self.conformity).get(rule_set, "")

    def in_force(self, day: date) -> bool:
        """Whether it exists on a day, as far as it says so."""
        return not self.ended(day) and (self.installed_on is None or self.installed_on <= day)

    def ended(self, day: date) -> bool:
        """Whether its last day is before that day."""
        return self.until is not None and self.until < day


def published(graph: Queryable) -> tuple[Published, ...]:
    """All committees of the graph that a source publishes, from the national level down, then by name."""
    keys: dict[str, tuple[str, date]] = {}
    checks: dict[str, list[tuple[str, str]]] = {}
    for row in graph.select(queries.text("committees/conformity")):
        iri, dataset, rule_set, conclusion, day, *_ = _texts(row)
        keys[iri] = (dataset.removeprefix(_DATASET), date.fromisoformat(day))
        checks.setdefault(iri, []).append((rule_set, conclusion))
    found: dict[str, Published] = {}
    for row in graph.select(queries.text("committees/list")):
        iri, label, level, territory, territory_label, rule_set, *_ = _texts(row)
        if iri in keys:
            names = (label, _notation(level), territory, territory_label, _notation(rule_set))
            key, checked_on = keys[iri]
            found.setdefault(
                iri, Published(key, iri, *names, checked_on, tuple(checks[iri]), naming.day(row[6]), naming.day(row[7]))
            )
    return tuple(sorted(found.values(), key=lambda each: (LEVELS.index(each.level), each.label, each.iri)))


def _texts(row: Row) -> list[str]:
    return ["" if term is None else term.value for term in row]


def around(
    committees: Sequence[Published], territories: Territories, place: Territory
) -> list[tuple[Standing, Published]]:
    """Those whose territory shares communes with `place`, each with how it stands to it."""
    found = ((standing(territories, place, each.territory), each) for each in committees)
    return [(how, each) for how, each in found if how is not None]


def standing(territories: Territories, place: Territory, territory: str) -> Standing | None:
    """How the territory of that IRI stands to `place`; None when they share no commune, or it is not known."""
    theirs = territories.by_iri(territory)
    if theirs is None:
        return None
    area, members = territories.members(place.number), territories.members(theirs.number)
    if members == area:
        return "own"
    if members >= area:
        return "above"
    if members <= area:
        return "within"
    return None if members.isdisjoint(area) else "beside"


def _notation(concept: str) -> str:
    return concept.rsplit("/", 1)[-1]
