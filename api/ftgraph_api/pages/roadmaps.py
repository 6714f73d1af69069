"""Besoins and feuilles de route: what the pages show, in words and in the order that one reads them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ftgraph.exports import roadmap_tables as words
from ftgraph.graph.store import Queryable
from ftgraph.roadmaps import deliverables, followed, functions, plans, practices
from ftgraph.roadmaps.committees import Bodies, Body, installed
from ftgraph.roadmaps.deliverables import Deliverable
from ftgraph.roadmaps.followed import FollowedNeed
from ftgraph.roadmaps.plans import Action, Roadmap
from ftgraph.wording import Text
from ftgraph_api.parameters import LANGUAGE, Parameter, table

NEEDS = table(
    Parameter("committee", ("Comité.", "Committee.")),
    Parameter("state", ("État.", "State."), values=followed.STATES),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)
ROADMAPS = table(
    Parameter("committee", ("Comité.", "Committee.")),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)
TAGS = {"done": "good", "late": "bad", "due": "check", "closed": "good", "open": "bad", "spread": "good"}


@dataclass(frozen=True)
class Year:
    """A year’s deliverables; `year` is None for what is due once and for all."""

    year: int | None
    lines: Sequence[Deliverable]


@dataclass(frozen=True)
class Overview:
    """A committee in the list: its roadmap in force, how many actions and deliverables are late, needs not closed."""

    body: Body
    roadmap: Roadmap | None
    late_actions: int
    late_deliverables: int
    open_needs: int


def needs_values(graph: Queryable, on: date, committee: str, state: str) -> dict[str, Any]:
    """The page of needs: how many in each state, then those asked for. Raises `NoSuchCommittee`."""
    bodies = Bodies(graph, on)
    body = bodies.one(committee) if committee else None
    every = followed.followed_needs(graph, on, committee=body)
    counts = Counter(each.state for each in every)
    shown = [each for each in every if not state or each.state == state]
    return {
        "on": on.isoformat(),
        "committee": committee,
        "state": state,
        "committees": bodies.published,
        "counts": [(each, words.NEEDS[each], counts[each]) for each in followed.STATES],
        "total": len(every),
        "groups": [
            (words.NEEDS[each], found)
            for each in followed.STATES
            if (found := sorted((need for need in shown if need.state == each), key=_oldest))
        ],
        "tags": TAGS,
    }


def overview_values(graph: Queryable, on: date) -> dict[str, Any]:
    """The list of committees, with what is late in each."""
    bodies = Bodies(graph, on)
    there = [body for body in bodies.published if installed(body, on)]
    plans_of: dict[str, list[Roadmap]] = {}
    for each in plans.roadmaps(graph, on, there):
        if each.standing == "in-force":
            plans_of.setdefault(each.committee, []).append(each)
    owed = Counter(each.committee for each in deliverables.deliverables(graph, on, there) if each.state == "late")
    held = Counter(each.held_by.committee for each in followed.followed_needs(graph, on) if each.state != "closed")
    return {
        "on": on.isoformat(),
        "committee": "",
        "committees": bodies.published,
        "overview": [
            Overview(
                body,
                next(iter(plans_of.get(body.key, ())), None),
                sum(each.late for each in plans_of.get(body.key, ())),
                owed[body.key],
                held[body.key],
            )
            for body in there
        ],
        "practices": practices.practices(graph, on),
        "practice_words": words.PRACTICES,
        "tags": TAGS,
        "body": None,
    }


def committee_values(graph: Queryable, on: date, key: str) -> dict[str, Any]:
    """One committee: its roadmaps with their axes, its calendar, its deliverables by year, needs, practices, functions.

    Raises `NoSuchCommittee`.
    """
    bodies = Bodies(graph, on)
    body = bodies.one(key)
    found = plans.roadmaps(graph, on, [body])
    owed = deliverables.deliverables(graph, on, [body])
    years = sorted({each.year for each in owed if each.year is not None}, reverse=True)
    listed: list[Year] = [Year(year, [each for each in owed if each.year == year]) for year in years]
    if once := [each for each in owed if each.year is None]:
        listed.append(Year(None, once))
    return {
        "on": on.isoformat(),
        "committee": key,
        "committees": bodies.published,
        "body": body,
        "diagnoses": plans.diagnoses(graph, on, body),
        "roadmaps": found,
        "calendar": _calendar(found),
        "years": listed,
        "needs": sorted(followed.followed_needs(graph, on, committee=body), key=_oldest),
        "practices": practices.practices(graph, on, committee=body),
        "functions": functions.functions(graph, body, on),
        "standings": words.STANDINGS,
        "action_words": words.ACTIONS,
        "deliverable_words": words.DELIVERABLES,
        "need_words": words.NEEDS,
        "practice_words": words.PRACTICES,
        "tags": TAGS,
    }


def _oldest(need: FollowedNeed) -> tuple[date, str]:
    return need.recorded_on or date.min, need.title


def _calendar(found: Sequence[Roadmap]) -> Sequence[Action]:
    """The actions of the roadmaps in force, by due date."""
    every = (action for each in found if each.standing in ("in-force", "undated") for action in each.actions)
    return sorted(every, key=lambda each: (each.due_on or date.max, each.title))


def titles() -> Mapping[str, Text]:
    """What the pages are called."""
    return {
        "needs": Text("Besoins suivis", "Needs followed"),
        "roadmaps": Text("Feuilles de route", "Roadmaps"),
    }
