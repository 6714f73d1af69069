"""Indicateurs: a dashboard on demand, territories ranked, indicators that redouble or contradict one another."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from ftgraph.coverage import default_zoning
from ftgraph.errors import UnknownConcept, UnknownTerritory, UsageError
from ftgraph.exports import indicators as words
from ftgraph.exports.wording import pick
from ftgraph.index.territories import KINDS, Territory
from ftgraph.indicators.comparison import Comparison, Place, compare
from ftgraph.indicators.dashboard import CENTRAL, Card, Dashboard, dashboard
from ftgraph.indicators.dashboard import Question as Asked
from ftgraph.indicators.doubles import Doubles, doubles
from ftgraph.indicators.measured import OBSERVATIONS, structure
from ftgraph.indicators.places import places_of_level
from ftgraph.indicators.telling import figure_told
from ftgraph.sources.observation_structure import Structure
from ftgraph.wording import Language
from ftgraph_api.pages import places
from ftgraph_api.pages.charts import BarChart, LineChart, bar_chart, line_chart
from ftgraph_api.pages.question import Question
from ftgraph_api.state import Served

PATH = "/indicateurs"
_TONES = {"better": "good", "worse": "bad"}


@dataclass(frozen=True)
class Shown:
    """A card as the page shows it. `address`: the page of this indicator alone; `sources`: their titles."""

    card: Card
    line: LineChart | None
    bars: BarChart | None
    tone: str
    trend: str
    address: str
    sources: tuple[str, ...]


@lru_cache(2)
def known_of(served: Served) -> Structure:
    """The structure of a generation, read once."""
    return structure(served.reader)


@lru_cache(2)
def doubles_of(served: Served) -> Doubles:
    """What redoubles or differs in a generation, found once."""
    return doubles(served.reader)


@lru_cache(64)
def dashboard_of(served: Served, asked: Asked) -> Dashboard:
    """A dashboard of a generation, made once."""
    return dashboard(served.reader, asked)


def values(question: Question) -> dict[str, Any]:
    """All that the page shows."""
    given, language = question.given, _language(question)
    known = known_of(question.served)
    shown: dict[str, Any] = {
        "known": sorted(known.indicators.values(), key=lambda each: (each.key != CENTRAL, not each.core)),
        "operators": known.dimensions[known.position("operator")].codes,
        "publics": known.dimensions[known.position("public")].codes,
        "dimensions": known.dimensions,
        "labels": known.labels,
        "asked": {
            name: given.one(name) or ""
            for name in ("territory", "operator", "public", "by", "period", "indicator", "level")
        },
        "doubles": doubles_of(question.served),
        "why": lambda code: pick(words.WHY[code], language),
        "direction": lambda code: pick(words.DIRECTION.get(code, ("", "")), language),
        "status": lambda code: pick(words.STATUS.get(code, ("", "")), language),
        "trend": lambda code: pick(words.TREND.get(code, ("", "")), language),
        "place": None,
        "problem": None,
        "candidates": [],
        "beside": next(iter(given.many("with")), ""),
        "suggested": _suggested(question),
        "levels": [],
        "comparison": None,
        "threshold": question.settings.small_numbers,
        "name_of": lambda iri: _name(question, iri),
        "with_unit": lambda iri, value: figure_told(value, "", known.indicators[iri], language),
        "title_of": lambda source: _title(question, source),
        "field": given.one("territory") or "",
    }
    wanted = given.one("territory")
    if not wanted:
        return shown
    try:
        place = question.index.territories.resolve(wanted, question.today)
        shown |= _of_place(question, place)
    except UnknownTerritory as error:
        shown |= {
            "problem": error,
            "candidates": places.candidates(question, error.candidates, lambda ref: address(question, territory=ref)),
        }
    except (UnknownConcept, UsageError) as error:
        shown |= {"problem": error, "place": None}
    return shown


def address(question: Question, **changed: str) -> str:
    """The page's address with parameters changed; an empty one is taken out."""
    kept = [(name, value) for name, value in question.given.items() if name not in changed]
    pairs = [*kept, *((name, value) for name, value in changed.items() if value)]
    return f"{PATH}?{urlencode(pairs, safe=':')}" if pairs else PATH


def _of_place(question: Question, place: Territory) -> dict[str, Any]:
    given, language = question.given, _language(question)
    asked = Asked(
        place.iri,
        place.label,
        place.reference,
        given.one("operator") or "",
        given.one("public") or "",
        given.one("period") or "",
        given.one("indicator") or "",
        given.one("by") or "",
        language,
    )
    made = dashboard_of(question.served, asked)
    pairs = [(name, value) for name, value in question.given.items() if name not in ("level", "lang")]
    alone = [(name, value) for name, value in pairs if name != "with"]
    comparison = _comparison(question, place, given.one("level") or "")
    rows = comparison.rows if comparison else ()
    return {
        "place": place,
        "field": places.name(question, place.reference),
        "board": made,
        "cards": [_shown(question, card) for card in made.cards],
        "exports": [
            (name.upper(), f"/api/v1/dashboard?{urlencode([*alone, ('format', name)], safe=':')}")
            for name in ("csv", "xlsx", "json")
        ],
        "example": any(is_example(question, source) for card in made.cards for source in card.sources),
        "levels": _levels(question, place),
        "comparison": comparison,
        "comparison_bars": bar_chart([(row.label, row.figure.value, row.figure.told) for row in rows]),
        "comparison_exports": [
            (name.upper(), _comparison_address(pairs, given.one("level") or "", name)) for name in ("csv", "xlsx")
        ],
    }


def _comparison_address(pairs: list[tuple[str, str]], level: str, name: str) -> str:
    kept = [(key, value) for key, value in pairs if key != "by"]
    if not any(key == "with" for key, _ in kept):
        kept.append(("level", level))
    return f"/api/v1/comparison?{urlencode([*kept, ('format', name)], safe=':')}"


def _comparison(question: Question, place: Territory, level: str) -> Comparison | None:
    given, territories = question.given, question.index.territories
    others = [each for each in given.many("with") if each]
    if others:
        found = [place, *(territories.resolve(each, question.today) for each in others)]
    elif level:
        found = list(places_of_level(territories, place, level, question.today))
    else:
        return None
    return compare(
        question.served.reader,
        [Place(each.iri, each.reference, each.label) for each in found],
        indicator=given.one("indicator") or "",
        operator=given.one("operator") or "",
        public=given.one("public") or "",
        period=given.one("period") or "",
        language=_language(question),
    )


def _levels(question: Question, place: Territory) -> list[tuple[str, str]]:
    """The levels that may be compared within a territory, (key, name): those that make sense there."""
    territories = question.index.territories
    zoning = default_zoning(question.index, place.reference, question.settings.zoning, question.today)
    wider = {"country": ("region", "departement"), "region": ("departement",)}.get(place.kind, ())
    keys = dict.fromkeys((*wider, zoning, "epci"))
    return [
        (key, places.kind_name(question, key))
        for key in keys
        if key and key != place.kind and (key in KINDS or key in territories.kinds())
    ]


def _shown(question: Question, card: Card) -> Shown:
    bars = None
    if card.parts:
        bars = bar_chart([(part.label, _last(part.figures)[0], _last(part.figures)[1]) for part in card.parts])
    return Shown(
        card,
        line_chart(card.series.figures),
        bars,
        _TONES.get(card.trend, ""),
        pick(words.TREND[card.trend], question.language),
        address(question, indicator=card.key),
        tuple(_title(question, source) for source in card.sources),
    )


def _last(figures: Any) -> tuple[float | None, str]:
    latest = next((each for each in reversed(figures) if each.status), None)
    return (None, "") if latest is None else (latest.value, latest.told)


def _title(question: Question, source: str) -> str:
    found = question.served.datasets.get(f"{OBSERVATIONS}{source}")
    return found.title if found else source


def is_example(question: Question, source: str) -> bool:
    """Whether a source of observations, by its key, is an illustrative example."""
    found = question.served.datasets.get(f"{OBSERVATIONS}{source}")
    return bool(found and found.example)


def _suggested(question: Question) -> list[tuple[str, str]]:
    territories = question.index.territories
    found = [each for kind in ("region", "departement") for each in territories.zones(kind, question.today)]
    return [(each.reference, each.label) for each in found]


def _name(question: Question, iri: str) -> str:
    found = question.index.territories.by_iri(iri)
    return found.label if found else iri


def _language(question: Question) -> Language:
    return "en" if question.language == "en" else "fr"
