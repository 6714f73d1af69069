"""What every error says: in French and in English, what is wrong and what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ftgraph
import ftgraph_api
from ftgraph.errors import UsageError

PACKAGES = [Path(package.__file__ or "").parent for package in (ftgraph, ftgraph_api)]


def told() -> Iterator[tuple[str, set[str]]]:
    """Where an error or a problem is made with a cure, and the names of what it is given."""
    for package in PACKAGES:
        for path in package.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    given = {each.arg for each in node.keywords if each.arg}
                    if "cure" in given:
                        yield f"{path.name}:{node.lineno}", given


def test_every_cure_is_said_in_english_too() -> None:
    places = list(told())
    assert len(places) > 150
    assert not [place for place, given in places if "cure_en" not in given]


def test_without_an_english_cure_the_french_one_is_told() -> None:
    assert UsageError("Non.", "No.", cure="Recommencez.").cure_en == "Recommencez."
    assert UsageError("Non.", "No.", cure="Recommencez.", cure_en="Try again.").cure_en == "Try again."
