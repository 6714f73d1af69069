"""The help of every command is French, and `--version` says what is installed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from ftgraph import __version__
from ftgraph.cli.commands import whole
from ftgraph.cli.french_help import in_french

ENGLISH = re.compile(r"Usage|Commands:|Options:|Show |Install |\[(default|required)|<(str|int|path|list)|x<=|COMMAND ")


def commands(command: Any, name: str = "ftgraph") -> Iterator[tuple[str, Any]]:
    yield name, command
    for each, child in getattr(command, "commands", {}).items():
        yield from commands(child, f"{name} {each}")


EVERY = dict(commands(in_french(whole())))


@pytest.mark.parametrize("name", EVERY)
def test_no_english_is_left_in_the_help(name: str) -> None:
    command = EVERY[name]
    told = command.get_help(command.make_context(name, [], resilient_parsing=True))
    assert told.startswith(f"Emploi\u00a0: {name}")
    assert "Afficher cette aide." in told
    assert not (found := ENGLISH.search(told)), found
    assert "«\n" not in told
    assert "..." not in told, "what a command does is said whole"


def test_the_version_names_the_rule_sets_and_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTGRAPH_STORE", "ici/store")
    answer = CliRunner().invoke(whole(), ["--version"])
    assert answer.exit_code == 0
    assert answer.output.splitlines() == [
        f"ftgraph {__version__}",
        "Référentiel\u00a0: Préfiguration 2023, du 01/01/2023 au 30/06/2024",
        "Référentiel\u00a0: Code du travail, depuis le 24/03/2024",
        "Entrepôt\u00a0: dossier ici/store",
    ]
