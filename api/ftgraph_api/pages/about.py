"""À propos: the accessibility grid, criterion by criterion, and the plan of the site."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ftgraph.wording import Text

STATES: Mapping[str, Text] = {
    "C": Text("conforme", "holds"),
    "NC": Text("non conforme", "does not hold"),
    "NA": Text("non applicable", "does not apply"),
    "NT": Text("non testé", "not tested"),
}


@dataclass(frozen=True)
class Criterion:
    """A criterion of the RGAA 4.1, in the site's words. `state`: a key of `STATES`; `how`: what was looked at."""

    number: str
    subject: str
    state: str
    how: str


@dataclass(frozen=True)
class Theme:
    """A theme of the grid."""

    name: str
    criteria: Sequence[Criterion]


@cache
def grid() -> tuple[Theme, ...]:
    """The grid: the thirteen themes and their 106 criteria."""
    told = tomllib.loads(files("ftgraph_api").joinpath("content/rgaa.toml").read_text(encoding="utf-8"))
    return tuple(
        Theme(theme["name"], tuple(Criterion(*criterion) for criterion in theme["criteria"])) for theme in told["theme"]
    )


def totals() -> dict[str, int]:
    """How many criteria are in each state."""
    found = Counter(criterion.state for theme in grid() for criterion in theme.criteria)
    return {state: found[state] for state in STATES}
