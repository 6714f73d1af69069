"""`ftgraph committee …`, run as its users run it: exit codes, formats, what is said when it cannot be done."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ftgraph import assets
from ftgraph.settings import Settings

DEMO = assets.data() / "demo" / "committees"
FOLDER = DEMO / "departement-35"
WRONG = DEMO / "departement-22-code-du-travail"


Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def alone(command: Callable[..., Command], tmp_path: Path) -> Command:
    """Without anything published."""
    return command(str(tmp_path / "nothing"), "committee", folder=tmp_path)


@pytest.fixture(scope="module")
def asked(command: Callable[..., Command], demo_settings: Settings) -> Command:
    """Over the example."""
    return command(demo_settings.store, "committee")


def test_a_violation_ends_with_12_unless_told_otherwise(alone: Command) -> None:
    alone("check", WRONG, "--on", "2026-11-20", code=12)
    alone("check", WRONG, "--on", "2026-11-20", "--fail-on", "info", code=12)
    alone("check", WRONG, "--on", "2026-11-20", "--fail-on", "never")


def test_a_conform_committee_ends_with_0_and_its_lesser_findings_when_asked(alone: Command) -> None:
    counts = json.loads(alone("check", FOLDER, "--on", "2024-06-01", "-f", "json").stdout)["counts"]
    assert counts["violation"] == 0
    expected = 11 if counts["warning"] else 0
    alone("check", FOLDER, "--on", "2024-06-01", "--fail-on", "warning", code=expected)
    expected = expected or (10 if counts["info"] else 0)
    alone("check", FOLDER, "--on", "2024-06-01", "--fail-on", "info", code=expected)


@pytest.mark.parametrize(
    ("suffix", "start"), [("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")]
)
def test_the_file_s_suffix_gives_the_format(alone: Command, tmp_path: Path, suffix: str, start: bytes) -> None:
    alone("check", FOLDER, "--on", "2024-06-01", "-o", f"report.{suffix}")
    assert (tmp_path / f"report.{suffix}").read_bytes().lower().startswith(start.lower())


@pytest.mark.parametrize(
    ("file", "sheet", "said"),
    [
        (WRONG, "membres.csv", "au format Excel, ligne pour ligne"),
        (Path(__file__).parents[1] / "exports" / "comite.ods", "Comité", "au format Excel, ligne pour ligne"),
        (Path("one.ttl"), "", "que la liste"),
    ],
    ids=["folder", "ods", "rdf"],
)
def test_what_was_handed_in_comes_back_annotated(
    alone: Command, tmp_path: Path, file: Path, sheet: str, said: str
) -> None:
    (tmp_path / "one.ttl").write_text("<urn:c> a <https://w3id.org/ftgraph/def#DepartmentalCommittee> .")
    done = alone("check", file, "--on", "2026-11-20", "--fail-on", "never", "-o", "back.xlsx")
    assert said in " ".join(done.stderr.decode().split())
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert book.sheetnames[0] == "Contrôle"
    assert (sheet in book.sheetnames) == bool(sheet)
    marked = [cell for page in book for row in page.iter_rows() for cell in row if cell.comment]
    assert bool(marked) == bool(sheet)


def test_a_committee_is_compared_under_both_rule_sets(alone: Command, tmp_path: Path) -> None:
    text = alone("compare", FOLDER, "--on", "2026-11-20").stdout.decode()
    assert "association des usagers" in text
    assert "à corriger" in text
    alone("compare", FOLDER, "--on", "2026-11-20", "-o", "compared.html")
    assert "<h2>Comité France Travail" in (tmp_path / "compared.html").read_text(encoding="utf-8")
    assert "csv" in alone("compare", FOLDER, "-f", "csv", code=2).stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", FOLDER, "--fail-on", "always"), 2, "--fail-on"),
        (("check", FOLDER, "--on", "hier"), 2, "AAAA-MM-JJ"),
        (("check", FOLDER, "-f", "docx"), 2, "docx"),
        (("check", FOLDER, "-r", "2025"), 2, "2025"),
        (("list",), 4, "Importez"),
        (("import", FOLDER, "--source", "Pas une clé"), 2, "--source"),
    ],
)
def test_what_cannot_be_done_is_said(alone: Command, arguments: tuple[object, ...], code: int, words: str) -> None:
    assert words in alone(*arguments, code=code).stderr.decode()


def test_the_published_committees_are_listed(asked: Command) -> None:
    found = json.loads(asked("list", "-f", "json", "--on", "2026-11-24").stdout)
    keys = {each["key"] for each in found["committees"]}
    assert "departement-35-code-du-travail" in keys
    assert "departement-35" not in keys, "it ended in 2024"
    assert found["total"] == len(keys)
    wrong = json.loads(asked("list", "--not-conform", "-t", "region:53", "-f", "json").stdout)["committees"]
    assert {each["conformity"] for each in wrong} <= {"not-conform"}
    rows = list(
        csv.reader(
            io.StringIO(asked("list", "-f", "csv", "--on", "2026-11-24").stdout.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert len(rows) == len(keys) + 1


def test_a_committee_is_shown_on_a_day(asked: Command) -> None:
    text = asked("show", "departement-35", "--on", "2024-06-01").stdout.decode()
    for words in ("Berthe Lanvaux", "Sièges pourvus", "Réunions"):
        assert words in text, text
    error = asked("show", "departement-99", code=2).stderr.decode()
    assert "departement-99" in error


def test_who_sits_where_and_whose_term_ends(asked: Command) -> None:
    found = json.loads(asked("seats", "Inès Salaün", "--on", "2024-06-01", "-f", "json").stdout)["seats"]
    assert {seat["body"] for seat in found} == {"COPIL", "COTECH"}
    ends = json.loads(asked("ending", "--months", "120", "-f", "json").stdout)["seats"]
    assert all(seat["valid_until"] for seat in ends)
    assert "court" in asked("seats", "a", code=2).stderr.decode()
    asked("ending", "--months", "121", code=2)


def test_a_committee_is_imported_and_then_listed(
    command: Callable[..., Command], demo_settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo_settings.store, store)
    run = command(str(store), "committee")
    said = run("import", WRONG, "--source", "essai", "--on", "2026-11-20").stdout.decode()
    assert "non conforme" in said
    found = json.loads(run("list", "--not-conform", "-f", "json").stdout)["committees"]
    assert "essai" in {each["key"] for each in found}
