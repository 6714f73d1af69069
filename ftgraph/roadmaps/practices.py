"""Good practices: collected by a committee, assessed, spread to other territories (P8.32, P9.2, P9.9, P11.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.committees import Bodies, Body
from ftgraph.roadmaps.reading import day, rows

PracticeState = Literal["collected", "assessed", "spread"]
STATES: Sequence[PracticeState] = ("collected", "assessed", "spread")


@dataclass(frozen=True)
class Assessment:
    """What an assessment said, and its day."""

    day: date
    says: str


@dataclass(frozen=True)
class Spread:
    """A territory (its name and IRI) that takes a practice up, since a day where known."""

    territory: str
    territory_iri: str
    since: date | None


@dataclass(frozen=True)
class Practice:
    """A good practice as it stands on a day. `committee`: the key of the one that collected it."""

    iri: str
    title: str
    committee: str
    committee_label: str
    level: str
    collected_on: date | None
    drawn_from: str
    state: PracticeState
    assessments: tuple[Assessment, ...]
    spread: tuple[Spread, ...]


def practices(graph: Queryable, on: date, *, state: str = "", committee: Body | None = None) -> tuple[Practice, ...]:
    """The practices collected until `on`, by title. `state`: one of `STATES`; `committee`: those that it collected."""
    bodies = Bodies(graph, on)
    read: dict[str, list[dict[str, str]]] = {}
    for row in rows(graph, "roadmaps/practices"):
        read.setdefault(row["practice"], []).append(dict(row))
    found = (_practice(said, bodies, on) for said in read.values())
    return tuple(
        each
        for each in found
        if each is not None
        and (not state or each.state == state)
        and (committee is None or each.committee == committee.key)
    )


def _practice(said: Sequence[dict[str, str]], bodies: Bodies, on: date) -> Practice | None:
    first = said[0]
    body = bodies.meant(first["committee"])
    days = [collected for row in said if (collected := day(row["collected_on"]))]
    collected_on = min(days, default=None)
    if body is None or (collected_on and collected_on > on):
        return None
    assessed = {
        Assessment(moment, row["assessment"]) for row in said if (moment := day(row["assessed_on"])) and moment <= on
    }
    spread = {
        Spread(row["territory_label"] or row["territory"], row["territory"], day(row["spread_on"]))
        for row in said
        if row["territory"]
    }
    taken_up = sorted(
        (each for each in spread if each.since is None or each.since <= on),
        key=lambda each: (each.since or date.min, each.territory),
    )
    return Practice(
        iri=first["practice"],
        title=first["title"],
        committee=body.key,
        committee_label=body.label,
        level=body.level,
        collected_on=collected_on,
        drawn_from=next((row["drawn_from"] for row in said if row["drawn_from"]), ""),
        state="spread" if taken_up else "assessed" if assessed else "collected",
        assessments=tuple(sorted(assessed, key=lambda each: each.day)),
        spread=tuple(taken_up),
    )
