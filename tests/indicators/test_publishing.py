"""`ftgraph import observations` and `ftgraph dashboard`, run as their users run them, on a copy of the example."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from ftgraph import queries
from ftgraph.cli.commands import whole
from ftgraph.graph.store import open_store
from ftgraph.indicators.measured import measured
from ftgraph.settings import Settings
from ftgraph.sources import observation_rows, observation_structure
from ftgraph.sources.observation_rows import Observation

CATALOGUE = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ft: <https://w3id.org/ftgraph/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?read ?rejected ?digest WHERE {
  ?set a dcat:Dataset ; dct:identifier "observations-essai" . ?import prov:used ?set ;
  ft:rowsRead ?read ; ft:rowsRejected ?rejected . OPTIONAL { ?import ft:fileDigest ?digest } } ORDER BY ?read
"""
TEXT = (
    "Indicateur;Territoire;Période;Sexe;Valeur\n"
    "Nombre d’inscrits;Finistère;T4 2026;;100\n"
    "Nombre d’inscrits;Finistère;T4 2026;Femmes;4\n"
    "Nombre d’inscrits;Finistère;T4 2026;Hommes;96\n"
    "Nombre d’inscrits;Finistere Nord;T4 2026;;12\n"
)


@pytest.fixture
def own(demo_settings, tmp_path, monkeypatch) -> Settings:
    """A store of one's own, and the folder that commands are run in."""
    shutil.copytree(demo_settings.store, tmp_path / "store")
    monkeypatch.setenv("FTGRAPH_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    return Settings(store=str(tmp_path / "store"))


def run(*arguments: str) -> str:
    done = CliRunner().invoke(whole(), list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def values(settings: Settings) -> dict[str, str]:
    with open_store(settings).reader() as reader:
        found = [each.observation for each in measured(reader) if each.source == "essai"]
    return {each.cell.codes[1]: str(each.value) for each in found}


def test_an_import_withholds_says_and_is_replaced(own, tmp_path):
    file = tmp_path / "essai.csv"
    file.write_bytes(TEXT.encode("cp1252", "replace").replace(b"?", b"'"))
    said = run("import", "observations", str(file))
    assert "1 valeur publiée" in said
    assert "1 valeur masquée (moins de 11), 1 de plus" in said
    assert "1 ligne refusée" in said
    assert values(own) == {"total": "100", "F": "None", "M": "None"}
    rejects = (tmp_path / "rejets" / "essai.csv").read_text(encoding="utf-8-sig")
    assert rejects.splitlines()[1].startswith("5;essai.csv;;Territoire;Finistere Nord;")
    with open_store(own).reader() as reader:
        (row,) = reader.select(CATALOGUE)
    # The file's digest would let one try small numbers until it fits.
    assert [None if term is None else term.value for term in row] == ["4", "1", None]
    file.write_text(TEXT.replace(";100", ";300").replace(";4\n", ";104\n").replace(";96", ";196"), encoding="utf-8")
    run("import", "observations", str(file))
    assert values(own) == {"total": "300", "F": "104", "M": "196"}


def test_a_source_is_removed_and_its_history_kept(own, tmp_path):
    file = tmp_path / "essai.csv"
    file.write_text(TEXT, encoding="utf-8")
    run("import", "observations", str(file), "--title", "Essai de valeurs")
    assert "essai – Essai de valeurs" in run("indicator", "sources")
    before = open_store(own).current()
    done = CliRunner().invoke(whole(), ["indicator", "remove", "autre"])
    assert "Sources publiées" in done.exception.cure
    assert open_store(own).current() == before
    said = run("indicator", "remove", "essai")
    assert "Retiré\u00a0: Essai de valeurs." in said
    assert values(own) == {}
    assert "essai" not in run("indicator", "sources")
    graph = f"{own.base}/graph/catalogue/observations-essai"
    with open_store(own).reader() as reader:
        kept = [str(each) for each in reader.construct(queries.text("catalogue/imports", graph=graph))]
    assert sum("prov#Activity" in each for each in kept) == 2
    assert any("rowsRemoved" in each and '"4"' in each for each in kept)
    run("import", "observations", str(file))
    assert values(own) == {"total": "100", "F": "None", "M": "None"}


def test_without_the_setting_all_is_published(own, tmp_path, monkeypatch):
    monkeypatch.setenv("FTGRAPH_SMALL_NUMBERS", "0")
    file = tmp_path / "essai.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert "Aucun secret statistique" in run("import", "observations", str(file))
    assert values(own) == {"total": "100", "F": "4", "M": "96"}


def test_a_strict_import_and_an_empty_one_publish_nothing(own, tmp_path):
    file = tmp_path / "essai.csv"
    file.write_text(TEXT, encoding="utf-8")
    before = open_store(own).current()
    done = CliRunner().invoke(whole(), ["import", "observations", str(file), "--strict"])
    assert done.exit_code
    file.write_text("Indicateur;Territoire;Période;Valeur\nQuoi;Où;2026;3\n", encoding="utf-8")
    done = CliRunner().invoke(whole(), ["import", "observations", str(file)])
    assert "aucune valeur utilisable" in str(done.exception)
    assert open_store(own).current() == before


def test_the_template_is_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("import", "observations", "--template")
    path = tmp_path / "observations-a-remplir.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Observations", "Listes", "Indicateurs", "Mode d’emploi"]
    sheet = book["Observations"]
    sheet.append(["Taux de pourvoi des offres d’emploi", "Ici", "T1 2026", *[None] * 8, 78.4, 1200, "Provisoire"])
    book.save(path)

    class Here:
        iri = "https://example.org/ici"

    (one,) = observation_rows.read(path, observation_structure.read(), lambda _: Here())
    assert isinstance(one, Observation)
    assert (str(one.value), one.base, one.status) == ("78.4", 1200, "provisional")


def test_dashboards_come_as_a_table_csv_xlsx_and_json(demo_settings, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("FTGRAPH_STORE", demo_settings.store)
    said = run("dashboard", "-t", "departement:35")
    assert said.splitlines()[2] == "Taux de pourvoi des offres d’emploi"
    rows = list(
        csv.DictReader(io.StringIO(run("dashboard", "-t", "35", "--by", "operator", "-f", "csv")), delimiter=";")
    )
    assert {row["Territoire"] for row in rows} == {"Ille-et-Vilaine"}
    assert "82,8" in {row["Valeur"] for row in rows}
    run("dashboard", "-t", "35", "-o", str(tmp_path / "tableau.xlsx"))
    assert zipfile.is_zipfile(tmp_path / "tableau.xlsx")
    assert "Brocéliande" in run("dashboard", "-t", "35", "--compare", "bassin")
    assert "Offres satisfaites" in run("indicator", "doubles")
    assert "se ventile par" in run("indicator", "list")
