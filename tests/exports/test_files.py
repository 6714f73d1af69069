"""CSV as French Excel reads it, workbooks opened again, JSON and GeoJSON held to their rules."""

import csv
import io
from dataclasses import replace
from datetime import datetime

import orjson
import pytest
from openpyxl import load_workbook

from ftgraph.exports import about
from ftgraph.exports.columns import COLUMNS
from ftgraph.exports.french_csv import cell
from ftgraph.solutions import FacetValue, SolutionFilters


def opened(data: bytes) -> list[dict[str, str]]:
    """The file as French Excel opens it: by its byte order mark, cut at `;`."""
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_french(exported) -> None:
    data = exported("csv")
    assert data.count(b"\r\n") == 4
    first, bare, _ = opened(data)
    assert list(first)[:5] == ["Solution", "Structure", "Freins", "Accès", "Couverture"]
    assert (first["Accès"], first["Couverture"], first["Fraîcheur"]) == ("Sur place", "Une partie", "À jour")
    assert (first["Distance (km)"], first["Latitude"], first["Qualité (0 à 1)"]) == ("3,5", "48,111310", "0,85")
    assert first["Mise à jour"] == "01/10/2026"
    assert (first["Communes couvertes"], first["Habitants du territoire"]) == ("43", "1120666")
    assert first["Publics"] == "Jeunes, Tous publics"
    assert first["Description"] == "Aide au permis & au code.\n\n• cours\n• examen"
    assert first["Conditions d’accès"] == ""  # « Aucun »
    assert first["Téléphone"] == "02 99 00 00 00"
    assert first["Horaires"] == "du lundi au vendredi de 9 h à 12 h"
    assert first["Exemple"] == "Oui"
    assert (bare["Zone d’ouverture"], bare["Communes couvertes"], bare["Mise à jour"]) == ("Non précisée", "", "")


def test_csv_in_english(exported) -> None:
    assert opened(exported("csv", language="en"))[0]["Reach"] == "On site"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "\uff1d1+1"])
def test_a_cell_never_runs(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_no_column_lets_a_formula_through(exported, full) -> None:
    names = (
        "title description public_details fee_details address postal_code telephone email page mobilisation_page "
        "mobilisation_details access_conditions opening_hours unrecognised_barrier source id iri"
    )
    texts = dict.fromkeys(names.split(), "=1+1")
    (row,) = opened(exported("csv", [replace(full, **texts)]))
    assert sum(value == "'=1+1" for value in row.values()) == len(texts)
    assert not any(value.startswith("=") for value in row.values())


def test_large_files_come_in_pieces(exported, full) -> None:
    rows = [replace(full, id=f"n{number}") for number in range(1203)]
    assert len(opened(exported("csv", rows))) == 1203
    assert len(orjson.loads(exported("json", rows))["rows"]) == 1203
    assert len(orjson.loads(exported("geojson", rows))["features"]) == 1203


def test_workbook(exported) -> None:
    book = load_workbook(io.BytesIO(exported("xlsx")))
    assert book.sheetnames == ["Solutions", "À propos"]
    sheet = book["Solutions"]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [column.heading[0] for column in COLUMNS]
    assert sheet.column_dimensions["A"].width == COLUMNS[0].width
    assert sheet.auto_filter.ref.endswith("4")
    values = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert values["Mise à jour"].value == datetime(2026, 10, 1)
    assert values["Distance (km)"].value == 3.46
    assert values["Code postal"].value == "35000"
    assert values["Communes couvertes"].value == 43
    formula = sheet["A3"]
    assert formula.value == '=HYPERLINK("http://x")'
    assert formula.data_type == "s"


def test_workbook_says_where_it_comes_from(exported) -> None:
    book = load_workbook(io.BytesIO(exported("xlsx")))
    said = [(row[0], row[1]) for row in book["À propos"].iter_rows(values_only=True)]
    assert ("Freins", "mobilite") in said
    assert ("Qualité minimale", "0,5") in said
    assert ("Territoire", "Ille-et-Vilaine") in said
    assert ("Date de la question", "24/11/2026") in said
    assert ("Génération des données", "7") in said
    assert ("Source", "DORA (dora) ; licence : Licence Ouverte 2.0") in said
    assert any(label == "Exemple" and "illustratif" in text for label, text in said)


def test_workbook_takes_what_excel_forbids(exported, full) -> None:
    row = replace(full, title="a\x00\x0bb", description="é" * 40_000)
    sheet = load_workbook(io.BytesIO(exported("xlsx", [row]))).worksheets[0]
    assert sheet["A2"].value == "ab"
    lengths = [len(str(cell.value or "")) for cell in sheet[2]]
    assert max(lengths) == 32_767


def test_no_example_no_warning(exported, full) -> None:
    book = load_workbook(io.BytesIO(exported("xlsx", [replace(full, example=False)])))
    assert "Exemple" not in [row[0] for row in book["À propos"].iter_rows(values_only=True)]


def test_json_keeps_what_the_source_wrote(exported, answer) -> None:
    document = orjson.loads(exported("json"))
    assert document["rows"][0]["description"].startswith("**Aide**")
    assert document["rows"][0]["zones"][0]["iri"].endswith("/id/epci/243500139")
    assert (document["total"], document["generation"], document["as_of"]) == (3, 7, "2026-11-24")
    assert document == orjson.loads(orjson.dumps(answer))


def test_json_without_rows(exported) -> None:
    assert orjson.loads(exported("json", []))["rows"] == []
    assert orjson.loads(exported("geojson", []))["features"] == []


def test_geojson_follows_rfc_7946(exported) -> None:
    document = orjson.loads(exported("geojson"))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    full, bare, _ = document["features"]
    assert full["geometry"] == {"type": "Point", "coordinates": [-1.68, 48.11131]}  # longitude first
    assert full["id"].endswith("/id/solution/dora--1")
    assert full["properties"]["reach"] == "Sur place"
    assert full["properties"]["example"] is True
    assert bare["geometry"] is None
    for feature in document["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}


def test_a_place_off_the_globe_has_no_geometry(exported, full) -> None:
    (feature,) = orjson.loads(exported("geojson", [replace(full, latitude=481.0)]))["features"]
    assert feature["geometry"] is None


def test_the_question_is_told_in_labels_where_the_answer_knows_them() -> None:
    facets = {"barrier": (FacetValue("mobilite", "Mobilité", 3),), "public": (FacetValue("seniors", "Séniors", 2),)}
    filters = SolutionFilters(barriers=("mobilite",), publics=("seniors", "jeunes"))
    assert about.question(filters, "fr", facets) == [("Freins", "Mobilité"), ("Publics", "Séniors, jeunes")]
