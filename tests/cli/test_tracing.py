"""`ftgraph trace`, run as its users run it. It needs no store."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from ftgraph import tracing
from ftgraph.cli.commands import whole


def trace(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(Path(sys.executable).parent / "ftgraph"), "trace", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=200, check=False)


def test_the_whole_as_csv(tmp_path):
    done = trace(tmp_path, "--format", "csv")
    assert done.returncode == 0, done.stderr.decode()
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")), delimiter=";"))
    assert len({row["Fait"] for row in rows}) == 181
    assert {row["Porté par"] for row in rows} == {"Termes", "Valeurs", "Règles", "Données", "Questions", "Pages"}
    assert "181 faits portés sur 181." in done.stderr.decode()


def test_every_fact_is_carried_by_more_than_a_page():
    assert not tracing.uncarried(tracing.trace())


def test_a_fact_that_nothing_carries_is_named_and_fails(monkeypatch):
    told = tuple(replace(fact, carriers=()) if fact.identifier == "P1.1" else fact for fact in tracing.trace())
    monkeypatch.setattr(tracing, "trace", lambda _: told)
    done = CliRunner().invoke(whole(), ["trace", "--format", "csv"])
    assert done.exit_code == 1
    assert "P1.1;Absence d’instance nationale stratégique;rien;;" in done.stdout
    assert "Rien ne porte P1.1" in done.stderr


def test_one_fact_as_json(tmp_path):
    done = trace(tmp_path, "--fact", "P8.17", "--format", "json", "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    (fact,) = json.loads(done.stdout)
    assert (fact["fact"], fact["page"]) == ("P8.17", 8)
    assert "R-DEP-03" in {each["identifier"] for each in fact["carriers"]}
    assert b"Facts carried: 1 of 1." in done.stderr


def test_an_unknown_fact_and_an_unknown_format_are_clear_errors(tmp_path):
    for arguments, said in ((["--fact", "P99"], "P99"), (["--format", "docx"], "docx")):
        done = trace(tmp_path, *arguments)
        assert done.returncode == 2
        assert done.stdout == b""
        assert said in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
