"""The competency questions: what their headers promise, what the doors take, and one answer through both doors."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from ftgraph import queries, questions
from ftgraph.cli.commands import whole
from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.exports import questions as exports
from ftgraph.graph.store import Reader
from ftgraph.index.load import Index
from ftgraph.queries import Query
from ftgraph.settings import Settings

ASKED = questions.asked()
DOCUMENT = Path(__file__).parents[2] / "docs" / "questions.md"


def test_there_are_sixty() -> None:
    assert len(ASKED) >= 60
    assert len({each.question["fr"] for each in ASKED}) == len(ASKED)


@pytest.mark.checkout
def test_the_document_lists_them_all() -> None:
    # To write it again: ftgraph question list --markdown > docs/questions.md
    assert DOCUMENT.read_text(encoding="utf-8") == exports.markdown(ASKED)


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_a_header_says_all_that_a_reader_needs(query: Query) -> None:
    assert query.question["fr"].endswith("\u202f?")
    assert query.question["en"].endswith("?")
    assert "'" not in query.question["fr"], "the French apostrophe is ’"
    assert query.columns
    needed = {each.name for each in query.parameters if each.required and not each.default}
    assert needed <= set(query.example) <= {each.name for each in query.parameters}
    assert not re.search(r"ft:within\*|skos:broader\*", query.body), "slow, and wrong on some servers"


def test_references_names_and_defaults_become_terms(demo_index: Index) -> None:
    places, day = demo_index.territories, date(2026, 11, 24)
    query = questions.find("coverage/zones-without-solution")
    bound = questions.bound(query, {"territory": ["Ille-et-Vilaine"], "barrier": ["mobilite"]}, places, day)
    assert bound["territory"] == ["https://w3id.org/ftgraph/id/departement/35"]
    assert bound["day"] == ["2026-11-24"]
    given = "https://w3id.org/ftgraph/id/epci/243500139"
    assert questions.bound(query, {"territory": [given]}, places, day)["territory"] == [given]
    with pytest.raises(UnknownTerritory):
        questions.bound(query, {"territory": ["departement:999"]}, places, day)
    since = questions.bound(questions.find("quality/out-of-date"), {}, places, day)["since"]
    assert since == ["2025-11-24"]


def test_a_misspelt_question_is_told_its_neighbours() -> None:
    with pytest.raises(UsageError) as told:
        questions.find("zones-without-solutions")
    assert "coverage/zones-without-solution" in told.value.cure
    assert questions.find("zones-without-solution").name == "coverage/zones-without-solution"


def test_a_bound_answer_is_never_cut_in_silence(demo: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_ROWS", 2)
    with pytest.raises(UsageError, match="dépasse 2 lignes"):
        questions.ask(demo, questions.find("governance/facts-of-page"), {"page": ["9"]})


def test_readers_are_spared_addresses() -> None:
    query = queries.parse("x/y", '#+ question = { fr = "?", en = "?" }\nSELECT ?a ?b WHERE {}')
    thing = "https://w3id.org/ftgraph/id/commune/35238"
    assert questions.shown(questions.Answered(query, ("a", "b"), ((thing, "Rennes"),))) == [1]
    assert questions.shown(questions.Answered(query, ("a", "b"), ((thing, thing),))) == [0, 1]
    assert questions.shown(questions.Answered(query, ("a", "b"), (("https://example.org/licence", ""),))) == [0, 1]


def command(settings: Settings, *arguments: str) -> str:
    done = CliRunner().invoke(whole(), ["question", *arguments], env={"FTGRAPH_STORE": settings.store})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_commands(demo_settings: Settings) -> None:
    wanted = ("ask", "zones-without-solution", "--territory", "departement:35", "--barrier=mobilite")
    shown = command(demo_settings, *wanted)
    assert "Brocéliande" in shown
    assert "1 ligne." in shown
    assert "https://" not in shown
    rows = command(demo_settings, *wanted, "--format", "csv").splitlines()
    assert rows[0].endswith("Zone;Code;La zone")
    assert rows[1].startswith("Brocéliande;EX35-08;")
    assert "coverage/zones-without-solution" in command(demo_settings, "list", "--subject", "coverage")
    assert "--barrier" in command(demo_settings, "show", "zones-without-solution")
    for wrong in (["ask", "nothing"], ["ask", "zones-without-solution", "departement:35"], ["list", "-s", "nothing"]):
        assert isinstance(CliRunner().invoke(whole(), ["question", *wrong]).exception, UsageError)


def test_every_question_is_answered_alike_by_command_and_by_address(
    demo_settings: Settings, tmp_path: Path, start_server: Callable
) -> None:
    process, address = start_server(demo_settings.store, tmp_path / "server.log", query_rate="0")
    try:
        with httpx.Client(base_url=address, timeout=60) as client:
            listed = {each["name"]: each for each in client.get("/api/v1/queries").json()}
            for query in ASKED:
                by_command = json.loads(command(demo_settings, "ask", query.name, "--example", "--format", "json"))
                answered = client.get(listed[query.name]["example"])
                assert answered.status_code == 200, (query.name, answered.text)
                found = answered.json()
                rows = [
                    {name: row.get(name, {}).get("value", "") for name in found["head"]["vars"]}
                    for row in found["results"]["bindings"]
                ]
                assert rows == by_command["rows"], query.name
                assert rows, query.name
            page = client.get(exports.address(questions.find("zones-without-solution"), "/donnees/questions")).text
            assert "<h1>Quels bassins du département n’ont aucune solution pour ce frein" in page
            assert ">Brocéliande</th>" in page
            assert "id/zone" not in page.partition("<table")[2].partition("</table")[0]
            assert (
                client.get(
                    "/api/v1/queries/coverage/zones-without-solution?territory=nowhere&barrier=mobilite"
                ).status_code
                == 400
            )
            assert "Quels bassins du département" in client.get("/donnees").text
    finally:
        process.terminate()
        process.wait()
