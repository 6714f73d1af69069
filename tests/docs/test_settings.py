"""docs/settings.md says what ftgraph/settings.py says, and the environment is read as it promises."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import ftgraph
import ftgraph_api
from ftgraph.errors import UsageError
from ftgraph.settings import Settings, load, variable

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.mark.checkout
@pytest.mark.skipif(not PAGE.is_file(), reason="docs/ is not in the wheel")
@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_each_setting_is_documented(setting) -> None:
    row = f"| `{variable(setting.name)}` | `{setting.default}` | {setting.metadata['help']} |"
    assert row in PAGE.read_text(encoding="utf-8")


def test_each_setting_is_read_by_something() -> None:
    folders = [Path(each.__path__[0]) for each in (ftgraph, ftgraph_api)]
    code = "".join(file.read_text("utf-8") for folder in folders for file in folder.rglob("*.py"))
    assert not [each.name for each in fields(Settings) if not re.search(rf"(?<!self)\.{each.name}\b", code)]


def test_values_come_from_the_environment_in_their_kind() -> None:
    given = load({"FTGRAPH_PORT": "9000", "FTGRAPH_LOCK_WAIT_S": "1.5", "FTGRAPH_BASE": "https://example.org"})
    assert (given.port, given.lock_wait_s, given.base) == (9000, 1.5, "https://example.org")


def test_a_day_that_is_none_names_its_variable() -> None:
    with pytest.raises(UsageError, match="FTGRAPH_TODAY"):
        load({"FTGRAPH_TODAY": "demain"})


def test_a_wrong_value_names_its_variable() -> None:
    with pytest.raises(UsageError, match="FTGRAPH_PORT"):
        load({"FTGRAPH_PORT": "huit mille"})
