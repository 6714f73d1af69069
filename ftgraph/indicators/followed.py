"""The indicators that committees and contracts say they follow (deck P11.3, P12): which, by whom, where."""

from dataclasses import dataclass

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.wording import Text


@dataclass(frozen=True)
class Followed:
    """An indicator that `name` (a committee or a contract) follows in `territory` (an IRI)."""

    follower: str
    name: str
    territory: str
    indicator: str
    label: Text


def followed(graph: Queryable) -> tuple[Followed, ...]:
    """All that is followed, by indicator, then by who follows it."""
    found: dict[tuple[str, str, str], Followed] = {}
    for row in graph.select(queries.text("governance/followed")):
        follower, name, territory, indicator, french, english, _ = ("" if term is None else term.value for term in row)
        each = Followed(follower, name, territory, indicator, Text(french, english))
        found.setdefault((follower, territory, indicator), each)
    return tuple(found.values())
