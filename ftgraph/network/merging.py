"""Which instances could be one (deck P1.11, P3.11): a score out of 100, and the three parts that make it.

Members (50): of the smaller one, the share that sits in the other too. Field (30): of the fields of the one that has
fewer, the share that the other covers too. Territory (20): the same, all of it; one inside the other, half.
A part that nothing tells (no field stated) is left out, and the others are scaled to 100.
A proposal holds one committee or formation at most: law and target institute each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ftgraph.network.records import Body, Network, Side
from ftgraph.sources.place_names import fold_name

MEMBERS, FIELDS, TERRITORY = 50, 30, 20
ENOUGH = 60
"""From this score on, two instances are proposed for merging."""
_MOST_PAIRS = 500


@dataclass(frozen=True)
class Part:
    """A part of a score: `points` of `most`, because `common` of `of` are shared. `told`: False where nothing says."""

    points: float
    most: int
    common: tuple[str, ...]
    of: int
    told: bool = True


@dataclass(frozen=True)
class Pair:
    """Two instances that share members. `score`: 0 to 100. `saved`: meetings a year if the one that meets less ends.

    `place`: same, or inside.
    """

    one: Body
    other: Body
    score: int
    members: Part
    fields: Part
    territory: Part
    place: str
    saved: int | None


@dataclass(frozen=True)
class Proposal:
    """Instances that could be one. `into`: the committee among them, else the one that has the most members.

    `meetings`: a year now; `saved`: those of all but the one that meets most. None: nothing says how often.
    """

    bodies: tuple[Body, ...]
    into: Body
    pairs: tuple[Pair, ...]
    members: int
    meetings: int | None
    saved: int | None


@dataclass(frozen=True)
class Merging:
    """`now`: what could merge on the day; `then`: what could have before the committees, the measure of P1.11."""

    now: tuple[Proposal, ...]
    then: tuple[Proposal, ...]
    pairs_now: tuple[Pair, ...]
    pairs_then: tuple[Pair, ...]


def merging(network: Network) -> Merging:
    """The pairs that share members, by score, and the proposals that they make from `ENOUGH` on."""
    now, then = pairs(network, network.after), pairs(network, network.before)
    return Merging(
        proposals(network.after, now), proposals(network.before, then), now[:_MOST_PAIRS], then[:_MOST_PAIRS]
    )


def pairs(network: Network, side: Side) -> tuple[Pair, ...]:
    """The pairs of instances of nested territories that share a member, the highest score first."""
    labels = {actor.key: actor.label for actor in network.actors.values()}
    members = {
        body.iri: {sitting.actor: labels[sitting.actor] for sitting in side.by_body[body.iri]} for body in side.bodies
    }
    fields = {body.iri: {fold_name(name): name for name in body.fields} for body in side.bodies}
    found = (
        _pair(
            one,
            other,
            _shared(members[one.iri], members[other.iri], MEMBERS),
            _shared(fields[one.iri], fields[other.iri], FIELDS),
        )
        for one, other in _candidates(network, side)
    )
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.one.iri, pair.other.iri)))


def proposals(side: Side, scored: Sequence[Pair]) -> tuple[Proposal, ...]:
    """Pairs that score enough, joined, the strongest first: from N instances to one.

    `scored`: by score, the highest first. The proposal that saves most comes first.
    """
    strong = [pair for pair in scored if pair.score >= ENOUGH]
    ranks = {body.iri: rank for rank, body in enumerate(side.bodies)}
    found = []
    for part in _joined(side, strong):
        bodies = tuple(side.named[iri] for iri in sorted(part, key=ranks.__getitem__))
        kept = max(bodies, key=lambda body: (body.kind == "committee", len(side.by_body[body.iri]), body.iri))
        stated = [body.meetings for body in bodies if body.meetings is not None]
        whole = len(stated) == len(bodies)
        inside = tuple(pair for pair in strong if pair.one.iri in part and pair.other.iri in part)
        members = {sitting.actor for body in bodies for sitting in side.by_body[body.iri]}
        found.append(
            Proposal(
                bodies,
                kept,
                inside,
                len(members),
                sum(stated) if whole else None,
                sum(stated) - max(stated) if whole else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (-(each.saved or 0), -len(each.bodies), each.into.iri)))


def _joined(side: Side, strong: Sequence[Pair]) -> list[frozenset[str]]:
    """The instances that pairs put together, where that does not put two committees or formations in one."""
    groups: dict[str, frozenset[str]] = {}
    for pair in strong:
        one, other = pair.one.iri, pair.other.iri
        together = groups.get(one, frozenset((one,))) | groups.get(other, frozenset((other,)))
        if sum(side.named[iri].kind != "legacy" for iri in together) <= 1:
            groups.update(dict.fromkeys(together, together))
    return sorted(set(groups.values()), key=sorted)


def _candidates(network: Network, side: Side) -> Iterator[tuple[Body, Body]]:
    """Pairs that share a member, one of them a legacy body, of which one's territory lies in the other's."""
    there = {actor: frozenset(sitting.body for sitting in sittings) for actor, sittings in side.by_actor.items()}
    territories = sorted({body.territory for body in side.bodies})
    beside: dict[str, frozenset[str]] = {}
    for one in side.bodies:
        if one.kind != "legacy":
            continue
        if one.territory not in beside:
            nested = {each for each in territories if network.places.nested(one.territory, each)}
            beside[one.territory] = frozenset(body.iri for body in side.bodies if body.territory in nested)
        found: set[str] = set()
        for sitting in side.by_body[one.iri]:
            found |= there[sitting.actor] & beside[one.territory]
        for iri in found - {one.iri}:
            other = side.named[iri]
            # Two legacy bodies are met twice: once is enough.
            if other.kind != "legacy" or one.iri < iri:
                yield (one, other) if one.iri < iri else (other, one)


def _pair(one: Body, other: Body, members: Part, fields: Part) -> Pair:
    same = one.territory == other.territory
    place = Part(TERRITORY if same else TERRITORY / 2, TERRITORY, (), 1)
    told = [part for part in (members, fields, place) if part.told]
    score = round(100 * sum(part.points for part in told) / sum(part.most for part in told))
    least = None if one.meetings is None or other.meetings is None else min(one.meetings, other.meetings)
    return Pair(one, other, score, members, fields, place, "same" if same else "inside", least)


def _shared(one: dict[str, str], other: dict[str, str], most: int) -> Part:
    smaller = min(len(one), len(other))
    common = tuple(sorted(one[key] for key in one.keys() & other.keys()))
    if not smaller:
        return Part(0, most, (), 0, told=False)
    return Part(round(most * len(common) / smaller, 1), most, common, smaller)
