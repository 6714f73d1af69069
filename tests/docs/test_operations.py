"""docs/operations.md names counters, problems and limits that there are."""

import re
from pathlib import Path

import pytest

from ftgraph.settings import Settings, variable
from ftgraph_api import bodies, deadlines, graph_streams, middleware, problems
from ftgraph_api.metrics import Metrics
from ftgraph_api.state import State

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
pytestmark = [pytest.mark.skipif(not PAGE.is_file(), reason="docs/ is not in the wheel"), pytest.mark.checkout]


def test_counters_and_problems_exist(tmp_path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    state = State(Settings(store=str(tmp_path)))
    told = state.metrics.text().decode()
    state.close()
    named = set(re.findall(r"`((?:ftgraph|process)_[a-z_]+)`", page))
    assert len(named) >= 10
    for name in named:
        assert f"# TYPE {name.removesuffix('_total')}" in told, name
    for slug in re.findall(r"`((?:write|query|too|over)[a-z]*-[a-z-]+|overloaded)`", page):
        assert problems.told(500, slug, ("", ""), "fr")["title"]
    assert Metrics().text().startswith(b"#")


def test_limits_are_those_of_the_code() -> None:
    page = re.sub(r"[\u00a0\u202f ]", " ", PAGE.read_text(encoding="utf-8"))
    for written in (
        f"{deadlines.HEAD_S:.0f} s ; {bodies.GRACE_S:.0f} s puis {bodies.SLOWEST // 1000} ko/s",
        f"{bodies.MOST_HELD // 1_000_000} Mo",
        f"| {deadlines.STALLED_S:.0f} s | coupé",
        f"{deadlines.MOST_CONNECTIONS:,} ; {graph_streams.MOST}".replace(",", " "),
        f"{middleware.LONGEST_ADDRESS // 1000} ko, {deadlines.LONGEST_HEAD // 1000} ko",
    ):
        assert written in page, written
    for name in re.findall(r"FTGRAPH_([A-Z_]+[A-Z])", page):
        assert any(variable(each).startswith(f"FTGRAPH_{name}") for each in Settings.__dataclass_fields__), name
