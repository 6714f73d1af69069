"""A command loads its own module alone, and each is found by its name."""

import subprocess
import sys
from importlib import import_module

import pytest
import typer
from typer.main import get_command

from ftgraph.cli.commands import COMMANDS, app_for, whole


def names(app: typer.Typer) -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


@pytest.mark.parametrize("module", COMMANDS)
def test_each_module_registers_the_commands_that_it_is_said_to(module: str) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    import_module(f"ftgraph.cli.{module}").register(app)
    assert names(app) == set(COMMANDS[module])


def test_a_command_is_found_and_everything_is_where_none_is_named() -> None:
    every = {word for words in COMMANDS.values() for word in words}
    assert names(app_for(["committee", "check"])) == {"committee"}
    for arguments in ([], ["--help"], ["-h", "committee"], ["nonsense"]):
        assert names(app_for(arguments)) == every
    assert names(whole()) == every


def test_completion_knows_all_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_FTGRAPH_COMPLETE", "complete_bash")
    assert "solutions" in names(app_for(["committee"]))


def test_a_check_loads_neither_networks_nor_reasoning_nor_the_server() -> None:
    told = "import sys; from ftgraph.cli.commands import app_for; app_for(['committee']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert "ftgraph.cli.committees" in loaded
    assert not {"networkx", "owlready2", "fastapi"} & set(loaded)
