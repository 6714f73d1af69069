"""Keys: shown once, kept as a salted hash, scoped, revoked at once."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ftgraph import audit, keys
from ftgraph.cli.commands import whole
from ftgraph.errors import StoreDamaged, UsageError
from ftgraph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


def test_a_key_is_found_by_its_token_and_by_nothing_else(settings) -> None:
    key, token = keys.create(settings, "dreets", ["update"])
    assert keys.find(settings, token) == key
    assert key.allows("update")
    assert not key.allows("import")
    for wrong in ("", token[:-1], token + "x", token.replace("ftg_", "ftx_"), f"ftg_{key.id}_", "ftg__", "é" * 500):
        assert keys.find(settings, wrong) is None


def test_the_file_holds_no_token_and_is_for_its_owner_only(settings) -> None:
    _, token = keys.create(settings, "dreets", ["update"])
    file = keys.path(settings)
    assert token.split("_", 2)[2] not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    two = [keys.create(settings, name, ["import"])[0] for name in ("a", "b")]
    assert two[0].salt != two[1].salt


def test_a_revoked_key_opens_nothing(settings) -> None:
    key, token = keys.create(settings, "dreets", ["admin"])
    assert key.allows("import")
    assert key.allows("update")
    keys.revoke(settings, "dreets")
    assert keys.find(settings, token) is None
    assert keys.list_keys(settings)[0].revoked
    with pytest.raises(UsageError, match="Aucune clé en service"):
        keys.revoke(settings, "dreets")
    keys.create(settings, "dreets", ["update"])


@pytest.mark.parametrize(("name", "scopes"), [("", ["update"]), ("a\nb", ["update"]), ("a", []), ("a", ["root"])])
def test_a_key_without_sense_is_not_made(settings, name, scopes) -> None:
    with pytest.raises(UsageError):
        keys.create(settings, name, scopes)
    assert keys.list_keys(settings) == []


def test_a_broken_file_of_keys_is_said_and_opens_nothing(settings) -> None:
    _, token = keys.create(settings, "dreets", ["update"])
    keys.path(settings).write_text("[{")
    with pytest.raises(StoreDamaged, match="illisible"):
        keys.find(settings, token)


def test_a_remote_store_has_no_key_unless_a_setting_names_a_file(tmp_path) -> None:
    remote = Settings(store="https://example.org/sparql")
    assert keys.list_keys(remote) == []
    with pytest.raises(UsageError, match="distant"):
        keys.create(remote, "a", ["update"])
    keys.create(Settings(store=remote.store, keys=str(tmp_path / "keys.json")), "a", ["update"])


def test_by_command(settings, monkeypatch) -> None:
    monkeypatch.setenv("FTGRAPH_STORE", settings.store)
    runner = CliRunner()
    made = runner.invoke(whole(), ["key", "create", "--name", "dreets", "--scope", "import,update"])
    assert made.exit_code == 0
    token = made.stdout.strip()
    assert keys.find(settings, token).scopes == ("import", "update")
    listed = runner.invoke(whole(), ["key", "list"]).stdout
    assert "dreets" in listed
    assert token not in listed
    assert runner.invoke(whole(), ["key", "revoke", "dreets"]).exit_code == 0
    assert keys.find(settings, token) is None
    log = audit.path(settings).read_text()
    assert [json.loads(line)["action"] for line in log.splitlines()] == ["key-create", "key-revoke"]
    assert token.split("_", 2)[2] not in log
