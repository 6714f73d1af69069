"""What is wrong with a record, one fault at a time."""

from datetime import date
from typing import Any

import pytest

from ftgraph.quality.faults import Commune, Record, faults, kilometres
from ftgraph.quality.kinds import KINDS, RULES

RENNES = Commune(1, "35238", "Rennes", 48.1113, -1.6800, ("35000", "35200", "35700"))
SOUND: dict[str, Any] = {
    "modified": "2026-10-01",
    "barriers": ["mobilite--preparer-un-permis"],
    "public": ["jeunes"],
    "fee": ["gratuit"],
    "mode": ["en-presentiel"],
    "address": "1 rue Le Bastard",
    "postal_code": "35000",
    "telephone": "+33299000000",
    "email": "accueil@example.org",
    "description": "Dix séances en petit groupe, avec un moniteur, pour apprendre le code.",
    "latitude": 48.11,
    "longitude": -1.68,
}


def found(commune: Commune | None = RENNES, in_zone: bool = True, known: bool = True, **changed: Any) -> dict[str, str]:
    row = {name: value for name, value in {**SOUND, **changed}.items() if value is not None}
    record = Record(row, commune, True, in_zone, known)
    told = list(faults(record, date(2026, 11, 24), 365))
    assert len({each.code for each in told}) == len(told)
    return {each.code: each.says.fr for each in told}


def test_a_sound_record_has_none() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"modified": "2025-11-23"}, "stale", "Pas de mise à jour depuis le 23/11/2025 (12 mois)."),
        ({"modified": ""}, "undated", "Aucune date"),
        ({"latitude": -1.68, "longitude": 48.11}, "swapped", "inversées"),
        ({"latitude": 0.0, "longitude": 0.0}, "nowhere", "zéro"),
        ({"latitude": 48.3904, "longitude": -4.4861}, "far", "à 210 km du centre de Rennes"),
        ({"postal_code": "35400"}, "postcode", "35400 n’est pas celui de Rennes"),
        ({"postal_code": "75011", "known": False}, "postcode", "75011"),
        ({"in_zone": False}, "zone", "ne comprend pas Rennes (35238)"),
        ({"telephone": "02 99 00"}, "telephone", "« 02 99 00 »"),
        ({"email": "accueil@example"}, "email", "accueil@example"),
        ({"email": "a..b@example.org"}, "email", "a..b"),
        ({"fee": None, "public": None}, "missing", "Il manque : le public, les frais."),
        ({"address": None}, "missing", "l’adresse"),
        ({"description": "Trop court."}, "missing", "présentation"),
        ({"telephone": "", "email": ""}, "missing", "tout moyen de contact"),
    ],
)
def test_each_fault_is_told_alone(changed: dict[str, Any], code: str, says: str) -> None:
    told = found(**changed)
    assert list(told) == [code]
    assert says in told[code]


@pytest.mark.parametrize(
    "fine",
    [
        {"modified": "2025-11-24"},
        {"postal_code": "35042", "known": False},  # a CEDEX code of the département
        {"postal_code": None},
        {"telephone": "02 99 00 00 00"},
        {"telephone": "3949"},
        {"telephone": "+262262000000"},
        {"email": None},
        {"latitude": None, "longitude": None},
        {"mode": ["a-distance"], "address": None, "commune": None},
    ],
)
def test_what_is_usual_is_no_fault(fine: dict[str, Any]) -> None:
    assert found(**fine) == {}


def test_a_wide_commune_holds_far_places() -> None:
    maripasoula = Commune(2, "97353", "Maripasoula", 3.64, -54.03, ("97370",))
    assert "far" not in found(maripasoula, postal_code="97370", latitude=2.8, longitude=-53.5)


def test_distances() -> None:
    assert kilometres(48.1113, -1.68, 48.3904, -4.4861) == pytest.approx(210, abs=2)


def test_every_fault_has_a_kind_and_says_what_to_do() -> None:
    assert {rule.kind for rule in RULES.values()} == set(KINDS)
    assert all(rule.todo.fr and rule.todo.en for rule in RULES.values())
