"""Lay words name barriers; references and names, right or not, name territories as of a date."""

import csv
from datetime import date
from pathlib import Path

import pytest

from ftgraph.errors import UnknownConcept, UnknownTerritory
from ftgraph.index.load import Index
from ftgraph.solutions import SolutionFilters, search

LAY_WORDS = Path(__file__).parents[1] / "vocabularies" / "lay_words.csv"


def lay_words() -> list[tuple[str, str]]:
    with LAY_WORDS.open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file, delimiter=";"))[1:]]


@pytest.mark.parametrize(("words", "notation"), lay_words())
def test_lay_words_are_understood(demo_index: Index, words: str, notation: str) -> None:
    understood = demo_index.vocabulary.understand(words)
    assert understood is not None
    assert notation in [concept.notation for concept in understood.concepts]


def test_words_that_name_nothing_go_to_the_full_text(demo_index: Index, day: date) -> None:
    assert demo_index.vocabulary.understand("zzyzx") is None
    assert search(demo_index, SolutionFilters(text="zzyzx"), today=day).total == 0


@pytest.mark.parametrize("spelling", ["RÉPARER", "reparer", "réparé", "réparer"])
def test_full_text_folds_accents_and_stems(demo_index: Index, day: date, spelling: str) -> None:
    filters = SolutionFilters(text=spelling, interpret=False)
    assert search(demo_index, filters, today=day).total > 0


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("bassin:EX35-01", "bassin:EX35-01"),
        ("bassin:Saint-Malo – Dinard", "bassin:EX35-02"),
        ("commune:st malo", "commune:35288"),
        ("commune:75101", "commune:75056"),
        ("departement:Ille et Vilaine", "departement:35"),
        ("https://w3id.org/ftgraph/id/region/53", "region:53"),
        ("commune de Betton", "commune:35024"),
        ("ville de Fougères", "commune:35115"),
        ("département 35", "departement:35"),
        ("Département d’Ille-et-Vilaine", "departement:35"),
        ("bassin de Fougères", "bassin:EX35-04"),
        ("bassin d’emploi de Redon", "bassin:EX35-07"),
        ("Villedieu-les-Poêles-Rouffigny", "commune:50639"),
    ],
)
def test_territories_are_found(demo_index: Index, day: date, text: str, reference: str) -> None:
    assert demo_index.territories.resolve(text, day).reference == reference


@pytest.mark.parametrize(
    ("text", "candidate"),
    [("Redon", "commune:35236"), ("bassin:Redom", "bassin:EX35-07"), ("commune:Renes", "commune:35238")],
)
def test_doubtful_names_come_with_candidates(demo_index: Index, day: date, text: str, candidate: str) -> None:
    with pytest.raises(UnknownTerritory) as caught:
        demo_index.territories.resolve(text, day)
    assert candidate in [reference for reference, _ in caught.value.candidates]


def test_territories_are_listed_as_a_french_dictionary_does(demo_index: Index, day: date) -> None:
    names = [each.label for each in demo_index.territories.zones("departement", day)]
    assert names.index("Ardèche") < names.index("Ardennes")
    assert names.index("Haute-Saône") < names.index("Haute-Savoie") < names.index("Hautes-Alpes")
    assert [each.label for each in demo_index.territories.zones("region", day)][-1] == "Provence-Alpes-Côte d’Azur"


def test_a_zoning_not_yet_in_force_says_when_it_is(demo_index: Index) -> None:
    with pytest.raises(UnknownTerritory, match="en vigueur au 31/12/2025") as caught:
        demo_index.territories.resolve("bassin:EX35-01", date(2025, 12, 31))
    assert "2026-01-01" in caught.value.cure


def test_a_zoning_not_in_force_hides_no_other_territory(demo_index: Index) -> None:
    # « Redon » names a commune, and a bassin besides; « Brocéliande » a bassin alone.
    with pytest.raises(UnknownTerritory, match="plusieurs territoires") as caught:
        demo_index.territories.resolve("Redon", date(2025, 12, 31))
    assert "commune:35236" in [reference for reference, _ in caught.value.candidates]
    with pytest.raises(UnknownTerritory, match="Aucun territoire"):
        demo_index.territories.resolve("Brocéliande", date(2025, 12, 31))


def test_a_misspelt_barrier_comes_with_candidates(demo_index: Index, day: date) -> None:
    with pytest.raises(UnknownConcept) as caught:
        search(demo_index, SolutionFilters(barriers=("mobilitée",)), today=day)
    assert ("mobilite", "Mobilité") in caught.value.candidates
