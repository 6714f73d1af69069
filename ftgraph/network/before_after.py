"""From several instances to one (deck P1.2, P1.11, P8.1, P8.11): how many, meetings saved, who lost a seat."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ftgraph.network.graphs import Graphs
from ftgraph.network.records import Actor, Body, Cadence, Network, Side


@dataclass(frozen=True)
class MeetingLine:
    """One instance’s meetings in a year. `members`: actors; `presences`: meetings x members. None: nothing says."""

    body: Body
    members: int | None
    meetings: int | None
    cadence: Cadence
    presences: int | None


@dataclass(frozen=True)
class SideFigures:
    """One side in figures.

    `seats`: those that are held. `unknown`: instances of which nothing says how often they meet, `untold`: those that
    meet and of which nothing says who comes: both are left out of the sums. `pairs`: of actors, `meeting`: those who
    meet somewhere; `pieces`: groups of actors without any link between them.
    """

    bodies: int
    committees: int
    formations: int
    actors: int
    seats: int
    meetings: int
    presences: int
    unknown: int
    untold: int
    pairs: int
    meeting: int
    pieces: int
    lines: tuple[MeetingLine, ...]


@dataclass(frozen=True)
class PlaceFigures:
    """A territory: its instances before (all), and after (committees, instances that live on), meetings of both."""

    territory: str
    label: str
    before: int
    committees: int
    living_on: int
    meetings_before: int
    meetings_after: int


@dataclass(frozen=True)
class ActorSeats:
    """Where an actor sat and sits, and how many meetings a year that makes; `saved`: negative when it has more."""

    actor: Actor
    before: tuple[str, ...]
    after: tuple[str, ...]
    meetings_before: int
    meetings_after: int
    saved: int


@dataclass(frozen=True)
class BeforeAfter:
    """Both sides, territory by territory, and the actors who lost every seat (`left_out`) or gained their first.

    `meetings_saved`: a year; `presences_saved`: meetings x members a year. Negative when there are more.
    """

    before: SideFigures
    after: SideFigures
    places: tuple[PlaceFigures, ...]
    seats: tuple[ActorSeats, ...]
    left_out: tuple[Actor, ...]
    newcomers: tuple[Actor, ...]
    meetings_saved: int
    presences_saved: int


def before_after(network: Network) -> BeforeAfter:
    """What the committees changed. Meetings count where they are stated, expected by the rule set, or were held."""
    before, after = figures(network.before), figures(network.after)
    sat, sit = set(network.before.by_actor), set(network.after.by_actor)
    # An actor is said to have lost its seats only where the instances of before are recorded with their members.
    there = {body.territory for body in network.before.peopled}
    newcomers = {
        actor
        for actor in sit - sat
        if any(network.after.named[sitting.body].territory in there for sitting in network.after.by_actor[actor])
    }
    return BeforeAfter(
        before,
        after,
        _places(network),
        who_sits(network),
        tuple(network.actors[key] for key in sorted(sat - sit)),
        tuple(network.actors[key] for key in sorted(newcomers)),
        before.meetings - after.meetings,
        before.presences - after.presences,
    )


def figures(side: Side) -> SideFigures:
    """One side in figures."""
    graphs = Graphs(side)
    lines = tuple(_line(side, body) for body in side.bodies)
    told = {line.body.committee for line in lines if line.meetings is not None}
    return SideFigures(
        bodies=len(side.bodies),
        committees=sum(body.kind == "committee" for body in side.bodies),
        formations=sum(body.kind == "formation" for body in side.bodies),
        actors=len(side.by_actor),
        seats=sum(sitting.seats for sitting in side.sittings),
        meetings=sum(line.meetings or 0 for line in lines),
        presences=sum(line.presences or 0 for line in lines),
        # A committee that meets in its formations, whose cadence is known, is not unknown.
        unknown=sum(
            line.meetings is None and not (line.body.kind == "committee" and line.body.iri in told) for line in lines
        ),
        untold=sum(line.members is None and line.meetings is not None for line in lines),
        pairs=len(side.by_actor) * (len(side.by_actor) - 1) // 2,
        meeting=graphs.meeting.number_of_edges(),
        pieces=len(graphs.groups()),
        lines=lines,
    )


def who_sits(network: Network) -> tuple[ActorSeats, ...]:
    """Who sits in how many: those with the most instances, before or after, first."""
    before, after = _attendance(network.before), _attendance(network.after)
    found = []
    for key, actor in network.actors.items():
        if key in before or key in after:
            sat, had = before.get(key, ((), 0))
            sits, has = after.get(key, ((), 0))
            found.append(ActorSeats(actor, sat, sits, had, has, had - has))
    return tuple(sorted(found, key=lambda each: (-max(len(each.before), len(each.after)), each.actor.key)))


def _attendance(side: Side) -> Mapping[str, tuple[tuple[str, ...], int]]:
    """Actor → (the names of the instances where it sits, meetings a year there)."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for body in side.bodies:
        for sitting in side.by_body[body.iri]:
            names, meetings = found.get(sitting.actor, ((), 0))
            found[sitting.actor] = (*names, body.label), meetings + (body.meetings or 0)
    return found


def _line(side: Side, body: Body) -> MeetingLine:
    members = len(side.by_body[body.iri]) or None
    presences = None if body.meetings is None or members is None else body.meetings * members
    return MeetingLine(body, members, body.meetings, body.cadence, presences)


def _places(network: Network) -> tuple[PlaceFigures, ...]:
    labels: dict[str, str] = {}
    there: dict[str, tuple[list[Body], list[Body]]] = defaultdict(lambda: ([], []))
    for rank, side in ((1, network.after), (0, network.before)):
        for body in side.bodies:
            labels.setdefault(body.territory, body.territory_label)
            there[body.territory][rank].append(body)
    found = []
    for territory, label in labels.items():
        before, after = there[territory]
        found.append(
            PlaceFigures(
                territory,
                label,
                len(before),
                sum(body.kind == "committee" for body in after),
                sum(body.kind == "legacy" for body in after),
                sum(body.meetings or 0 for body in before),
                sum(body.meetings or 0 for body in after),
            )
        )
    return tuple(found)
