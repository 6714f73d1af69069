"""The network as typed rows: actors, instances, who sits in which, before the committees and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from ftgraph.wording import Text

BodyKind = Literal["committee", "formation", "legacy"]
Cadence = Literal["declared", "expected", "held", ""]


@dataclass(frozen=True)
class Body:
    """An instance: a committee, one of its formations, or one that met before the committees.

    `committee`: the IRI of the committee it is, or is a formation of; "" for a legacy body. `level`: NAT, REG, DEP or
    LOC, "" for a legacy body. `nature`: the name of its type, or of a committee’s level. `meetings`: a year, None where
    nothing says; `cadence` tells where it comes from: stated by the file, expected by the rule set, or counted over
    the year before. `became`: names of what it turned into.
    """

    iri: str
    label: str
    kind: BodyKind
    committee: str
    level: str
    territory: str
    territory_label: str
    type: str
    nature: Text
    fields: tuple[str, ...]
    meetings: int | None
    cadence: Cadence
    since: date | None
    until: date | None
    became: tuple[str, ...] = ()


@dataclass(frozen=True)
class Who:
    """An actor in short, where many are told."""

    key: str
    label: str
    group: Text


@dataclass(frozen=True)
class Actor:
    """An organisation that sits. `key` is its address; `group` the wide category that it is told under."""

    key: str
    label: str
    category: Text
    group: Text
    iris: tuple[str, ...]

    @property
    def short(self) -> Who:
        """What a long list says of it."""
        return Who(self.key, self.label, self.group)


@dataclass(frozen=True)
class Sitting:
    """An actor in an instance. `seats`: how many it holds there; `voting`: those of them that have votes."""

    actor: str
    body: str
    presides: bool
    seats: int
    voting: int
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """The instances of one side (before, or after on a day) and who sits in them.

    `unfilled`: instance → (voting seats, other seats) that nobody holds.
    """

    bodies: tuple[Body, ...]
    sittings: tuple[Sitting, ...]
    unfilled: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def by_body(self) -> Mapping[str, Sequence[Sitting]]:
        """Instance → who sits in it, by actor."""
        found: dict[str, list[Sitting]] = {body.iri: [] for body in self.bodies}
        for sitting in self.sittings:
            found[sitting.body].append(sitting)
        return found

    @cached_property
    def by_actor(self) -> Mapping[str, Sequence[Sitting]]:
        """Actor → where it sits; actors in the order of their keys."""
        found: dict[str, list[Sitting]] = {}
        for sitting in sorted(self.sittings, key=lambda each: (each.actor, each.body)):
            found.setdefault(sitting.actor, []).append(sitting)
        return found

    @cached_property
    def named(self) -> Mapping[str, Body]:
        """Instance by IRI."""
        return {body.iri: body for body in self.bodies}

    @cached_property
    def peopled(self) -> tuple[Body, ...]:
        """The instances whose members are known."""
        return tuple(body for body in self.bodies if self.by_body[body.iri])

    def kept(self, bodies: Sequence[Body]) -> "Side":
        """Those instances alone."""
        wanted = {body.iri for body in bodies}
        return Side(
            tuple(bodies),
            tuple(sitting for sitting in self.sittings if sitting.body in wanted),
            {iri: seats for iri, seats in self.unfilled.items() if iri in wanted},
        )


@dataclass(frozen=True)
class Places:
    """Which territory lies within which. `communes`: territory → its communes; the country has none and holds all."""

    communes: Mapping[str, frozenset[str]]

    def within(self, inner: str, outer: str) -> bool:
        """Whether a territory is another, or lies in it."""
        if inner == outer or outer not in self.communes:
            return True
        return inner in self.communes and self.communes[inner] <= self.communes[outer]

    def nested(self, one: str, other: str) -> bool:
        """Whether one of two territories lies in the other."""
        return self.within(one, other) or self.within(other, one)


@dataclass(frozen=True)
class Network:
    """All of it: what met before the committees, and what meets on `day`. `area`: the territory asked for, or ""."""

    day: date
    actors: Mapping[str, Actor]
    before: Side
    after: Side
    places: Places
    area: str = ""

    def side(self, name: str) -> Side:
        """The side of that name: before or after."""
        return self.before if name == "before" else self.after
