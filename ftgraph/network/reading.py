"""The network read from a graph by the queries of `queries/network/`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from ftgraph import naming, queries
from ftgraph.graph.store import Queryable, Row
from ftgraph.naming import Names, last, text
from ftgraph.network.categories import Categories
from ftgraph.network.identity import Named, same_actors
from ftgraph.network.records import Actor, Body, BodyKind, Network, Places, Side, Sitting
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.place_names import fold_name
from ftgraph.validation import rulesets

_PRESIDES = ("presidency", "co-presidency")
Seats = dict[tuple[str, str], list[tuple[bool, bool, str]]]  # (body, organisation) → presides, votes, person


def load(graph: Queryable, day: date) -> Network:
    """Every instance of a graph and who sits in it: before the committees, and on `day`.

    Before: the legacy bodies, with all their recorded members. After: committees and formations that exist on `day`,
    and the legacy bodies that are neither closed nor absorbed by then.
    """
    places = _places(graph)
    bodies = _bodies(graph, day)
    committees = {body.iri: body.committee for body in bodies}
    seats, unfilled = _seats(graph, day, committees)
    legacy = _legacy_seats(graph, committees.keys())
    for key, held in legacy.items():
        seats.setdefault(key, []).extend(held)
    actors, keys = _actors(graph, places, bodies, seats)
    sittings = _sittings(seats, keys)
    changes = _changes(graph, bodies)
    bodies = [replace(body, became=tuple(changes[body.iri][0])) for body in bodies]
    before = [body for body in bodies if body.kind == "legacy"]
    alive = {body.iri for body in bodies if body.kind == "committee" and _open(body, day)}
    alive |= {body.iri for body in bodies if body.kind == "formation" and body.committee in alive and _open(body, day)}
    after = [body for body in bodies if _lives(body, day, alive, changes[body.iri][1])]
    whole = Side(tuple(bodies), sittings, unfilled)
    return Network(day, actors, whole.kept(before), whole.kept(after), places)


def within(network: Network, graph: Queryable, area: str) -> Network:
    """The instances of a territory (an IRI) and of those that lie in it."""
    if not area:
        return network
    if area in {text(row[0]) for row in graph.select(queries.text("network/countries"))}:
        return replace(network, area=area)
    rows = graph.select(queries.text("network/communes", territory=[area]))
    communes = frozenset(text(row[1]) for row in rows)
    # A territory without a commune holds itself alone; left unknown, it would be taken for the country.
    places = Places({**network.places.communes, area: communes})
    kept = [
        side.kept([body for body in side.bodies if places.within(body.territory, area)])
        for side in (network.before, network.after)
    ]
    there = {sitting.actor for side in kept for sitting in side.sittings}
    actors = {key: actor for key, actor in network.actors.items() if key in there}
    return Network(network.day, actors, kept[0], kept[1], places, area)


# — Instances


def _places(graph: Queryable) -> Places:
    found: dict[str, set[str]] = defaultdict(set)
    for row in graph.select(queries.text("network/communes")):
        found[text(row[0])].add(text(row[1]))
    return Places({territory: frozenset(communes) for territory, communes in sorted(found.items())})


def _bodies(graph: Queryable, day: date) -> list[Body]:
    fields: dict[str, list[str]] = defaultdict(list)
    for row in graph.select(queries.text("network/fields")):
        fields[text(row[0])].append(text(row[1]))
    rows: dict[str, Row] = {}
    for row in graph.select(queries.text("network/bodies")):
        rows.setdefault(text(row[0]), row)
    names = Names(graph)
    names.learn(text(row[7]) or text(row[4]) for row in rows.values())
    held = _held(graph, day)
    expected = _expected(graph)
    found = []
    for iri, row in rows.items():
        _, kind, committee, label, level, territory, place, nature, meetings, rule_set, *_ = map(text, row)
        committee_row = rows.get(committee)
        own_rules = last(rule_set) or (last(text(committee_row[9])) if committee_row else "")
        rules = own_rules or rulesets.implied(last(level), day)
        stated = int(meetings) if meetings else None
        least = expected.get((rules, last(level), nature)) if kind == "formation" else None
        counted = held.get(iri)
        number = next((each for each in (stated, least, counted) if each is not None), None)
        cadence = "declared" if stated is not None else "expected" if least is not None else "held" if counted else ""
        start = naming.day(row[10]) or (naming.day(committee_row[10]) if committee_row else None)
        ends = [end for end in (naming.day(row[11]), naming.day(committee_row[11]) if committee_row else None) if end]
        found.append(
            Body(
                iri=iri,
                label=label or last(iri),
                kind=cast(BodyKind, kind),
                committee=committee,
                level=last(level),
                territory=territory,
                territory_label=place or last(territory),
                type=last(nature),
                nature=names.of(nature or level),
                fields=tuple(sorted(set(fields[iri]))),
                meetings=number,
                cadence=cadence,  # type: ignore[arg-type]  # one of the four words above
                since=start,
                until=min(ends, default=None),
            )
        )
    ranks = {level: rank for rank, level in enumerate(rulesets.LEVELS)}
    kinds = {"committee": 0, "formation": 1, "legacy": 2}
    return sorted(
        found,
        key=lambda body: (
            ranks.get(body.level, len(ranks)),
            fold_name(body.territory_label),
            kinds[body.kind],
            fold_name(body.label),
            body.iri,
        ),
    )


def _held(graph: Queryable, day: date) -> Mapping[str, int]:
    """Instance → how many times it met in the year that ends on `day`."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = graph.select(queries.text("committees/meetings", since=day - timedelta(days=364), until=day))
    for row in rows:
        found[text(row[1])].add(text(row[2]))
    return {body: len(meetings) for body, meetings in found.items()}


def _expected(graph: Queryable) -> Mapping[tuple[str, str, str], int]:
    """(rule set, level, formation type's IRI) → the fewest meetings a year that the rule set expects."""
    found: dict[tuple[str, str, str], int] = {}
    for rules in rulesets.ALL:
        for row in graph.select(queries.text("committees/expected", rule_set=rules)):
            least, nature = text(row[11]), text(row[6])
            if least and nature:
                found.setdefault((rules, last(text(row[0])), nature), int(least))
    return found


def _changes(graph: Queryable, bodies: Sequence[Body]) -> Mapping[str, tuple[list[str], list[str]]]:
    """Legacy body → (names, IRIs) of what it turned into."""
    labels = {body.iri: body.label for body in bodies}
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row in graph.select(queries.text("network/changes")):
        body, result = text(row[0]), text(row[1])
        found[body][0].append(labels.get(result, last(result)))
        found[body][1].append(result)
    return found


def _open(body: Body, day: date) -> bool:
    return (body.since is None or body.since <= day) and (body.until is None or body.until >= day)


def _lives(body: Body, day: date, alive: set[str], results: Sequence[str]) -> bool:
    """Whether an instance meets on `day`. Absorbed without an end date: until what absorbed it is there."""
    if body.kind != "legacy":
        return body.iri in alive
    return _open(body, day) and (body.until is not None or alive.isdisjoint(results))


# — Who sits where


def _seats(graph: Queryable, day: date, committees: Mapping[str, str]) -> tuple[Seats, dict[str, tuple[int, int]]]:
    """`committees`: instance → the committee that it is, or is a formation of. Who presides that one presides here."""
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in graph.select(queries.text("network/sittings", day=day)):
        holders[text(row[0])].append((text(row[1]), text(row[2])))
    places: dict[tuple[str, str], tuple[bool, bool]] = {}
    for row in graph.select(queries.text("network/seats")):
        body, seat, presided, stated = map(text, row)
        if body in committees:
            presides, votes = places.get((body, seat), (False, False))
            here = bool(presided) and presided in (body, committees[body])
            places[body, seat] = (presides or here, votes or int(stated or 0) > 0)
    seats: Seats = {}
    empty: dict[str, tuple[int, int]] = {}
    for (body, seat), (presides, votes) in places.items():
        for organisation, person in holders.get(seat, ()):
            seats.setdefault((body, organisation), []).append((presides, votes, person))
        if seat not in holders:
            voting, others = empty.get(body, (0, 0))
            empty[body] = (voting + votes, others + (not votes))
    return seats, empty


def _legacy_seats(graph: Queryable, known: Collection[str]) -> Seats:
    seats: Seats = {}
    for row in graph.select(queries.text("network/legacy-members")):
        body, organisation, role, person = map(text, row)
        if body in known:
            seats.setdefault((body, organisation), []).append((last(role) in _PRESIDES, False, person))
    return seats


def _sittings(seats: Seats, keys: Mapping[str, str]) -> tuple[Sitting, ...]:
    joined: Seats = {}
    for (body, organisation), held in seats.items():
        joined.setdefault((body, keys[organisation]), []).extend(held)
    return tuple(
        Sitting(
            actor,
            body,
            any(presides for presides, _, _ in held),
            len(held),
            sum(votes for _, votes, _ in held),
            tuple(sorted({person for _, _, person in held if person})),
        )
        for (body, actor), held in sorted(joined.items())
    )


# — Actors


def _actors(
    graph: Queryable, places: Places, bodies: Sequence[Body], seats: Seats
) -> tuple[dict[str, Actor], dict[str, str]]:
    """(actor by key, organisation's IRI → its actor's key)."""
    where = {body.iri: body.territory for body in bodies}
    places_named = {body.territory: body.territory_label for body in bodies}
    territories: dict[str, set[str]] = defaultdict(set)
    for body, organisation in seats:
        territories[organisation].add(where[body])
    rows: dict[str, Row] = {}
    for row in graph.select(queries.text("network/actors")):
        if text(row[0]) in territories:
            rows.setdefault(text(row[0]), row)
    named = []
    for iri in sorted(territories):
        _, label, category, siren, governs = map(text, rows.get(iri, (None,) * 5))
        named.append(Named(iri, label or last(iri), category, siren, governs, tuple(sorted(territories[iri]))))
    categories = Categories(graph)
    actors: dict[str, Actor] = {}
    keys: dict[str, str] = {}
    groups = same_actors(named, places, categories.words)
    borne = Counter(fold_name(group[0].label) for group in groups)
    for group in groups:
        first = group[0]
        base = slug(first.label)
        key, number = base, 1
        while key in actors:
            number += 1
            key = f"{base}-{number}"
        category = next((each.category for each in group if each.category), "")
        actors[key] = Actor(
            key,
            f"{first.label} – {_where(group, places_named)}" if borne[fold_name(first.label)] > 1 else first.label,
            categories.label(category),
            categories.group(category),
            tuple(each.iri for each in group),
        )
        keys.update((each.iri, key) for each in group)
    return dict(sorted(actors.items())), keys


def _where(group: Sequence[Named], places: Mapping[str, str]) -> str:
    """What tells an actor from its namesakes: where it sits."""
    return ", ".join(sorted({places[territory] for each in group for territory in each.territories}))
