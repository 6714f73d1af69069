"""Needs that a committee recorded, followed from level to level until they are closed (P8.22, P8.25, P9.9).

Each committee writes what it does itself: the one that recorded a need, then each one that it is raised to, under the
same reference. What bears one reference, and was raised from one to the other, is one need here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.committees import Bodies, Body
from ftgraph.roadmaps.reading import Names, day, notation, rows
from ftgraph.wording import Text

NeedState = Literal["open", "raised", "handed", "covered", "closed"]
STATES: Sequence[NeedState] = ("open", "raised", "handed", "covered", "closed")


_Steps = Mapping[str, Sequence[tuple["NeedStep", Body | None]]]


class NoSuchNeed(UsageError):
    """No need of that reference is followed."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class Stop:
    """A committee on a need’s path, and the day it received it (for the first: recorded it), where known."""

    committee: str
    label: str
    level: str
    since: date | None


@dataclass(frozen=True)
class NeedStep:
    """A dated step. `type`: a notation of `need-step`; `to`: the committee that received the need, "" if none."""

    day: date
    type: str
    type_label: Text
    by: str
    to: str
    note: str


@dataclass(frozen=True)
class FollowedNeed:
    """A need as it stands on a day. `reference`: the shared one, or the IRI of the only record.

    `path`: from the committee that recorded it to the one that holds it now. `age_days`: from its record to its
    closing, or to the day asked; None where its record is not dated. `outcome`: what became of it, once closed.
    """

    reference: str
    title: str
    state: NeedState
    territory: str
    recorded_on: date | None
    closed_on: date | None
    age_days: int | None
    outcome: str
    outcome_label: Text
    barriers: tuple[Text, ...]
    path: tuple[Stop, ...]
    experiment: str
    solution: str
    steps: tuple[NeedStep, ...]
    records: tuple[str, ...]

    @property
    def held_by(self) -> Stop:
        """The committee that it is with."""
        return self.path[-1]


@dataclass
class _Record:
    """What one committee wrote of a need."""

    iri: str
    body: Body
    title: str
    reference: str
    recorded_on: date | None
    closed_on: date | None
    outcome: str
    raised: set[str]
    experiments: dict[str, None]
    solutions: dict[str, None]
    barriers: dict[str, None]


def followed_needs(
    graph: Queryable, on: date, *, state: str = "", committee: Body | None = None
) -> tuple[FollowedNeed, ...]:
    """The needs recorded until `on`, oldest first. `state`: one of `STATES`; `committee`: those that it ever held."""
    bodies = Bodies(graph, on)
    records = [each for each in _records(graph, bodies) if each.recorded_on is None or each.recorded_on <= on]
    steps = _steps(graph, bodies)
    names = Names(graph, {iri for each in records for iri in (*each.barriers, each.outcome)})
    found = [_followed(group, steps, names, bodies, on) for group in _groups(records)]
    kept = (
        each
        for each in found
        if (not state or each.state == state)
        and (committee is None or committee.key in {stop.committee for stop in each.path})
    )
    return tuple(sorted(kept, key=lambda each: (each.recorded_on or date.min, each.reference, each.title)))


def one_need(graph: Queryable, reference: str, on: date) -> FollowedNeed:
    """The need of that reference, or of which that is a record’s IRI. Raises `NoSuchNeed`."""
    every = followed_needs(graph, on)
    for each in every:
        if reference == each.reference or reference in each.records:
            return each
    known = [each.reference for each in every if not each.reference.startswith("http")][:5]
    raise NoSuchNeed(
        f"Aucun besoin suivi n’a la référence «\u202f{reference[:200]}\u202f» au {on:%d/%m/%Y}.",
        f"No followed need has the reference “{reference[:200]}” on {on:%d/%m/%Y}.",
        cure=f"Par exemple\u00a0: {', '.join(known)}." if known else "Aucun besoin n’est encore publié.",
        cure_en=f"For example: {', '.join(known)}." if known else "No need is published yet.",
    )


def _records(graph: Queryable, bodies: Bodies) -> list[_Record]:
    found: dict[str, _Record] = {}
    for row in rows(graph, "roadmaps/followed-needs"):
        body = bodies.meant(row["committee"])
        if body is None:
            continue
        record = found.setdefault(
            row["need"],
            _Record(
                row["need"],
                body,
                row["title"],
                row["reference"],
                day(row["recorded_on"]),
                day(row["closed_on"]),
                row["outcome"],
                set(),
                {},
                {},
                {},
            ),
        )
        upper = bodies.meant(row["raised_to"])
        if upper is not None:
            record.raised.add(upper.iri)
        for value, kept in (
            (row["experiment"], record.experiments),
            (row["solution"], record.solutions),
            (row["barrier"], record.barriers),
        ):
            if value:
                kept.setdefault(value)
    return list(found.values())


def _steps(graph: Queryable, bodies: Bodies) -> _Steps:
    """The steps by record, each with the committee it went to."""
    read = [dict(row) for row in rows(graph, "roadmaps/need-steps")]
    names = Names(graph, (row["type"] for row in read))
    found: dict[str, dict[str, tuple[NeedStep, Body | None]]] = {}
    for row in read:
        moment = day(row["day"])
        if moment is None:
            continue
        by, to = bodies.meant(row["committee"]), bodies.meant(row["to"])
        step = NeedStep(
            moment,
            notation(row["type"]),
            names.of(row["type"]),
            by.label if by else "",
            to.label if to else "",
            row["note"],
        )
        found.setdefault(row["need"], {}).setdefault(row["step"], (step, to))
    return {need: list(steps.values()) for need, steps in found.items()}


def _groups(records: Sequence[_Record]) -> Iterable[list[_Record]]:
    """Records of one need together: one reference, and one raised to the committee of the other."""
    left = sorted(records, key=lambda each: (each.recorded_on or date.min, each.iri))
    while left:
        group = [left.pop(0)]
        if group[0].reference:
            grown = True
            while grown:
                held = {iri for each in group for iri in each.raised}
                more = [each for each in left if each.reference == group[0].reference and each.body.iri in held]
                left = [each for each in left if each not in more]
                group.extend(more)
                grown = bool(more)
        yield group


def _followed(group: Sequence[_Record], steps: _Steps, names: Names, bodies: Bodies, on: date) -> FollowedNeed:
    first = group[0]
    taken = [each for record in group for each in steps.get(record.iri, ()) if each[0].day <= on]
    taken.sort(key=lambda each: each[0].day)
    kinds = {step.type for step, _ in taken}
    path = _path(group, taken, steps, bodies, on)
    closing = [record for record in group if record.closed_on and record.closed_on <= on]
    closed = max(closing, key=lambda each: each.closed_on or date.min) if closing else None
    handed = [name for record in group if _holds(record, "handed", steps, on) for name in record.experiments]
    covered = [name for record in group if _holds(record, "answered", steps, on) for name in record.solutions]
    state: NeedState = "open"
    if closed:
        state = "closed"
    elif covered or "answered" in kinds:
        state = "covered"
    elif handed or "handed" in kinds:
        state = "handed"
    elif len(path) > 1:
        state = "raised"
    end = (closed.closed_on if closed else None) or on
    outcome = closed.outcome if closed else ""
    barriers = dict.fromkeys(iri for record in group for iri in record.barriers)
    return FollowedNeed(
        reference=first.reference or first.iri,
        title=first.title,
        state=state,
        territory=first.body.territory,
        recorded_on=first.recorded_on,
        closed_on=closed.closed_on if closed else None,
        age_days=(end - first.recorded_on).days if first.recorded_on else None,
        outcome=notation(outcome),
        outcome_label=names.of(outcome) if outcome else Text(""),
        barriers=tuple(names.of(iri) for iri in barriers),
        path=path,
        experiment=", ".join(handed),
        solution=", ".join(covered),
        steps=tuple(step for step, _ in taken),
        records=tuple(record.iri for record in group),
    )


def _holds(record: _Record, kind: str, steps: _Steps, on: date) -> bool:
    """Whether what a record states holds on a day: from its dated step of that kind on; at once when it has none."""
    dated = [step.day for step, _ in steps.get(record.iri, ()) if step.type == kind]
    return not dated or min(dated) <= on


def _path(
    group: Sequence[_Record],
    taken: Sequence[tuple[NeedStep, Body | None]],
    steps: _Steps,
    bodies: Bodies,
    on: date,
) -> tuple[Stop, ...]:
    first = group[0]
    stops = {first.body.iri: Stop(first.body.key, first.body.label, first.body.level, first.recorded_on)}
    for step, to in taken:
        if step.type == "raised" and to is not None:
            stops.setdefault(to.iri, Stop(to.key, to.label, to.level, step.day))
    for record in group:
        for iri in sorted(record.raised) if _holds(record, "raised", steps, on) else ():
            to = bodies.meant(iri)
            if to is not None:
                stops.setdefault(to.iri, Stop(to.key, to.label, to.level, None))
    return tuple(stops.values())
