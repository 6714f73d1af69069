"""Roadmaps, their axes and actions as they stand on a day: what is done, under way, late, still to come.

Facts P5.7, P8.23, P8.31, P9.9 of the 2023 document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF
from ftgraph.roadmaps.committees import Bodies, Body
from ftgraph.roadmaps.deliverables import Product, products
from ftgraph.roadmaps.reading import Names, day, notation, rows
from ftgraph.wording import Text

ActionState = Literal["late", "under-way", "to-come", "undated", "done"]
Standing = Literal["in-force", "to-come", "past", "undated"]
_DIAGNOSIS = f"{DEF}Diagnosis"
_ROADMAPS = frozenset({f"{DEF}Roadmap", f"{DEF}AnnualAgenda"})


@dataclass(frozen=True)
class Action:
    """An action. `axis`: the notation of its theme; `led_by`: names, "" where unsaid; `state`: on the day asked."""

    iri: str
    title: str
    axis: str
    axis_label: Text
    led_by: str
    starts_on: date | None
    due_on: date | None
    done_on: date | None
    state: ActionState


@dataclass(frozen=True)
class Diagnosis:
    """A diagnosis of a committee’s territory (P8.31, P10.1). `produced_by`: "" where unsaid."""

    iri: str
    title: str
    made_on: date | None
    produced_by: str


@dataclass(frozen=True)
class Axis:
    """An axis of a roadmap, by the notation of its theme, and its actions."""

    theme: str
    label: Text
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Roadmap:
    """A roadmap or annual agenda of a committee (its key). `standing`: on the day asked; `late`: how many actions are.

    `made_on`: None while it is only announced, for `due_on` where said. `validated_by`: organisations of presidencies.
    """

    committee: str
    committee_label: str
    level: str
    iri: str
    title: str
    year: int | None
    made_on: date | None
    due_on: date | None
    valid_from: date | None
    valid_until: date | None
    standing: Standing
    produced_by: str
    validated_by: tuple[str, ...]
    axes: tuple[Axis, ...]
    late: int

    @property
    def actions(self) -> tuple[Action, ...]:
        """All its actions, in order of due date: its calendar."""
        every = (action for axis in self.axes for action in axis.actions)
        return tuple(sorted(every, key=lambda each: (each.due_on or date.max, each.title)))


def roadmaps(graph: Queryable, on: date, committees: Sequence[Body] | None = None) -> tuple[Roadmap, ...]:
    """The roadmaps of committees (all published ones by default), in the order of committees, the newest first."""
    bodies = Bodies(graph, on).published if committees is None else committees
    asked = [body.iri for body in bodies]
    validated: dict[str, dict[str, str]] = {}
    for row in rows(graph, "roadmaps/validations", committee=asked):
        validated.setdefault(row["roadmap"], {}).setdefault(row["actor"], row["organisation"])
    axes = _axes(graph, on, asked)
    found: dict[str, list[Roadmap]] = {}
    for product in products(graph, asked):
        if product.kind in _ROADMAPS and not (product.made_on and product.made_on > on and not product.valid_from):
            found.setdefault(product.committee, []).append(
                _roadmap(product, bodies, on, axes.get(product.iri, ()), tuple(validated.get(product.iri, {}).values()))
            )
    return tuple(
        each
        for body in bodies
        for each in sorted(
            found.get(body.iri, ()), key=lambda each: (each.valid_from or date.min, each.title), reverse=True
        )
    )


def diagnoses(graph: Queryable, on: date, body: Body) -> tuple[Diagnosis, ...]:
    """The diagnoses that a committee had on a day, the newest first."""
    found = (
        Diagnosis(each.iri, each.title, each.made_on, each.producer)
        for each in products(graph, [body.iri])
        if each.kind == _DIAGNOSIS and (each.made_on is None or each.made_on <= on)
    )
    return tuple(sorted(found, key=lambda each: (each.made_on or date.min, each.title), reverse=True))


def state_of(starts_on: date | None, due_on: date | None, done_on: date | None, on: date) -> ActionState:
    """How an action stands on a day. Late: its due date is past and it was not done."""
    if done_on and done_on <= on:
        return "done"
    if due_on and due_on < on:
        return "late"
    if starts_on and starts_on > on:
        return "to-come"
    return "under-way" if due_on or starts_on else "undated"


def _roadmap(
    product: Product, bodies: Sequence[Body], on: date, axes: Sequence[Axis], validated_by: tuple[str, ...]
) -> Roadmap:
    body = next(each for each in bodies if each.iri == product.committee)
    made_on = product.made_on if product.made_on and product.made_on <= on else None
    return Roadmap(
        committee=body.key,
        committee_label=body.label,
        level=body.level,
        iri=product.iri,
        title=product.title,
        year=product.year,
        made_on=made_on,
        due_on=product.due_on,
        valid_from=product.valid_from,
        valid_until=product.valid_until,
        standing=_standing(product, on),
        produced_by=product.producer,
        validated_by=validated_by,
        axes=tuple(axes),
        late=sum(action.state == "late" for axis in axes for action in axis.actions),
    )


def _standing(product: Product, on: date) -> Standing:
    first = product.valid_from or (date(product.year, 1, 1) if product.year else None)
    last = product.valid_until or (date(product.year, 12, 31) if product.year else None)
    if last and last < on:
        return "past"
    if first and first > on:
        return "to-come"
    return "in-force" if first or last else "undated"


def _axes(graph: Queryable, on: date, committees: Iterable[str]) -> dict[str, tuple[Axis, ...]]:
    """The axes by roadmap."""
    read = list(rows(graph, "roadmaps/actions", committee=list(committees)))
    names = Names(graph, (row["theme"] for row in read))
    actions: dict[tuple[str, str], dict[str, Action]] = {}
    for row in read:
        listed = actions.setdefault((row["roadmap"], row["theme"]), {})
        if row["action"] and row["action"] not in listed:
            dates = day(row["starts_on"]), day(row["due_on"]), day(row["done_on"])
            listed[row["action"]] = Action(
                row["action"],
                row["title"],
                notation(row["theme"]),
                names.of(row["theme"]),
                row["led_by"],
                *dates,
                state_of(*dates, on),
            )
    found: dict[str, list[Axis]] = {}
    for (roadmap, theme), listed in actions.items():
        found.setdefault(roadmap, []).append(Axis(notation(theme), names.of(theme), tuple(listed.values())))
    return {roadmap: tuple(listed) for roadmap, listed in found.items()}
