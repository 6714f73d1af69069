"""Where answers go, in which formats, and that no terminal is filled with what it cannot show."""

import io

import pytest
from typer.testing import CliRunner

from ftgraph.cli.answering import kind_of, write
from ftgraph.cli.commands import whole
from ftgraph.errors import UsageError
from ftgraph.exports.formats import COVERAGE_FORMATS, CSV, SOLUTION_FORMATS, TABLE
from ftgraph.settings import Settings


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("piece", [b"PK\x03\x04 a workbook", b"%PDF-1.7"])
def test_a_workbook_is_not_written_to_a_terminal(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", Terminal(io.BytesIO()))
    with pytest.raises(UsageError, match="--output"):
        write([piece], None)
    write([b"Comit\xc3\xa9\n"], None)
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO()))
    write([piece], None)


def test_a_command_answers_in_the_formats_that_its_help_names() -> None:
    assert kind_of("table", None, COVERAGE_FORMATS, TABLE) is TABLE
    assert kind_of("csv", None, COVERAGE_FORMATS, TABLE) is CSV
    for each in (*SOLUTION_FORMATS, TABLE):
        assert each.name in CliRunner().invoke(whole(), ["solutions", "--help"]).output
    with pytest.raises(UsageError):
        whole()(["indicator", "list", "--format", "yaml"], standalone_mode=False)


def test_a_dashboard_is_told_in_english(demo_settings: Settings) -> None:
    wanted = ["dashboard", "--territory", "departement:48", "--lang", "en"]
    told = (
        CliRunner().invoke(whole(), wanted, env={"FTGRAPH_STORE": demo_settings.store}, catch_exceptions=False).output
    )
    assert "Without a value: " in told
    assert "Sans valeur" not in told
