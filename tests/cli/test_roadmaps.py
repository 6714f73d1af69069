"""`ftgraph roadmap`, `need`, `practice` and `history`, run as their users run them."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ftgraph.settings import Settings

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def run(command: Callable[..., Run], demo_settings: Settings) -> Run:
    """The installed command, over the example."""
    return command(demo_settings.store)


def test_needs(run: Run, tmp_path: Path):
    day = ("--on", "2026-11-24")
    open_ones = json.loads(run("need", "open", *day, "-f", "json").stdout)
    assert open_ones["total"] == 3
    assert {each["state"] for each in open_ones["needs"]} == {"open", "raised", "handed"}
    rows = list(
        csv.reader(io.StringIO(run("need", "list", *day, "-f", "csv").stdout.decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 7
    shown = run("need", "show", "BES-FOU-2026-01", *day).stdout.decode()
    assert "État : remonté" in shown
    assert "→ Comité régional pour l’emploi de Bretagne (09/06/2026)" in shown
    assert "BES-FOU-2026-03" not in run("need", "list", "--state", "closed", *day).stdout.decode()
    assert "Choisissez parmi" in run("need", "list", "--state", "x", code=2).stderr.decode()
    run("need", "show", "zzz", code=2)


def test_roadmaps_deliverables_and_practices(run: Run, tmp_path: Path):
    day = ("--on", "2026-11-24")
    assert json.loads(run("roadmap", "list", *day, "-f", "json").stdout)["total"] == 4
    assert json.loads(run("roadmap", "list", *day, "--all", "-f", "json").stdout)["total"] == 6
    file = tmp_path / "fougeres.ics"
    run("roadmap", "show", "local-fougeres", *day, "-o", str(file))
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 5
    shown = run("roadmap", "show", "local-fougeres", *day).stdout.decode()
    for said in ("Calendrier des actions", "en retard", "Fonctions", "France Travail Bretagne"):
        assert said in shown
    late = json.loads(run("roadmap", "deliverables", "--late", *day, "-f", "json").stdout)
    assert {each["state"] for each in late["deliverables"]} == {"late"}
    assert json.loads(run("practice", "list", "--state", "spread", *day, "-f", "json").stdout)["total"] == 1


def test_history(run: Run):
    shown = run("history", "local-fougeres", "--on", "2026-11-24").stdout.decode()
    assert "Comité local pour l’emploi de Fougères" in shown
    assert "Publications consignées depuis le" in shown
    assert json.loads(run("history", "bassin", "-f", "json").stdout)["history"]["zoning"][0]["zones"] == 8
    run("history", "zzz", code=2)
