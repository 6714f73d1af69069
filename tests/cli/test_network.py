"""`ftgraph network …`, run as its users run it."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from ftgraph.settings import Settings

Run = Callable[..., subprocess.CompletedProcess[bytes]]
DAY = ("--on", "2026-11-24")


@pytest.fixture(scope="module")
def run(command: Callable[..., Run], demo_settings: Settings) -> Run:
    """Runs `ftgraph network …` over the example and checks its exit code."""
    return command(demo_settings.store, "network")


def test_before_and_after_as_text_shows_the_arithmetic(run: Run) -> None:
    text = run("before-after", "-t", "35", *DAY).stdout.decode()
    assert "SPE-D d’Ille-et-Vilaine" in text
    assert "Total" in text
    assert "déclaré" in text
    assert "se réunit encore" in text


def test_seats_as_csv_and_in_english(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "seats.csv"
    run("seats", "-t", "region:53", *DAY, "-o", out, "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";"))
    found = {row["Actor"]: row for row in rows}
    row = found["France Travail Bretagne"]
    assert int(row["Meetings before"]) - int(row["Meetings after"]) == int(row["Saved"])


def test_without_an_actor_by_part_of_its_name(run: Run) -> None:
    found = json.loads(run("without", "CAF", "-t", "35", *DAY, "-f", "json").stdout)["actor"]
    assert found["actor"]["key"] == "caf-d-ille-et-vilaine"
    assert len(found["before"]) == 3


def test_an_export_opens_again(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "reseau.graphml"
    run("export", "-t", "35", *DAY, "-o", out, "--graph", "meets")
    assert nx.read_graphml(out).number_of_edges() > 100


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("without", "personne de ce nom"), "Aucun acteur"),
        (("silos", "-t", "nullepart"), "Aucun territoire"),
        (("merge", "--on", "hier"), "AAAA-MM-JJ"),
        (("merge", "-f", "gexf"), "Formats possibles"),
        (("export", "-f", "pdf"), "Formats possibles"),
        (("export", "--graph", "x"), "sits, meets, shares"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, asked: tuple[str, ...], said: str) -> None:
    assert said in run(*asked, code=2).stderr.decode()
