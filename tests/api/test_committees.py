"""`POST /api/v1/committees/check`: files in, reports out, over an empty store and over a published one."""

import io
import zipfile
from dataclasses import replace
from urllib.parse import quote

import openpyxl
import pytest

from ftgraph import assets
from ftgraph.exports.formats import COMPARISON_FORMATS, REPORT_FORMATS

FOLDER = assets.data() / "demo" / "committees" / "departement-35"
PATH = "/api/v1/committees/check"


@pytest.fixture(scope="module")
def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for path in sorted(FOLDER.glob("*.csv")):
            file.write(path, path.name)
    return out.getvalue()


def post(client, body, **asked):
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    return client.request("POST", f"{PATH}?{query}", content=body)


def test_a_committee_is_checked(client, archive):
    answer = post(client, archive, file="departement-35.zip", on="2024-06-01")
    assert answer.status_code == 200, answer.text
    report = answer.json()["report"]
    assert report["file"] == "departement-35.zip"
    (committee,) = report["committees"]
    assert committee["rule_set"] == "prefiguration-2023"
    assert committee["conformity"] != "not-conform", [
        finding["message"]["fr"] for outcome in committee["outcomes"] for finding in outcome["findings"]
    ]
    assert report["generation"] == 1
    assert answer.headers["cache-control"] == "no-store"


def test_both_rule_sets(client, archive):
    answer = post(client, archive, file="x.zip", on="2024-09-01", rule_set="both")
    assert {each["rule_set"] for each in answer.json()["report"]["committees"]} == {
        "prefiguration-2023",
        "code-du-travail",
    }


@pytest.mark.parametrize("kind", REPORT_FORMATS, ids=lambda kind: kind.name)
def test_every_format(client, archive, kind):
    answer = client.request(
        "POST", f"{PATH}?file=x.zip&on=2024-06-01", content=archive, headers={"Accept": kind.media_type}
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind.media_type)
    assert len(answer.content) > 200


def test_the_workbook_that_was_sent_comes_back(client):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Comité"
    page.append(["Comité", "Niveau", "Territoire"])
    page.append(["Comité d’essai", "départemental", "Ille-et-Vilaine"])
    out = io.BytesIO()
    book.save(out)
    answer = post(client, out.getvalue(), file="35.xlsx", on="2024-06-01", format="xlsx")
    assert answer.status_code == 200, answer.text
    back = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert back.sheetnames == ["Contrôle", "Comité"]
    assert back["Comité"]["A2"].value == "Comité d’essai"
    assert "35" in answer.headers["content-disposition"]


def test_sheets_that_were_no_xlsx_come_back_as_one(client, archive):
    answer = post(client, archive, file="35.zip", on="2026-06-01", format="xlsx")
    back = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert back.sheetnames == ["Contrôle", *(path.name for path in sorted(FOLDER.glob("*.csv")))]
    assert any(cell.comment for row in back["membres.csv"].iter_rows() for cell in row)


def test_it_works_before_anything_is_published(published, open_client, tmp_path, archive):
    empty = open_client(replace(published, store=str(tmp_path / "nothing")))
    answer = post(empty, archive, file="x.zip", on="2024-06-01")
    assert answer.status_code == 200
    assert answer.json()["report"]["generation"] is None


@pytest.mark.parametrize("kind", COMPARISON_FORMATS, ids=lambda kind: kind.name)
def test_a_committee_is_compared(client, archive, kind):
    answer = client.request(
        "POST",
        "/api/v1/committees/compare?file=x.zip&on=2026-11-20",
        content=archive,
        headers={"Accept": kind.media_type},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(kind.media_type)
    assert "association des usagers" in answer.text
    if kind.name == "json":
        (committee,) = answer.json()["committees"]
        assert {"kept", "lacking"} <= {subject["now"] for subject in committee["subjects"]}


def test_nothing_to_compare_is_said(client):
    answer = client.request("POST", "/api/v1/committees/compare?file=x.zip", content=b"")
    assert answer.status_code == 400
    assert "Aucun fichier" in answer.text


@pytest.mark.parametrize(
    ("asked", "body", "status", "words"),
    [
        ({"file": "x.xlsx"}, b"", 400, "Aucun fichier"),
        ({}, b"x", 400, "nom du fichier"),
        ({"file": "x"}, b"x", 400, "suffixe"),
        ({"file": "../../x.exe"}, b"x", 422, "x.exe"),
        ({"file": "x.xlsx"}, b"not a workbook", 422, "classeur"),
        ({"file": "x.zip", "on": "01/06/2024"}, b"x", 400, "AAAA-MM-JJ"),
        ({"file": "x.zip", "rule_set": "2025"}, b"x", 400, "2025"),
        ({"file": "x.xlsx"}, b"PK" + b"x" * 20_000_001, 413, "20 Mo"),
    ],
)
def test_what_cannot_be_checked_is_said(client, asked, body, status, words):
    answer = post(client, body, **asked)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.text


def test_a_form_is_told_from_a_file(client, archive):
    answer = client.request("POST", PATH, files={"file": ("35.zip", archive)})
    assert answer.status_code == 400
    assert "formulaire" in answer.json()["detail"]
    assert "--data-binary" in answer.json()["cure"]
