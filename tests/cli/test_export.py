"""`ftgraph export --as …`: files on disk, formats by their suffix, what is refused."""

import json

import pytest
from typer.testing import CliRunner

from ftgraph.cli.commands import whole
from ftgraph.errors import UsageError


@pytest.fixture
def run(demo_settings, monkeypatch):
    monkeypatch.setenv("FTGRAPH_STORE", demo_settings.store)
    return lambda *arguments: CliRunner().invoke(whole(), ["export", *map(str, arguments)])


def test_hsds_to_a_file(run, tmp_path):
    file = tmp_path / "services.json"
    done = run("--as", "hsds", "--territory", "departement:35", "--barrier", "famille", "--output", file)
    assert done.exit_code == 0, done.output
    page = json.loads(file.read_bytes())
    assert page["total_items"] == len(page["contents"]) > 0


def test_the_suffix_gives_the_format_where_a_model_has_several(run, tmp_path):
    file = tmp_path / "services.ttl"
    assert run("--as", "cpsv-ap", "--source", "exemple-liste-35", "-o", file).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("@prefix")
    assert json.loads(run("--as", "cpsv-ap", "--source", "exemple-liste-35", "-f", "jsonld").stdout)["@graph"]


@pytest.mark.parametrize("arguments", [["--as", "hl7"], ["--as", "hsds", "--format", "turtle"]])
def test_what_is_not_offered_is_refused(run, arguments):
    assert isinstance(run(*arguments).exception, UsageError)
