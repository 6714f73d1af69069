"""Dashboards on demand (deck P11.4): what the indicators say of a territory, an operator, a public, and since when.

The rate of vacancies filled comes first: the document puts it at the centre of the common core (P11.3).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import process

from ftgraph.errors import UnknownConcept, UsageError
from ftgraph.graph.store import Queryable
from ftgraph.indicators.measured import Measured, measured, structure
from ftgraph.indicators.telling import change_told, figure_told
from ftgraph.sources.observation_structure import Dimension, Indicator, Structure
from ftgraph.sources.periods import Period, read_period
from ftgraph.wording import Language

CENTRAL = "vacancy-filling-rate"
MOST_PERIODS = 12
_FIXED = ("operator", "public")


@dataclass(frozen=True)
class Question:
    """What is asked: a territory (its IRI), and what narrows it; "" where nothing does.

    `operator`, `public`: codes or names; `period`: the last one to show; `indicator`: a key, a name or an IRI;
    `breakdown`: the key or name of a dimension. `language`: that of the answer's labels.
    """

    territory: str
    label: str = ""
    reference: str = ""
    operator: str = ""
    public: str = ""
    period: str = ""
    indicator: str = ""
    breakdown: str = ""
    language: Language = "fr"


@dataclass(frozen=True)
class Figure:
    """A value in a period. `value` is None where it is withheld (`status` says so) or was not measured ("")."""

    period: str
    label: str
    value: float | None
    status: str
    told: str


@dataclass(frozen=True)
class Series:
    """The figures of one value of a dimension; `code` is "" for the whole."""

    code: str
    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Card:
    """An indicator: what it is, its figures, and what changed since the period before.

    `trend`: better, worse, stable, higher, lower (no way is better), or "" where two values are not known.
    """

    indicator: str
    key: str
    label: str
    definition: str
    formula: str
    unit: str
    kind: str
    direction: str
    core: bool
    series: Series
    parts: tuple[Series, ...]
    breakdown: str
    latest: Figure | None
    previous: Figure | None
    change: float | None
    trend: str
    sentence: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Dashboard:
    """The cards of a territory; `without`: the indicators of the common core that nobody measured there."""

    territory: str
    label: str
    reference: str
    operator: str
    operator_label: str
    public: str
    public_label: str
    breakdown: str
    cards: tuple[Card, ...]
    without: tuple[str, ...]


def dashboard(graph: Queryable, asked: Question) -> Dashboard:
    """What the graph holds for a question. Raises `UnknownConcept`, `UsageError`: unknown code, indicator, period."""
    known = structure(graph)
    operator, public = code_of(known, "operator", asked.operator), code_of(known, "public", asked.public)
    # An indicator that only breaks another one down is told with it: by the same numbers.
    every = sorted((each for each in known.indicators.values() if each.whole == each.iri), key=_rank)
    wanted = [indicator_of(known, asked.indicator)] if asked.indicator else every
    breakdown = dimension_of(known, asked.breakdown) if asked.breakdown else None
    last = period_of(asked.period)
    found = measured(
        graph,
        indicators=told_by(known, wanted[0]) if asked.indicator else (),
        territories=[asked.territory],
    )
    of_indicator: dict[str, list[Measured]] = defaultdict(list)
    for each in found:
        of_indicator[known.indicators[each.observation.cell.indicator].whole].append(each)
    fixed = {"operator": operator, "public": public}
    cards = [
        card
        for each in wanted
        if (card := _card(known, each, of_indicator.get(each.whole, ()), fixed, breakdown, last, asked.language))
    ]
    shown = {card.indicator for card in cards}
    without = [each.label.say(asked.language) for each in wanted if each.core and each.iri not in shown]
    return Dashboard(
        asked.territory,
        asked.label,
        asked.reference,
        operator,
        _label(known, "operator", operator, asked.language),
        public,
        _label(known, "public", public, asked.language),
        breakdown.key if breakdown else "",
        tuple(cards),
        tuple(without),
    )


def code_of(known: Structure, key: str, text: str) -> str:
    """The notation that a user's text means in a dimension; its whole where empty. Raises `UnknownConcept`."""
    dimension = known.dimensions[known.position(key)]
    if not text:
        return dimension.whole
    match = known.words[key].find(text)
    if match.word is not None and match.sure:
        return match.word.key
    candidates = tuple((each.notation, each.label.fr) for each in dimension.codes)
    raise UnknownConcept(
        f"« {text[:100]} » n’est pas une valeur de « {dimension.label.fr} ».",
        f"“{text[:100]}” is no value of “{dimension.label.en}”.",
        candidates=candidates,
        cure=f"Valeurs possibles\u202f: {', '.join(notation for notation, _ in candidates)[:600]}.",
        cure_en=f"Possible values: {', '.join(notation for notation, _ in candidates)[:600]}.",
        scheme=key,
    )


def indicator_of(known: Structure, text: str) -> Indicator:
    """The indicator that a user's text names. Raises `UnknownConcept` with the nearest ones."""
    if (found := known.indicator(text)) is not None:
        return found
    match = known.words["indicator"].find(text)
    if match.word is not None and match.sure:
        return known.indicators[match.word.iri]
    near = [known.indicators[iri] for iri, _ in match.candidates] or [
        each for each in known.indicators.values() if match.word and each.iri == match.word.iri
    ]
    candidates = tuple((each.key, each.label.fr) for each in near or known.indicators.values())
    raise UnknownConcept(
        f"Aucun indicateur « {text[:100]} ».",
        f"No indicator “{text[:100]}”.",
        candidates=candidates,
        cure=f"Les plus proches\u202f: {', '.join(f'{key} ({label})' for key, label in candidates[:5])}.",
        cure_en=f"The nearest: {', '.join(key for key, _ in candidates[:5])}.",
        scheme="indicator",
    )


def told_by(known: Structure, indicator: Indicator) -> list[str]:
    """The indicators (IRIs) whose observations tell the same numbers: itself, and those that break it down."""
    return sorted(each.iri for each in known.indicators.values() if each.whole == indicator.whole)


def dimension_of(known: Structure, text: str) -> Dimension:
    """The dimension that a key or a name means. Raises `UsageError`."""
    names = {each.key: each for each in known.dimensions} | {each.label.fr.lower(): each for each in known.dimensions}
    found = names.get(text.lower())
    if found is None:
        near = process.extractOne(text.lower(), list(names), score_cutoff=60)
        hint = f"Peut-être « {near[0]} ». " if near else ""
        keys = ", ".join(each.key for each in known.dimensions)
        raise UsageError(
            f"On ne ventile pas selon « {text[:100]} ».",
            f"There is no breakdown by “{text[:100]}”.",
            cure=f"{hint}Ventilations possibles\u202f: {keys}.",
            cure_en=f"Possible breakdowns: {keys}.",
        )
    return found


def period_of(text: str) -> Period | None:
    """The period that a user's text means, None where empty. Raises `UsageError`."""
    found = read_period(text) if text else None
    if text and found is None:
        raise UsageError(
            f"« {text[:100]} » n’est pas une période.",
            f"“{text[:100]}” is no period.",
            cure="Écrivez 2026, S1 2026, T3 2026 ou 03/2026.",
            cure_en="Write 2026, S1 2026, T3 2026 or 03/2026.",
        )
    return found


def _rank(indicator: Indicator) -> tuple[bool, bool, int, str]:
    """The rate of vacancies filled, then the core in the document's order, then the others."""
    number = next((int(fact.partition(".")[2]) for fact in indicator.facts if fact.startswith("P12.")), 99)
    return indicator.key != CENTRAL, not indicator.core, number, indicator.label.fr


def _label(known: Structure, key: str, notation: str, language: Language) -> str:
    return known.dimensions[known.position(key)].code(notation).label.say(language)


Values = Mapping[tuple[str, ...], Mapping[Period, Measured]]


def by_codes(found: Iterable[Measured]) -> Values:
    """The observations by codes and period. Of two sources, one that states a value wins, then the first by name."""
    made: dict[tuple[str, ...], dict[Period, Measured]] = defaultdict(dict)
    for each in sorted(found, key=lambda one: (one.observation.value is None, one.source)):
        cell = each.observation.cell
        made[cell.codes].setdefault(cell.period, each)
    return made


def _card(
    known: Structure,
    indicator: Indicator,
    found: Sequence[Measured],
    fixed: Mapping[str, str],
    breakdown: Dimension | None,
    last: Period | None,
    language: Language,
) -> Card | None:
    """An indicator's card, or None where nothing was measured."""
    values = by_codes(found)
    base = list(known.wholes)
    for key in _FIXED:
        base[known.position(key)] = fixed[key]
    codes = tuple(base)
    split = breakdown if breakdown is not None and breakdown.key in indicator.allowed else None
    parts: dict[str, tuple[str, ...]] = {}
    if split is not None:
        position = known.position(split.key)
        for code in split.codes:
            if not code.whole:
                parts[code.notation] = (*codes[:position], code.notation, *codes[position + 1 :])
    asked = [codes, *parts.values()]
    periods = shown_periods({period for each in asked for period in values.get(each, ())}, last)
    if not periods:
        return None
    series = Series("", "", _figures(values.get(codes, {}), periods, indicator, language))
    cut = tuple(
        Series(code, split.code(code).label.say(language), _figures(values[each], periods, indicator, language))
        for code, each in parts.items()
        if split is not None and each in values
    )
    latest = next((each for each in reversed(series.figures) if each.status), None)
    before = _before(series.figures, latest)
    change, trend, sentence = change_told(indicator, latest, before, language)
    sources = {one.source for each in asked for one in values.get(each, {}).values()}
    return Card(
        indicator.iri,
        indicator.key,
        indicator.label.say(language),
        indicator.definition.say(language),
        indicator.formula.say(language),
        indicator.unit.label.say(language) if indicator.unit else "",
        indicator.kind,
        indicator.direction,
        indicator.core,
        series,
        cut,
        split.key if split is not None and cut else "",
        latest,
        before,
        change,
        trend,
        sentence,
        tuple(sorted(sources)),
    )


def shown_periods(found: Iterable[Period], last: Period | None) -> list[Period]:
    """The periods to show: those of one kind, up to `last`, the most recent ones, in order."""
    known = sorted(found, key=lambda each: each.order)
    if last is not None:
        known = [each for each in known if each.kind == last.kind and each.end <= last.end]
    if not known:
        return []
    kind = known[-1].kind
    return [each for each in known if each.kind == kind][-MOST_PERIODS:]


def _figures(
    values: Mapping[Period, Measured], periods: Sequence[Period], indicator: Indicator, language: Language
) -> tuple[Figure, ...]:
    return tuple(figure(values.get(period), period, indicator, language) for period in periods)


def figure(found: Measured | None, period: Period, indicator: Indicator, language: Language) -> Figure:
    """What is known of a period."""
    label = period.label.say(language)
    if found is None:
        return Figure(period.key, label, None, "", "")
    value: Decimal | None = found.observation.value
    status = found.observation.status
    return Figure(
        period.key,
        label,
        None if value is None else float(value),
        status,
        figure_told(value, status, indicator, language),
    )


def _before(figures: Sequence[Figure], latest: Figure | None) -> Figure | None:
    """The figure of the period just before."""
    if latest is None:
        return None
    period = read_period(latest.period)
    wanted = period.previous().key if period else ""
    return next((each for each in figures if each.period == wanted and each.status), None)
