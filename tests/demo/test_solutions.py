"""The example's solutions: valid rows, every theme, and each kind of gap, duplicate, stale row and zone."""

import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1

Row = dict[str, Any]
TODAY = date(2026, 11, 24)
A_YEAR_AGO = date(2025, 11, 24)
RENNES, DOL, FOUGERES, VALLONS, REDON, BROCELIANDE = (f"EX35-0{number}" for number in (1, 3, 4, 6, 7, 8))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[^a-z0-9]", "", decomposed.replace(" & ", " et "))


def _is_stale(row: Row) -> bool:
    return date.fromisoformat(row["date_maj"]) < A_YEAR_AGO


def _states(rows: list[Row], zoning: list[dict[str, str]], category: str, zone: str) -> Counter[str]:
    """How the solutions of a category answer for a bassin."""
    codes = {row["code_commune"] for row in zoning if row["zone_code"] == zone}
    served = codes | {row["code_epci"] for row in zoning if row["zone_code"] == zone} | {"35", "france"}
    states: Counter[str] = Counter()
    for row in rows:
        if not any(theme.startswith(f"{category}--") for theme in row["thematiques"] or ()):
            continue
        here = row["code_insee"] in codes
        if not (served.intersection(row["zone_eligibilite"]) if row["zone_eligibilite"] else here):
            continue
        if _is_stale(row):
            states["stale"] += 1
        elif row["zone_eligibilite"] is None:
            states["unstated"] += 1
        elif row["modes_accueil"] == ["a-distance"]:
            states["remote"] += 1
        else:
            states["on site" if here else "wider"] += 1
    return states


def test_each_service_follows_the_schema(services: list[Row]) -> None:
    for row in services:
        v1.Service.model_validate(row, context={"ignore_warnings": False})


def test_each_structure_follows_the_schema(structures: list[Row]) -> None:
    for row in structures:
        v1.Structure.model_validate(row, context={"ignore_warnings": False})


def test_there_are_enough_rows_and_models(services: list[Row], structures: list[Row], folder: Path) -> None:
    models = [
        model["nom"]
        for path in (folder / "catalogue").glob("*.toml")
        for model in tomllib.loads(path.read_text(encoding="utf-8")).get("service", ())
    ]
    assert len(structures) >= 150
    assert len(services) >= 300
    assert len(models) >= 90


def test_identifiers_are_unique_and_resolve(services: list[Row], structures: list[Row]) -> None:
    known = {row["id"] for row in structures}
    assert len(known) == len(structures)
    assert len({row["id"] for row in services}) == len(services)
    assert {row["structure_id"] for row in services} <= known


def test_every_theme_public_and_type_is_there(services: list[Row]) -> None:
    assert {theme for row in services for theme in row["thematiques"] or ()} == {theme.value for theme in v1.Thematique}
    assert {public for row in services for public in row["publics"]} == {public.value for public in v1.Public}
    assert {row["type"] for row in services} == {kind.value for kind in v1.TypeService}
    assert {row["frais"] for row in services} == {"gratuit", "payant"}


def test_texts_have_substance_and_do_not_repeat(services: list[Row]) -> None:
    assert all(200 <= len(row["description"]) <= 600 for row in services)
    paragraphs = Counter(part for row in services for part in row["description"].split("\n\n"))
    assert max(paragraphs.values()) <= 10
    assert not re.search(r"lorem|\{[a-z]+\}", " ".join(row["nom"] + row["description"] for row in services))


def test_texts_are_as_uneven_as_real_ones(services: list[Row]) -> None:
    assert any("### " in row["description"] for row in services)
    assert any("&nbsp;" in row["description"] for row in services)
    assert any(row["conditions_acces"] == "Aucun" for row in services)
    assert any("-" in (row["publics_precisions"], row["complement_adresse"]) for row in services)


def test_dates_are_past_and_some_are_stale(services: list[Row]) -> None:
    days = [date.fromisoformat(row["date_maj"]) for row in services]
    assert date(2023, 6, 1) <= min(days)
    assert max(days) <= date(2026, 11, 20)
    assert 0.08 <= sum(map(_is_stale, services)) / len(services) <= 0.16


def test_every_kind_of_zone_is_there(services: list[Row]) -> None:
    zones = [row["zone_eligibilite"] for row in services]
    codes = {code for zone in zones if zone for code in zone}
    assert {"35", "22", "france", "243500139", "35238"} <= codes
    assert ["22", "29", "35", "56"] in zones
    assert ["35", "22", "56"] in zones
    assert any(zone and len(zone) > 1 and all(re.fullmatch(r"35\d{3}", code) for code in zone) for zone in zones)
    assert sum(zone is None for zone in zones) >= 10


def test_duplicates_differ_by_spelling(services: list[Row]) -> None:
    twins = [row for row in services if row["id"].endswith("-bis")]
    first = {row["id"]: row for row in services}
    assert 6 <= len(twins) <= 10
    for twin in twins:
        original = first[twin["id"].removesuffix("-bis")]
        assert twin["nom"] != original["nom"]
        assert _plain(twin["nom"]) == _plain(original["nom"])
        for key in ("structure_id", "thematiques", "code_insee"):
            assert twin[key] == original[key]


def test_some_services_have_no_barrier(services: list[Row]) -> None:
    assert sum(not row["thematiques"] for row in services) == 6


def test_only_a_few_rows_are_misplaced(services: list[Row], communes: dict[str, dict[str, str]]) -> None:
    misplaced = []
    for row in services:
        commune = communes.get(row["code_insee"])
        if row["code_insee"] is None or row["latitude"] is None:
            continue
        if commune is None or abs(row["latitude"] - float(commune["latitude"])) > 0.02:
            misplaced.append(row["id"].removesuffix("-bis"))
    assert len(set(misplaced)) == 4


def test_places_are_real(structures: list[Row], communes: dict[str, dict[str, str]]) -> None:
    for row in structures:
        commune = communes[row["code_insee"]]
        assert row["commune"] == commune["name"]
        assert row["code_postal"] in commune["postal_codes"].split()


@pytest.mark.parametrize(
    ("category", "zone", "only"),
    [
        ("mobilite", BROCELIANDE, None),
        ("lecture-ecriture-calcul", DOL, None),
        ("souvrir-a-linternational", REDON, None),
        ("mobilite", DOL, "stale"),
        ("equipement-et-alimentation", VALLONS, "stale"),
        ("souvrir-a-linternational", FOUGERES, "stale"),
        ("numerique", REDON, "remote"),
        ("sante", DOL, "remote"),
        ("lecture-ecriture-calcul", VALLONS, "unstated"),
        ("logement-hebergement", BROCELIANDE, "wider"),
    ],
)
def test_each_kind_of_gap(
    services: list[Row], zoning: list[dict[str, str]], category: str, zone: str, only: str | None
) -> None:
    assert set(_states(services, zoning, category, zone)) == ({only} if only else set())


def test_mobility_is_well_served_in_rennes(services: list[Row], zoning: list[dict[str, str]]) -> None:
    assert _states(services, zoning, "mobilite", RENNES)["on site"] >= 10
