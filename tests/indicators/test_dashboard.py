"""Dashboards, comparisons and doubles over the example."""

import pytest

from ftgraph.errors import UnknownConcept, UsageError
from ftgraph.indicators.comparison import Place, compare
from ftgraph.indicators.dashboard import CENTRAL, Question, dashboard
from ftgraph.indicators.doubles import doubles
from ftgraph.indicators.measured import measured
from ftgraph.indicators.places import places_of_level, to_compare
from ftgraph.namespaces import thing

DEPARTEMENT = thing("https://w3id.org/ftgraph", "departement", "35")


@pytest.fixture(scope="module")
def board(demo):
    return dashboard(demo, Question(DEPARTEMENT, "Ille-et-Vilaine", "departement:35", breakdown="operator"))


def test_the_rate_of_vacancies_filled_comes_first(board):
    assert board.cards[0].key == CENTRAL
    assert len(board.cards) == 15
    assert board.without == ()  # the two that only break registered people down are told with it


def test_a_card_tells_the_period_before_and_the_way(board):
    card = board.cards[0]
    assert (card.latest.period, card.latest.status, card.previous.period) == ("2026-Q3", "provisional", "2026-Q2")
    assert card.change == pytest.approx(card.latest.value - card.previous.value)
    assert card.trend == "better"
    assert "hausse de 1,9\u00a0point" in card.sentence
    assert "dans le sens souhaité" in card.sentence
    (waiting,) = [each for each in board.cards if each.key == "awaiting-diagnosis"]
    assert waiting.direction == "down"
    assert (waiting.change < 0) == (waiting.trend == "better")
    (registered,) = [each for each in board.cards if each.key == "registered"]
    assert registered.trend in ("higher", "lower", "stable")


def test_parts_add_up_to_the_whole(board):
    (registered,) = [each for each in board.cards if each.key == "registered"]
    assert len(registered.parts) == 5
    parts = [part.figures[-1].value for part in registered.parts]
    assert sum(parts) == registered.series.figures[-1].value


def test_what_breaks_an_indicator_down_is_told_with_it(demo):
    (card,) = dashboard(demo, Question(DEPARTEMENT, indicator="Nombre d’inscrits", breakdown="allowance")).cards
    assert {part.code for part in card.parts} == {"aah", "are", "ass", "cej", "none", "rsa"}


def test_an_operator_has_its_own_board(demo):
    asked = Question(DEPARTEMENT, operator="Mission locale", indicator=CENTRAL)
    (card,) = dashboard(demo, asked).cards
    assert [each.period for each in card.series.figures] == ["2026-Q2", "2026-Q3"]


def test_a_period_is_the_last_one_shown(demo):
    (card,) = dashboard(demo, Question(DEPARTEMENT, indicator=CENTRAL, period="T1 2026")).cards
    assert card.latest.period == "2026-Q1"
    assert dashboard(demo, Question(DEPARTEMENT, indicator=CENTRAL, period="2020")).cards == ()


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"operator": "Agence"}, UnknownConcept),
        ({"indicator": "Taux de pourvoir"}, UnknownConcept),
        ({"breakdown": "couleur"}, UsageError),
        ({"period": "hier"}, UsageError),
    ],
)
def test_what_is_not_understood_says_what_is_possible(demo, asked, kind):
    with pytest.raises(kind) as error:
        dashboard(demo, Question(DEPARTEMENT, **asked))
    assert error.value.cure
    assert error.value.cure_en


def test_a_withheld_value_is_told_and_has_none(demo):
    place = thing("https://w3id.org/ftgraph", "zone", "bassin", "2026-01-01", "EX35-07")
    (card,) = dashboard(demo, Question(place, indicator="reorientations")).cards
    assert card.latest.told == "masquée"
    assert card.latest.value is None
    assert "pas de valeur publiée" in card.sentence


def test_no_small_number_is_in_the_graph(demo):
    counts = {"registered", "inflow", "outflow", "profile", "awaiting-diagnosis", "awaiting-pathway", "reorientations"}
    found = [each.observation for each in measured(demo)]
    small = [
        each
        for each in found
        if each.cell.indicator.rpartition("/")[2] in counts and each.value is not None and 0 < each.value < 11
    ]
    assert small == []
    assert sum(each.status == "withheld" for each in found) > 50


@pytest.fixture
def basins(demo_index, day):
    whole = demo_index.territories.resolve("departement:35", day)
    return [
        Place(each.iri, each.reference, each.label)
        for each in places_of_level(demo_index.territories, whole, "bassin", day)
    ]


def test_territories_are_ranked_the_way_the_indicator_should_go(demo, basins):
    rates = compare(demo, basins)
    assert rates.key == CENTRAL
    values = [row.figure.value for row in rates.rows]
    assert values == sorted(values, reverse=True)
    assert rates.rows[0].rank == 1
    delays = [row.figure.value for row in compare(demo, basins, indicator="Délai de pourvoi").rows]
    assert delays == sorted(delays)


def test_withheld_territories_come_last_without_a_rank(demo, basins):
    rows = compare(demo, basins, indicator="reorientations").rows
    held = [row for row in rows if row.figure.status == "withheld"]
    assert held
    assert list(rows[-len(held) :]) == held
    assert all(row.rank is None for row in held)


def test_a_level_that_is_none_is_refused(demo_index, day):
    whole = demo_index.territories.resolve("departement:35", day)
    with pytest.raises(UsageError, match="niveau"):
        places_of_level(demo_index.territories, whole, "quartier", day)
    with pytest.raises(UsageError, match="0 territoires"):
        places_of_level(demo_index.territories, whole, "region", day)


def test_doubles_and_contradictions_are_found(demo):
    found = doubles(demo)
    why = {each.second.label.fr: each.why for each in found.doubles}
    assert why["Offres satisfaites"] == ("same-definition",)
    assert why["Attente avant embauche"] == ("same-definition", "other-unit")
    told = [[each.source for each in one.told] for one in found.contradictions]
    assert told.count(["exemple-indicateurs", "exemple-observatoire"]) == len(told) == 6


@pytest.mark.parametrize(("level", "others"), [("bassin", ["departement:22"]), ("", [])])
def test_a_level_or_territories_are_compared_not_both(demo_index, day, level, others):
    territories = demo_index.territories
    whole = territories.resolve("departement:35", day)
    with pytest.raises(UsageError, match="à comparer"):
        to_compare(territories, whole, level, others, day)
    assert [each.reference for each in to_compare(territories, whole, "", ["departement:22"], day)] == [
        "departement:35",
        "departement:22",
    ]
