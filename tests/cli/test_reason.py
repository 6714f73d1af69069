"""`ftgraph reason …`: what is printed, and the exit codes."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from ftgraph.cli import reason
from ftgraph.cli.commands import whole
from ftgraph.errors import UsageError

BROKEN = """
@prefix ft: <https://w3id.org/ftgraph/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/x> a ft:AssociatedPartner, ft:Operator ; skos:prefLabel "La Passerelle"@fr .
"""


@pytest.fixture
def run(demo_settings, monkeypatch):
    monkeypatch.setenv("FTGRAPH_STORE", demo_settings.store)

    def _run(*arguments, code=0):
        done = CliRunner().invoke(whole(), ["reason", *map(str, arguments)])
        assert done.exit_code == code, done.output
        return done.stdout

    return _run


@pytest.fixture
def broken(tmp_path):
    file = tmp_path / "contradiction.ttl"
    file.write_text(BROKEN, encoding="utf-8")
    return file


def test_classify_says_what_and_why(run):
    told = run("classify", "--territory", "departement:35", "--class", "StateLocalContract")
    assert "CONTRACTUALISATION ÉTAT-COLLECTIVITÉ" in told
    assert "Pacte des solidarités d’Ille-et-Vilaine (écrit : contrat)" in told
    assert "valeurs datées, que le raisonneur refuse" in told


def test_classify_as_json_and_csv(run):
    found = json.loads(run("classify", "--source", "departement-35", "--format", "json"))
    assert found["total"] == len(found["classification"]["rows"]) > 0
    text = run("classify", "--source", "departement-35", "--format", "csv").removeprefix("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(text), delimiter=";"))) == found["total"]


def test_check_and_explain_fail_on_a_contradiction(run, broken):
    assert "se contredisent" in run("check", broken, "--engine", "forward", code=1)
    told = run("explain", broken, code=1)
    assert "1. « La Passerelle » est dit à la fois" in told
    assert "Retirer une seule de ces lignes lève la contradiction." in told
    english = run("explain", broken, "--lang", "en", code=1)
    assert "“La Passerelle” is said to be both" in english


def test_what_holds_is_said_to(run):
    assert "Tout se tient." in run("check", "--engine", "forward")
    assert run("explain") == "Aucune contradiction.\n"


def test_a_place_without_committees_is_told(run):
    with pytest.raises(UsageError, match="Aucun comité"):
        reason.classify(territory="departement:975")
