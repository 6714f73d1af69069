"""`GET /api/v1/dashboard`, `/comparison`, `/observations`, `/indicators` and `/indicators/doubles`."""

from dataclasses import replace

from fastapi import APIRouter

from ftgraph.exports import indicators as exports
from ftgraph.exports.formats import INDICATOR_FORMATS, JSON
from ftgraph.exports.indicators import (
    ComparisonDocument,
    DashboardDocument,
    DoublesDocument,
    IndicatorsDocument,
    ObservationRow,
    ObservationsDocument,
)
from ftgraph.indicators.comparison import compare
from ftgraph.indicators.dashboard import Question, code_of, dashboard, indicator_of
from ftgraph.indicators.doubles import doubles
from ftgraph.indicators.measured import Measured, measured, structure
from ftgraph.indicators.places import to_compare
from ftgraph.sources.observation_structure import Structure
from ftgraph.wording import Language
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

MOST_ROWS = 5_000
TERRITORY = Parameter(
    "territory",
    (
        "Territoire : référence (departement:35, bassin:EX35-01…), IRI ou nom.",
        "Territory: a reference (departement:35, bassin:EX35-01…), an IRI or a name.",
    ),
    example="departement:35",
)
INDICATOR = Parameter(
    "indicator", ("Indicateur : code, IRI ou nom.", "Indicator: key, IRI or name."), example="vacancy-filling-rate"
)
OPERATOR = Parameter("operator", ("Opérateur en charge.", "Operator in charge."), example="france-travail")
PUBLIC = Parameter("public", ("Public : code ou nom.", "Public: code or name."))
PERIOD = Parameter(
    "period",
    ("Dernière période : 2026, S1 2026, T3 2026 ou 03/2026.", "Last period: 2026, S1 2026, T3 2026 or 03/2026."),
    example="T3 2026",
)
BY = Parameter("by", ("Ventiler selon une dimension.", "Break down by a dimension."), example="operator")
LEVEL = Parameter(
    "level",
    ("Tous les territoires de ce niveau dans le territoire.", "All territories of that level within the territory."),
    example="bassin",
)
OTHERS = Parameter("with", ("Territoires à comparer.", "Territories to compare."), many=True)
LIMIT = Parameter(
    "limit",
    ("Nombre d’observations au plus ; 1000 par défaut.", "Most observations; 1000 by default."),
    "integer",
    most=MOST_ROWS,
    default=1_000,
)
_WHERE = replace(TERRITORY, required=True)
DASHBOARD = table(_WHERE, INDICATOR, OPERATOR, PUBLIC, PERIOD, BY, LANGUAGE, FORMAT)
COMPARISON = table(_WHERE, LEVEL, OTHERS, INDICATOR, OPERATOR, PUBLIC, PERIOD, LANGUAGE, FORMAT)
OBSERVATIONS = table(TERRITORY, INDICATOR, OPERATOR, PUBLIC, LIMIT, LANGUAGE, FORMAT)
DOUBLES = table(LANGUAGE, FORMAT)
LIST = table(LANGUAGE)


def show_dashboard(asking: Asking, served: Served) -> bytes:
    """Le tableau de bord d’un territoire : valeurs, période précédente, sens, ventilation."""
    given = asking.given
    place = served.index.territories.resolve(given.text("territory"), asking.today)
    asked = Question(
        place.iri,
        place.label,
        place.reference,
        given.text("operator"),
        given.text("public"),
        given.text("period"),
        given.text("indicator"),
        given.text("by"),
        asking.language,
    )
    answer = DashboardDocument(served.generation, asking.today, dashboard(served.reader, asked))
    return exports.dashboard(asking.kind, answer, asking.language)


def comparison(asking: Asking, served: Served) -> bytes:
    """Des territoires classés sur un indicateur : deux, ou tous ceux d’un niveau."""
    given, territories = asking.given, served.index.territories
    whole = territories.resolve(given.text("territory"), asking.today)
    made = compare(
        served.reader,
        to_compare(territories, whole, given.text("level"), given.many("with"), asking.today),
        indicator=given.text("indicator"),
        operator=given.text("operator"),
        public=given.text("public"),
        period=given.text("period"),
        language=asking.language,
    )
    return exports.comparison(asking.kind, ComparisonDocument(served.generation, asking.today, made), asking.language)


def observations(asking: Asking, served: Served) -> bytes:
    """Les valeurs mesurées, une par ligne ; celles que le secret statistique masque n’ont pas de valeur."""
    given, known = asking.given, structure(served.reader)
    place = given.one("territory")
    found = measured(
        served.reader,
        indicators=[indicator_of(known, given.one("indicator")).iri] if given.one("indicator") else (),
        territories=[served.index.territories.resolve(place, asking.today).iri] if place else (),
        operators=[code_of(known, "operator", given.one("operator"))] if given.one("operator") else (),
        publics=[code_of(known, "public", given.one("public"))] if given.one("public") else (),
    )
    rows = tuple(_row(each, known, served, asking.language) for each in found[: given.number(LIMIT)])
    answer = ObservationsDocument(served.generation, asking.today, len(found), rows)
    return exports.observations(asking.kind, answer, asking.language)


def _row(each: Measured, known: Structure, served: Served, language: Language) -> ObservationRow:
    cell, value = each.observation.cell, each.observation.value
    place = served.index.territories.by_iri(cell.territory)
    return ObservationRow(
        known.indicators[cell.indicator].label.say(language),
        place.reference if place else cell.territory,
        cell.period.key,
        {dimension.key: code for dimension, code in zip(known.dimensions, cell.codes, strict=True)},
        None if value is None else float(value),
        each.observation.status,
        each.source,
    )


def indicators(asking: Asking, served: Served) -> bytes:
    """Les indicateurs du socle commun : ce qu’ils mesurent, comment, en quelle unité, selon quelles ventilations."""
    known = structure(served.reader)
    answer = IndicatorsDocument(served.generation, asking.today, tuple(known.indicators.values()))
    return exports.indicators(answer)


def show_doubles(asking: Asking, served: Served) -> bytes:
    """Les indicateurs qui font double emploi, et les sources qui se contredisent."""
    answer = DoublesDocument(served.generation, asking.today, doubles(served.reader))
    return exports.doubles(asking.kind, answer, asking.language)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["indicators"])
    base, formats = "/api/v1", INDICATOR_FORMATS
    listings.add(
        routes,
        Listing(f"{base}/dashboard", show_dashboard, DashboardDocument, DASHBOARD, "tableau-de-bord", formats),
        Listing(f"{base}/comparison", comparison, ComparisonDocument, COMPARISON, "comparaison", formats),
        Listing(f"{base}/observations", observations, ObservationsDocument, OBSERVATIONS, "observations", formats),
        Listing(f"{base}/indicators/doubles", show_doubles, DoublesDocument, DOUBLES, "doublons", formats),
        Listing(f"{base}/indicators", indicators, IndicatorsDocument, LIST, "indicateurs", (JSON,)),
    )
    return routes
