"""Territories side by side on one indicator: two of them, or all of a level, ranked the way the indicator should go."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftgraph.graph.store import Queryable
from ftgraph.indicators.dashboard import (
    CENTRAL,
    Figure,
    by_codes,
    code_of,
    figure,
    indicator_of,
    period_of,
    told_by,
)
from ftgraph.indicators.measured import Measured, measured, structure
from ftgraph.indicators.telling import change_told
from ftgraph.sources.periods import Period
from ftgraph.wording import Language


@dataclass(frozen=True)
class Place:
    """A territory to compare: its IRI, its reference (`bassin:EX35-01`) and its name."""

    iri: str
    reference: str
    label: str


@dataclass(frozen=True)
class Ranked:
    """A territory with its figure. `rank`: from 1, the same for equal values; None where no value is published."""

    reference: str
    label: str
    rank: int | None
    figure: Figure
    previous: Figure | None
    change: float | None
    trend: str


@dataclass(frozen=True)
class Comparison:
    """Territories on an indicator in a period. `direction`: up: the highest first; down: the lowest; context: neither
    is better, the highest first.
    """

    indicator: str
    key: str
    label: str
    unit: str
    direction: str
    operator: str
    operator_label: str
    period: str
    period_label: str
    rows: tuple[Ranked, ...]


def compare(
    graph: Queryable,
    places: Sequence[Place],
    *,
    indicator: str = "",
    operator: str = "",
    public: str = "",
    period: str = "",
    language: Language = "fr",
) -> Comparison:
    """The territories ranked, those without a published value last. Raises as `dashboard` does."""
    known = structure(graph)
    asked = indicator_of(known, indicator or CENTRAL)
    codes = list(known.wholes)
    chosen = code_of(known, "operator", operator)
    codes[known.position("operator")] = chosen
    codes[known.position("public")] = code_of(known, "public", public)
    last = period_of(period)
    found: dict[str, list[Measured]] = defaultdict(list)
    related = told_by(known, asked)
    for each in measured(graph, indicators=related, territories=[place.iri for place in places]):
        found[each.observation.cell.territory].append(each)
    values: Mapping[str, Mapping[Period, Measured]] = {
        iri: by_codes(these).get(tuple(codes), {}) for iri, these in found.items()
    }
    periods = {one.observation.cell.period for these in values.values() for one in these.values()}
    shown = last or max(periods, key=lambda each: (each.end, each.start), default=None)
    label = known.dimensions[known.position("operator")].code(chosen).label.say(language)
    unit = asked.unit.label.say(language) if asked.unit else ""
    head = (asked.iri, asked.key, asked.label.say(language), unit, asked.direction, chosen, label)
    if shown is None:
        return Comparison(*head, "", "", ())
    rows = []
    for place in places:
        own = values.get(place.iri, {})
        latest = figure(own.get(shown), shown, asked, language)
        earlier = shown.previous()
        before = figure(own.get(earlier), earlier, asked, language) if earlier in own else None
        change, trend, _ = change_told(asked, latest if latest.status else None, before, language)
        rows.append(Ranked(place.reference, place.label, None, latest, before, change, trend))
    return Comparison(
        *head, shown.key, shown.label.say(language), tuple(_ranked(rows, lowest=asked.direction == "down"))
    )


def _ranked(rows: Sequence[Ranked], *, lowest: bool) -> list[Ranked]:
    valued = [each for each in rows if each.figure.value is not None]
    valued.sort(key=lambda each: ((each.figure.value or 0) * (1 if lowest else -1), each.label))
    made: list[Ranked] = []
    for position, each in enumerate(valued, start=1):
        same = made and made[-1].figure.value == each.figure.value
        made.append(_with(each, made[-1].rank if same else position))
    others = [each for each in rows if each.figure.value is None]
    return made + sorted(others, key=lambda each: (each.figure.status == "", each.label))


def _with(row: Ranked, rank: int | None) -> Ranked:
    return Ranked(row.reference, row.label, rank, row.figure, row.previous, row.change, row.trend)
