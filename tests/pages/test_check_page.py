"""Vérifier: a template down, a file up, the report on the page, the annotated workbook back."""

import io
import zipfile

import openpyxl
import pytest

from ftgraph import assets

FOLDER = assets.data() / "demo" / "committees" / "departement-35"


@pytest.fixture(scope="module")
def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for path in sorted(FOLDER.glob("*.csv")):
            file.write(path, path.name)
    return out.getvalue()


def send(browser, name, body, **fields):
    return browser.request("POST", "/verifier", files={"file": (name, body)}, data=fields)


def test_a_file_is_checked_on_the_page(browser, html, archive):
    answer = send(browser, "35.zip", archive, on="2024-06-01")
    assert answer.status_code == 200, answer.text[:500]
    page = html(answer.text)
    assert page.wrong == []
    assert len(page.all("h1")) == 1
    assert "Contrôle d’un comité" in page.text
    assert "35.zip" in page.text
    assert "Règles respectées" in page.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_template_goes_down_and_comes_back_annotated(browser):
    answer = browser.get("/verifier/classeur.xlsx?level=DEP&territory=35")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Membres" in book.sheetnames
    back = send(browser, "35.xlsx", answer.content, format="xlsx")
    assert back.status_code == 200, back.text[:500]
    annotated = openpyxl.load_workbook(io.BytesIO(back.content))
    assert annotated.sheetnames[0] == "Contrôle"
    assert any(cell.comment for row in annotated["Membres"].iter_rows() for cell in row)


def test_files_that_were_no_workbook_come_back_as_one(browser, html, archive):
    page = html(send(browser, "35.zip", archive, on="2026-06-01").text)
    assert "reprend vos feuilles au format Excel" in page.text
    back = send(browser, "35.zip", archive, on="2026-06-01", format="xlsx")
    annotated = openpyxl.load_workbook(io.BytesIO(back.content))
    assert any(cell.comment for row in annotated["membres.csv"].iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ["pdf", "csv", "turtle"])
def test_the_report_as_a_file(browser, archive, kind):
    answer = send(browser, "35.zip", archive, format=kind)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]


def test_what_cannot_be_read_is_said_on_the_page(browser, html):
    answer = send(browser, "35.xlsx", b"nothing")
    assert answer.status_code == 422
    assert "n’est pas un classeur" in html(answer.text).text
    assert "est vide" in html(send(browser, "35.xlsx", b"").text).text
    assert "Aucun fichier n’a été choisi" in html(send(browser, "", b"x").text).text
    assert send(browser, "35.zip", b"PK", on="tomorrow").status_code in (400, 422)


def test_what_is_written_in_a_file_stays_text(browser):
    book = openpyxl.Workbook()
    book.active.title = "Comité"
    book.active.append(["Comité", "Niveau", "Territoire"])
    book.active.append(["<script>alert(1)</script>", "départemental", "<b>35</b>"])
    out = io.BytesIO()
    book.save(out)
    answer = send(browser, "<img src=x>.xlsx", out.getvalue())
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "<b>35" not in answer.text


def test_a_body_past_the_limit_is_refused_before_it_is_read(browser):
    assert send(browser, "35.xlsx", b"x" * 20_100_000).status_code == 413
