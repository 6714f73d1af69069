"""`ftgraph contract …` and `ftgraph charter` on the example."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from ftgraph.cli.commands import whole

CALL = "local-fougeres/appel-a-manifestation-d-interet-mobilites-solidaires-du-pays-ae145bd7bead"
ON = ["--on", "2026-11-24"]


@pytest.fixture
def run(demo_settings, monkeypatch):
    monkeypatch.setenv("FTGRAPH_STORE", demo_settings.store)

    def _run(*arguments):
        done = CliRunner().invoke(whole(), [*arguments], catch_exceptions=True)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return _run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["contract", "list", "-t", "35", "-p", "Rennes Métropole"], "Contrat de ville"),
        (["contract", "show", "departement-35/pacte-des-solidarites-d-ille-et-vilaine"], "Revue de projet à tenir"),
        (["contract", "ending", "-m", "3"], "37"),
        (["contract", "unreviewed"], "jamais"),
        (["contract", "competing"], "Même champ (Mobilité)"),
        (["contract", "funding", "garde d’enfants", "-t", "35"], "2\u202f400\u202f000"),
        (["contract", "responses", "-t", "35"], "Retenue"),
        (["contract", "responses", "-c", CALL], "Covoiturage solidaire"),
        (["contract", "show", CALL], "En cours d’examen"),
        (["contract", "overload", "--least", "9"], "Préfecture d’Ille-et-Vilaine"),
        (["contract", "succession"], "France ruralités revitalisation"),
        (["charter"], "Respect dans le temps"),
    ],
)
def test_each_question_is_answered_as_text_json_and_csv(run, arguments, said):
    assert said in run(*arguments, *ON)
    answer = json.loads(run(*arguments, *ON, "--format", "json"))
    assert answer["as_of"] == "2026-11-24"
    rows = list(csv.reader(io.StringIO(run(*arguments, *ON, "-f", "csv").removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def test_in_english(run):
    text = run("contract", "competing", *ON, "--lang", "en")
    assert "Same field (Mobility)" in text
    assert "Partly respected" in run("charter", "--state", "respecté en partie", *ON, "--lang", "en")


def test_an_empty_answer_says_what_to_do(run):
    assert "committee import" in run("contract", "list", "--party", "personne de ce nom")
    assert "Élargissez le territoire" in " ".join(run("contract", "funding", "creer-une-entreprise").split())


def test_what_is_wrong_is_said(run):
    from ftgraph.errors import UsageError

    with pytest.raises(UsageError, match="Aucun contrat"):
        run("contract", "show", "rien")
    with pytest.raises(UsageError, match="Le frein"):
        run("contract", "funding", "zzzz")
    with pytest.raises(UsageError, match="L’état"):
        run("charter", "--state", "zzzz")
