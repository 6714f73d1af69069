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


def test_a_barrier_asked_for_in_lay_words_comes_first_of_those_proposed(demo_index: Index) -> None:
    with pytest.raises(UnknownConcept) as caught:
        demo_index.vocabulary.get("barrier", "pas le permis")
    notations = [notation for notation, _ in caught.value.candidates]
    assert notations[0] == "mobilite--preparer-un-permis"
    assert len(set(notations)) == len(notations) == 4


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
        ("Villedieu-les-Poêles", "commune:50639"),
        ("Bellegarde-sur-Valserine", "commune:01033"),
        ("2a", "departement:2A"),
        ("zone d'emploi de Redon", "bassin:EX35-07"),
        ("Bassin Brocéliande", "bassin:EX35-08"),
        ("35000", "commune:35238"),
        ("35 000", "commune:35238"),
        ("F-35000", "commune:35238"),
        ("commune:35000", "commune:35238"),
        ("commune:35200", "commune:35200"),
        ("35238", "commune:35238"),
        ("35000 Rennes", "commune:35238"),
        ("35042 Rennes Cedex", "commune:35238"),
        ("Rennes (35)", "commune:35238"),
        ("Rennes, Ille-et-Vilaine", "commune:35238"),
        ("commune:Saint-Denis (93)", "commune:93066"),
        ("Saint-Denis, La Réunion", "commune:97411"),
        ("75012", "commune:75056"),
        ("Paris 12e", "commune:75056"),
        ("3e arrondissement de Lyon", "commune:69123"),
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


@pytest.mark.parametrize("text", ["35380", "commune:35380", "35 380"])
def test_a_postal_code_of_several_communes_lets_choose(demo_index: Index, day: date, text: str) -> None:
    with pytest.raises(UnknownTerritory, match="« 35380 » dessert 5 communes") as caught:
        demo_index.territories.resolve(text, day)
    assert caught.value.candidates[0] == ("commune:35223", "Plélan-le-Grand")
    assert "commune:35223 (Plélan-le-Grand)" in caught.value.cure


def test_five_digits_that_are_two_codes_are_not_guessed(demo_index: Index, day: date) -> None:
    with pytest.raises(UnknownTerritory, match="à la fois") as caught:
        demo_index.territories.resolve("35200", day)
    assert caught.value.candidates == (("commune:35200", "Moutiers"), ("commune:35238", "Rennes"))
    found = demo_index.territories.resolve("35200", day, postal_codes=False)
    assert found.reference == "commune:35200"
    for text in ("35000", "commune:35000"):
        with pytest.raises(UnknownTerritory, match="Aucun territoire"):
            demo_index.territories.resolve(text, day, postal_codes=False)


def test_the_commune_to_start_from_is_a_postal_code_or_a_name(demo_index: Index, day: date) -> None:
    by_code, by_name = (
        search(demo_index, SolutionFilters(near=near, sort="distance"), today=day) for near in ("35000", "Rennes")
    )
    assert by_code.rows == by_name.rows


@pytest.mark.parametrize("text", ["35000 Nantes", "Nantes (35)", "00000", "(35)", "35000,", ","])
def test_what_contradicts_itself_is_not_guessed(demo_index: Index, day: date, text: str) -> None:
    with pytest.raises(UnknownTerritory, match="Aucun territoire"):
        demo_index.territories.resolve(f"commune:{text}", day)


def test_communes_of_one_name_are_told_apart(demo_index: Index, day: date) -> None:
    with pytest.raises(UnknownTerritory, match="plusieurs territoires") as caught:
        demo_index.territories.resolve("Saint-Denis", day)
    labels = dict(caught.value.candidates)
    assert labels["commune:93066"] == "Saint-Denis, Seine-Saint-Denis"
    assert labels["arrondissement:9741"] == "Saint-Denis, La Réunion"
    for reference, label in labels.items():
        if reference.startswith("commune:"):
            assert demo_index.territories.resolve(f"commune:{label}", day).reference == reference


def test_a_source_that_is_not_there_is_said(demo_index: Index, day: date) -> None:
    for asked, near in (("exemple", "exemple-35"), ("EXEMPLE-35", "exemple-35"), ("zzz", "")):
        with pytest.raises(UnknownConcept, match=f"« {asked} » ne porte") as caught:
            search(demo_index, SolutionFilters(sources=("exemple-35", asked)), today=day)
        assert near in [key for key, _ in caught.value.candidates] or not near
        assert "exemple-liste-35" in caught.value.cure
    assert search(demo_index, SolutionFilters(sources=("exemple-35",)), today=day).total > 0


@pytest.mark.parametrize(
    ("text", "likeliest", "absent"),
    [
        ("Renes", {"commune:35238", "arrondissement:353", "bassin:EX35-01"}, {"region:53", "departement:08"}),
        ("Loire-Atlantiqe", {"departement:44"}, {"epci:200071546", "commune:30198"}),
        ("Métropole de Rennes", {"epci:243500139"}, {"commune:30195"}),
        ("departement:Ile-et-Vilaine", {"departement:35"}, set()),
    ],
)
def test_the_names_most_like_a_misspelt_one_come_first(
    demo_index: Index, day: date, text: str, likeliest: set[str], absent: set[str]
) -> None:
    with pytest.raises(UnknownTerritory, match="Aucun territoire") as caught:
        demo_index.territories.resolve(text, day)
    found = [reference for reference, _ in caught.value.candidates]
    assert likeliest <= set(found[: len(likeliest) + 3])
    assert not absent & set(found)
    assert len(found) <= 8


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
