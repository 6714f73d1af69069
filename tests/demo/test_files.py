"""The example's files: reproducible, marked as an example, covering the département exactly once."""

import csv
import io
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]
BUILT = ["zoning.csv", "structures.json", "services.json", "liste-departement.csv"]


@pytest.fixture(scope="module")
def rebuilt(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, "-B", folder / "build.py", target], check=True)
    return target


@pytest.mark.parametrize("name", BUILT)
def test_build_gives_the_committed_bytes(name: str, folder: Path, rebuilt: Path) -> None:
    assert (rebuilt / name).read_bytes() == (folder / name).read_bytes()


def test_zoning_holds_each_commune_once(zoning: list[dict[str, str]], communes: dict[str, dict[str, str]]) -> None:
    assert sorted(row["code_commune"] for row in zoning) == sorted(communes)


def test_zoning_is_made_of_whole_epci(zoning: list[dict[str, str]], communes: dict[str, dict[str, str]]) -> None:
    pairs = {(row["zone_code"], communes[row["code_commune"]]["epci"]) for row in zoning}
    epcis = [epci for _, epci in pairs]
    assert len(epcis) == len(set(epcis)) == 18
    assert 7 <= len({zone for zone, _ in pairs}) <= 9


def test_zoning_metadata_says_it_is_invented(folder: Path) -> None:
    zoning = tomllib.loads((folder / "zoning.toml").read_text(encoding="utf-8"))
    assert zoning["key"] == "bassin"
    assert zoning["valid_from"] == date(2026, 1, 1)
    assert zoning["example"] is True
    assert "exemple" in zoning["label"]
    assert zoning["decision"]["reference"].startswith("EXEMPLE")


def test_dataset_says_it_is_invented(folder: Path, services: list[Row]) -> None:
    dataset = tomllib.loads((folder / "dataset.toml").read_text(encoding="utf-8"))
    assert dataset["example"] is True
    assert dataset["title"].startswith("Exemple illustratif")
    assert {row["source"] for row in services} == {dataset["key"]}


def test_each_row_is_marked(services: list[Row], structures: list[Row]) -> None:
    assert all(row["exemple"] is True and row["source"] == "exemple-35" for row in services + structures)


def test_contacts_reach_nobody(services: list[Row], structures: list[Row]) -> None:
    for row in services + structures:
        assert row["telephone"].startswith("+3326191"), row["id"]
        assert len(row["telephone"]) == 12, row["id"]
        assert row["courriel"] is None or row["courriel"].endswith("@example.org"), row["id"]
        links = [row.get(key) for key in ("lien_source", "site_web", "lien_mobilisation")]
        assert all(link.startswith("https://example.org/") for link in links if link), row["id"]
        assert row.get("siret") is None, row["id"]


def test_list_of_a_departement_is_as_an_office_keeps_it(folder: Path) -> None:
    content = (folder / "liste-departement.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(content.decode("cp1252")), delimiter=";"))
    assert len(rows) == 25
    assert content.count(b"\r\n") == content.count(b"\n") == 26
    assert all(None not in row and row["Exemple"] == "oui" for row in rows)
    assert all("," in row["Latitude"] and "," in row["Coût (€)"] for row in rows)
    assert [row["Frein"] for row in rows[-2:]] == ["Vie locale", ""]
    assert all(row["Téléphone"].startswith("02 61 91 ") for row in rows)
