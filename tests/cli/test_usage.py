"""Commands that are not written as they should be: said in French, with the way to the help, and exit code 2."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "ftgraph"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(COMMAND), *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("committee", "check", "absent.xlsx"), "Le fichier «\u202fabsent.xlsx\u202f» n’existe pas."),
        (("committee", "chek"), "La commande «\u202fchek\u202f» n’existe pas\u202f; peut-être check."),
        (("comitee",), "peut-être committee."),
        (("committee", "zzzz"), "La commande «\u202fzzzz\u202f» n’existe pas."),
        (("solutions", "--teritory", "x"), "peut-être --network, --territory, --text."),
        (("committee", "template"), "Il manque l’option --level."),
        (("coverage", "--territory"), "L’option «\u202f--territory\u202f» attend une valeur."),
        (("solutions", "--limit", "abc"), "--limit\u00a0: un nombre entier est attendu."),
        (("solutions", "mobilite"), "Un argument de trop\u00a0: mobilite."),
        (("committee", "template", "--level", "local"), "Il manque le territoire du comité."),
        (("committee", "template", "--level", "departement", "--territory", "Bretagne"), "il y faut un département."),
        (("committee", "template", "--level", "regional", "--territory", "35"), "il y faut une région."),
    ],
)
def test_what_is_wrong_is_said_in_french(words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert answer.returncode == 2
    assert answer.stderr.startswith("Erreur\u00a0: ")
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("language", [("--lang", "en"), ("--lang=en",)])
def test_who_asks_in_english_is_answered_so(language: tuple[str, ...]) -> None:
    answer = run("committee", "list", "--on", "hier", *language)
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: --on is “hier”")


def test_a_file_that_cannot_be_written_is_said_in_french(tmp_path: Path) -> None:
    output = tmp_path / "absent" / "comite.xlsx"
    answer = run("committee", "template", "--level", "national", "--output", str(output))
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)
    assert f"Erreur\u00a0: «\u202f{output}\u202f» ne peut être ni lu ni écrit" in answer.stderr


def test_without_a_command_the_help_is_shown() -> None:
    answer = run("committee")
    assert answer.returncode == 2
    assert "committee [OPTIONS] COMMANDE" in answer.stdout + answer.stderr


def test_help_is_no_error() -> None:
    assert run("--help").returncode == 0


def test_a_day_is_on_and_its_former_name_is_understood_but_not_shown() -> None:
    shown = run("solutions", "--help").stdout
    assert "--on" in shown
    assert "--as-of" not in shown
    for name in ("--on", "--as-of"):
        answer = run("solutions", name, "24/11/2026")
        assert "24/11/2026" in answer.stderr, "read, and refused as no date"
        assert "n’existe pas" not in answer.stderr
