"""What an actor’s leaving would do: quorum, presidency or category lost in its instances; whether the network splits.

Quorum: half at least of the seats that vote (R. 5311-40), of all seats where none has votes. A seat that the actor
leaves stays empty: it counts among those that the quorum is counted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ftgraph.errors import UsageError
from ftgraph.network.graphs import Graphs
from ftgraph.network.records import Actor, Body, Network, Side, Sitting
from ftgraph.network.silos import never_met
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

_NEAR = 60


class UnknownActor(UsageError):
    """No actor of that name or key sits anywhere, or several do."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class LeftBody:
    """An instance that the actor leaves.

    `seats`: all of them that count, filled or not; `filled`: those that others hold; `needed`: the quorum. `spare`: how
    many of those left may be absent before it is lost, negative when it already is (`quorum_lost`). `presidents`: how
    many are left, None when the actor does not preside. `only_of`: the group that nobody else there is of, if so.
    """

    body: Body
    members: int
    seats: int
    filled: int
    needed: int
    presidents: int | None
    only_of: Text | None
    spare: int
    quorum_lost: bool


@dataclass(frozen=True)
class Leaving:
    """What leaving does on one side. `pieces`: how many groups without a link the others make, before and after it.

    `cut_off`: the actors who are then linked to fewer, or nobody: all groups but the largest that held it.
    `alone`: those who then meet nobody. `parted`: how many pairs no chain of instances links any more.
    """

    bodies: tuple[LeftBody, ...]
    pieces_with: int
    pieces_without: int
    cut_off: tuple[Actor, ...]
    alone: tuple[Actor, ...]
    parted: int
    splits: bool


@dataclass(frozen=True)
class OneActor:
    """An actor: where it sits on each side, who it is never in a room with, what its leaving would do."""

    actor: Actor
    before: tuple[tuple[Body, Sitting], ...]
    after: tuple[tuple[Body, Sitting], ...]
    never_before: tuple[Actor, ...]
    never_after: tuple[Actor, ...]
    leaving_before: Leaving
    leaving_after: Leaving


def find(network: Network, name: str) -> Actor:
    """The actor of a key, an IRI, a name or a part of one. Raises `UnknownActor` with the nearest."""
    if name in network.actors:
        return network.actors[name]
    folded = fold_name(name)
    exact = [each for each in network.actors.values() if name in each.iris or fold_name(each.label) == folded]
    part = [each for each in network.actors.values() if folded and folded in fold_name(each.label)]
    found = exact or part
    if len(found) == 1:
        return found[0]
    labels = {key: fold_name(actor.label) for key, actor in network.actors.items()}
    near = [actor.key for actor in found[:8]] or [
        key for _, _, key in process.extract(folded, labels, scorer=fuzz.WRatio, limit=5, score_cutoff=_NEAR)
    ]
    told = ", ".join(near)
    shown = name[:120]
    if found:
        raise UnknownActor(
            f"« {shown} » désigne plusieurs acteurs.",
            f"“{shown}” names several actors.",
            cure=f"Donnez une clé : {told}.",
            cure_en=f"Give a key: {told}.",
        )
    raise UnknownActor(
        f"Aucun acteur « {shown} » ne siège ici.",
        f"No actor “{shown}” sits here.",
        cure=f"Les plus proches : {told}." if told else "« ftgraph network seats » donne les acteurs et leurs clés.",
        cure_en=f"Nearest: {told}." if told else "`ftgraph network seats` gives the actors and their keys.",
    )


def one_actor(network: Network, key: str) -> OneActor:
    """All of one actor. `key`: one of `network.actors`."""
    sat = tuple((network.before.named[each.body], each) for each in network.before.by_actor.get(key, ()))
    sits = tuple((network.after.named[each.body], each) for each in network.after.by_actor.get(key, ()))
    return OneActor(
        network.actors[key],
        sat,
        sits,
        tuple(network.actors[each] for each in never_met(network.before, key)),
        tuple(network.actors[each] for each in never_met(network.after, key)),
        leaving(network, network.before, key),
        leaving(network, network.after, key),
    )


def leaving(network: Network, side: Side, key: str) -> Leaving:
    """What its leaving would do on a side. Nothing where it does not sit."""
    if key not in side.by_actor:
        return Leaving((), 0, 0, (), (), 0, splits=False)
    bodies = tuple(_left(network, side, sitting) for sitting in side.by_actor[key])
    whole, without = Graphs(side).groups(), Graphs(side, without=key).groups()
    held = next(group for group in whole if key in group)
    mates = set(held) - {key}
    parts = [group for group in without if mates & set(group)]
    cut_off = [actor for group in parts[1:] for actor in group]
    sizes = [len(group) for group in parts]
    total = sum(sizes)
    parted = total * (total - 1) // 2 - sum(size * (size - 1) // 2 for size in sizes)
    met = {each.actor for sitting in side.by_actor[key] for each in side.by_body[sitting.body]} - {key}
    alone = [actor for actor in sorted(met) if not _meets(side, actor, key)]
    return Leaving(
        bodies,
        len(whole),
        len(without),
        tuple(network.actors[actor] for actor in cut_off),
        tuple(network.actors[actor] for actor in alone),
        parted,
        splits=len(without) > len(whole),
    )


def _meets(side: Side, actor: str, gone: str) -> bool:
    there = (each.actor for sitting in side.by_actor[actor] for each in side.by_body[sitting.body])
    return any(other not in (actor, gone) for other in there)


def _left(network: Network, side: Side, sitting: Sitting) -> LeftBody:
    body = side.named[sitting.body]
    there: Sequence[Sitting] = side.by_body[body.iri]
    others = [each for each in there if each.actor != sitting.actor]
    empty_voting, empty_others = side.unfilled.get(body.iri, (0, 0))
    votes = any(each.voting for each in there)
    filled = sum(each.voting if votes else each.seats for each in others)
    own = sitting.voting if votes else sitting.seats
    seats = filled + own + (empty_voting if votes else empty_voting + empty_others)
    needed = (seats + 1) // 2
    group = network.actors[sitting.actor].group
    alike = any(network.actors[each.actor].group == group for each in others)
    return LeftBody(
        body,
        len(others),
        seats,
        filled,
        needed,
        sum(each.presides for each in others) if sitting.presides else None,
        None if alike else group,
        filled - needed,
        filled < needed,
    )
