"""The values that the graph holds: which indicators it knows, and what was measured where, when and about whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.sources import observation_structure
from ftgraph.sources.observation_rows import Cell, Observation
from ftgraph.sources.observation_structure import Code, Indicator, Structure
from ftgraph.sources.periods import read_period
from ftgraph.wording import Text

OBSERVATIONS = "observations-"
"""What the catalogue puts before the key of a source of observations."""
_KINDS = {"pour cent": "rate", "%": "rate", "jours": "duration", "jour": "duration"}


@dataclass(frozen=True)
class Measured:
    """An observation of the graph, and the key of the source that publishes it."""

    observation: Observation
    source: str


def structure(graph: Queryable) -> Structure:
    """The structure that observations are held to, with the indicators that committees and contracts have added."""
    shipped = observation_structure.read()
    more = []
    for row in graph.select(queries.text("indicators/defined")):
        iri, french, english, definition, unit, core, _, whole = ("" if term is None else term.value for term in row)
        if core == "true" or not french:
            continue
        said = Code("", "", Text(unit)) if unit else None
        kind = _KINDS.get(unit, "stock")
        more.append(Indicator(iri, Text(french, english), Text(definition), unit=said, kind=kind, whole=whole or iri))
    return observation_structure.extended(shipped, more)


def measured(
    graph: Queryable,
    *,
    indicators: Sequence[str] = (),
    territories: Sequence[str] = (),
    operators: Sequence[str] = (),
    publics: Sequence[str] = (),
) -> tuple[Measured, ...]:
    """What was measured of some indicators on some territories (IRIs), some operators and publics (notations)."""
    text = queries.text(
        "indicators/observations",
        indicator=list(indicators),
        territory=list(territories),
        operator=list(operators),
        public=list(publics),
    )
    found = []
    for row in graph.select(text):
        _, dataset, indicator, territory, period, *codes, status, value = (
            "" if term is None else term.value for term in row
        )
        read = read_period(period.rpartition("/")[2])
        if read is None:
            continue
        cell = Cell(indicator, territory, read, tuple(code.rpartition("/")[2] for code in codes))
        number = Decimal(value) if value else None
        observation = Observation(cell, number, status.rpartition("/")[2])
        found.append(Measured(observation, dataset.rpartition("/")[2].removeprefix(OBSERVATIONS)))
    return tuple(found)
