"""The map's quality by command, by address and on its page: one list."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator

import httpx
import openpyxl
import pytest
from typer.testing import CliRunner

from ftgraph.cli.commands import whole
from ftgraph.errors import UsageError
from ftgraph.quality.kinds import KINDS
from ftgraph.settings import Settings
from ftgraph_api.app import create_app

SOLUTION = "exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"


@pytest.fixture(scope="module")
def client(demo_settings: Settings) -> Iterator:
    """A client of the application over the example."""
    with asyncio.Runner() as runner:
        made = create_app(demo_settings)
        session = httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://test")
        yield lambda path: runner.run(session.get(path))
        runner.run(session.aclose())


def command(settings: Settings, *arguments: str) -> bytes:
    done = CliRunner().invoke(whole(), ["quality", *arguments], env={"FTGRAPH_STORE": settings.store})
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_one_list_by_command_and_by_address(demo_settings, client) -> None:
    told = json.loads(command(demo_settings, "list", "--source", "exemple-35", "--kind", "duplicate", "-f", "json"))
    answered = client("/api/v1/quality?source=exemple-35&kind=duplicate&limit=100").json()
    assert answered == told
    assert answered["total"] == len(answered["items"]) == answered["counts"]["duplicate"] == 8
    page = client("/api/v1/quality?kind=duplicate&limit=2&offset=6").json()
    assert page["items"] == answered["items"][6:8]
    lines = csv.DictReader(io.StringIO(client("/api/v1/quality.csv?kind=duplicate").text), delimiter=";")
    assert [line["Identifiant"] for line in lines] == [item["identifier"] for item in answered["items"]]


def test_a_workbook_has_a_sheet_a_kind(client) -> None:
    sent = client("/api/v1/quality.xlsx?territory=departement:35")
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    assert book.sheetnames == [*(name.fr for name in KINDS.values()), "À propos"]
    assert book["Doublons"].max_row == 9
    assert 'filename="qualite.xlsx"' in sent.headers["content-disposition"]


def test_the_terminal_shows_what_to_do(demo_settings) -> None:
    shown = command(demo_settings, "list", "--kind", "place").decode()
    assert "4 constats. Par sorte\u00a0: doublons 8," in shown
    explained = command(demo_settings, "explain", SOLUTION).decode()
    assert "Mise à jour récente" in explained
    with pytest.raises(UsageError):
        CliRunner().invoke(
            whole(), ["quality", "list", "--source", "x"], env={"FTGRAPH_STORE": demo_settings.store},
            catch_exceptions=False,
        )  # fmt: skip


def test_a_score_by_command_and_by_address(demo_settings, client) -> None:
    told = json.loads(command(demo_settings, "explain", SOLUTION, "--format", "json"))
    assert client(f"/api/v1/quality/score?solution={SOLUTION}").json() == told
    assert client("/api/v1/quality/score").status_code == 400
    assert client("/api/v1/quality/score?solution=nothing").status_code == 400


def test_the_page_filters_pages_and_links(client) -> None:
    page = client("/qualite").text
    assert "<h1>Qualité de la carte</h1>" in page
    assert "Constats suivants" in page
    twins = client("/qualite?kind=duplicate&territory=departement:35").text
    assert "Constats 1 à 8 sur 8." in twins
    assert twins.count("Voir l’autre fiche") == 8
    assert "/api/v1/quality.xlsx?kind=duplicate&amp;territory=departement:35" in twins
    assert "Rien à corriger ici" in client("/qualite?kind=contact").text
    assert "Aucun territoire" in client("/qualite?territory=nullepart").text
    assert "Findings" in client("/qualite?lang=en").text
    assert "/qualite" in client("/pilotage").text


def test_a_solutions_page_explains_its_score(client) -> None:
    page = client(f"/solutions/{SOLUTION}").text
    assert "Qualité de la fiche" in page
    assert "Critères de qualité" in page
