"""What a published committee has decided and established: deliberations and votes, roadmaps and their actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftgraph import queries
from ftgraph.graph.store import Queryable


@dataclass(frozen=True)
class Decision:
    """A deliberation. `votes`: (direction as a notation, votes); none where they are not published."""

    title: str
    held_on: date | None
    votes: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Action:
    """An action of a roadmap. `led_by`: "" where unsaid."""

    title: str
    led_by: str
    due_on: date | None


@dataclass(frozen=True)
class Established:
    """What a committee has established. `type`: the class's IRI; `since`: its day, or the first on which it holds."""

    title: str
    type: str
    since: date | None
    until: date | None
    actions: Sequence[Action]


def decisions(graph: Queryable, committees: Sequence[str]) -> list[Decision]:
    """The deliberations of committees (IRIs), the latest first."""
    cast: dict[str, dict[str, Decimal]] = {}
    for row in graph.select(queries.text("committees/votes", committee=list(committees))):
        deliberation, _, choice, votes, _ = _texts(row)
        counts = cast.setdefault(deliberation, {})
        direction = choice.rpartition("/")[2]
        counts[direction] = counts.get(direction, Decimal(0)) + Decimal(votes or "0")
    found: dict[str, Decision] = {}
    for row in graph.select(queries.text("committees/deliberations", committee=list(committees))):
        _, deliberation, title, _, held_on, *_ = _texts(row)
        summed = tuple((direction, int(count)) for direction, count in cast.get(deliberation, {}).items())
        found.setdefault(deliberation, Decision(title, _day(held_on), summed))
    return sorted(found.values(), key=lambda each: each.held_on or date.min, reverse=True)


def established(graph: Queryable, committees: Sequence[str]) -> list[Established]:
    """What committees (IRIs) have established, in order of day, each with its actions."""
    actions: dict[str, list[Action]] = {}
    rows = [_texts(row) for row in graph.select(queries.text("committees/roadmap", committee=list(committees)))]
    for _, deliverable, _, _, _, _, action, title, led_by, due_on in rows:
        listed = actions.setdefault(deliverable, [])
        if action and (told := Action(title, led_by, _day(due_on))) not in listed:
            listed.append(told)
    found: dict[str, Established] = {}
    for _, deliverable, kind, title, since, until, *_ in rows:
        each = Established(title, kind, _day(since), _day(until), tuple(actions[deliverable]))
        found.setdefault(deliverable, each)
    return list(found.values())


def _texts(row: Sequence[object]) -> list[str]:
    return ["" if term is None else str(getattr(term, "value", term)) for term in row]


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
