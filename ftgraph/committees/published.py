"""The committees of the published graph: which there are, what stands in them, who sits where, whose term ends."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from ftgraph import queries
from ftgraph.committees.composition import Composition, compositions
from ftgraph.committees.deliberations import number, text
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable, Row
from ftgraph.naming import Names, day, last
from ftgraph.sources.place_names import fold_name
from ftgraph.validation import rulesets

MOST_MONTHS = 120
_DAYS_A_MONTH = 30.4375
_SHORTEST_NAME = 3
_NEAR = 70


class UnknownCommittee(UsageError):
    """No committee of that key is published."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class PublishedCommittee:
    """A committee, and what its check concluded under the rule set that it follows.

    `key` names it: its source's when that has one committee only, else its IRI. `source`: what publishes it.
    `conformity` is "" and the counts None when it was not checked under that rule set.
    """

    key: str
    iri: str
    source: str
    label: str
    level: str
    territory: str
    territory_iri: str
    rule_set: str
    installed_on: date | None
    conformity: str
    checked_on: date | None
    violations: int | None
    warnings: int | None
    undecided: int | None


@dataclass(frozen=True)
class SeatHeld:
    """A seat of a committee (its IRI) on a day. Without a holder, it is vacant: `person` and `organisation` are "".

    `body`: the formation, or the committee. `status`: mandatory, advised, invited, "" where unsaid; `presides` for a
    president's. `votes`: None where the file does not say. `valid_until`: the term's last day.
    """

    committee: str
    committee_label: str
    body: str
    seat: str
    status: str
    presides: bool
    person: str
    organisation: str
    organisation_iri: str
    capacity: str
    votes: int | None
    valid_from: date | None
    valid_until: date | None
    substitute: str


def published_committees(
    graph: Queryable,
    on: date,
    *,
    level: str = "",
    territory: str = "",
    not_conform: bool = False,
    standing_only: bool = False,
) -> tuple[PublishedCommittee, ...]:
    """The committees, by level then name. `level`: NAT, REG, DEP or LOC, "" for all.

    `territory`: the IRI of a territory: its own committees and those of territories that meet it and are not larger.
    `on`: the day that tells which rule set a committee that declares none follows; with `standing_only`, those not yet
    installed that day, or that had ended, are left out.
    """
    asked: dict[str, object] = {"level": level} if level else {}
    if standing_only:
        asked["day"] = on
    if territory:
        asked["territory"] = _within(graph, territory)
    concluded: dict[tuple[str, str], Row] = {}
    sources: dict[str, str] = {}
    for row in graph.select(queries.text("committees/conformity")):
        concluded[text(row[0]), text(row[2])] = row
        sources[text(row[0])] = text(row[1]).removeprefix("committees-")
    counts = Counter(sources.values())
    found: dict[str, PublishedCommittee] = {}
    for row in graph.select(queries.text("committees/list", **asked)):
        iri, kind = text(row[0]), last(text(row[2]))
        # A committee that another only names (the one above it) is described, and published, by none.
        if iri in sources and iri not in found:
            rule_set = last(text(row[5])) or rulesets.implied(kind, on)
            found[iri] = _committee(
                row, sources[iri], rule_set, concluded.get((iri, rule_set)), alone=counts[sources[iri]] == 1
            )
    ranks = {name: rank for rank, name in enumerate(rulesets.LEVELS)}
    wanted = (each for each in found.values() if not not_conform or each.conformity == "not-conform")
    return tuple(sorted(wanted, key=lambda each: (ranks.get(each.level, len(ranks)), fold_name(each.label), each.iri)))


def find_committee(graph: Queryable, key: str, on: date) -> PublishedCommittee:
    """The committee of that key or IRI. Raises `UnknownCommittee`."""
    known = published_committees(graph, on)
    for each in known:
        if key in (each.key, each.iri):
            return each
    # A source's key where it has several, or the nearest keys.
    near = [each for each in known if each.source == key] or [
        known[place]
        for _, _, place in process.extract(
            key[:200], [each.key for each in known], scorer=fuzz.token_set_ratio, limit=3, score_cutoff=_NEAR
        )
    ]
    raise UnknownCommittee(
        f"Aucun comité publié n’a la clé « {key[:200]} ».",
        f"No published committee has the key “{key[:200]}”.",
        cure=f"Les plus proches : {', '.join(each.key for each in near[:5])}."
        if near
        else "« ftgraph committee list » et /api/v1/committees donnent les clés.",
        cure_en=f"Nearest: {', '.join(each.key for each in near[:5])}."
        if near
        else "“ftgraph committee list” and /api/v1/committees give the keys.",
    )


def standing(graph: Queryable, committee: PublishedCommittee, on: date) -> Composition:
    """What stands in a committee on a day: presidency, formations, vacant seats, votes, cadence, deliberations."""
    names = Names(graph)
    levels = {committee.iri: committee.level}
    return compositions(graph, levels, committee.rule_set, on, names.said).get(committee.iri, Composition())


def members(graph: Queryable, on: date, committees: Sequence[str] = ()) -> tuple[SeatHeld, ...]:
    """The seats of committees (IRIs; all of them by default) on a day, with who holds them."""
    rows = list(graph.select(queries.text("committees/composition", committee=list(committees), day=on)))
    names = Names(graph)
    names.learn(text(term) for row in rows for term in (row[0], row[1], row[2], row[8], row[9], row[10], row[13]))
    return tuple(dict.fromkeys(_seat(row, names) for row in rows))


def seats_of(graph: Queryable, on: date, *, person: str = "", organisation: str = "") -> tuple[SeatHeld, ...]:
    """Where a person, or an organisation, sits on a day: by a name or a part of it, an organisation by its IRI too.

    Given both, what one or the other finds. Raises `UsageError` when a name is too short to tell anyone.
    """
    people, bodies = fold_name(person), fold_name(organisation)
    for who, folded in ((person, people), (organisation, bodies)):
        if who and len(folded) < _SHORTEST_NAME:
            raise UsageError(
                f"« {who[:80]} » est trop court pour reconnaître quelqu’un.",
                f"“{who[:80]}” is too short to tell anyone.",
                cure=f"Donnez au moins {_SHORTEST_NAME} lettres d’un nom.",
                cure_en=f"Give at least {_SHORTEST_NAME} letters of a name.",
            )
    return tuple(
        each
        for each in members(graph, on)
        if (people and (people in fold_name(each.person) or people in fold_name(each.substitute)))
        or (bodies and (organisation == each.organisation_iri or bodies in fold_name(each.organisation)))
    )


def ending(graph: Queryable, since: date, months: int) -> tuple[SeatHeld, ...]:
    """The seats whose holder's term ends within `months` and that nobody follows, the first to end first.

    Raises `UsageError` when `months` is out of 0 to 120.
    """
    if not 0 <= months <= MOST_MONTHS:
        raise UsageError(
            f"{months} mois : un nombre de 0 à {MOST_MONTHS} est attendu.",
            f"{months} months: a number from 0 to {MOST_MONTHS} is expected.",
        )
    until = since + timedelta(days=round(months * _DAYS_A_MONTH))
    rows = graph.select(queries.text("committees/ending-terms", since=since, until=until))
    ends = {(text(row[0]), text(row[4]), text(row[2])) for row in rows}
    seats = (
        [
            row
            for row in graph.select(
                queries.text("committees/composition", committee=sorted({end[0] for end in ends}), day=since)
            )
            if (text(row[0]), text(row[2]), text(row[8])) in ends
        ]
        if ends
        else []
    )
    names = Names(graph)
    names.learn(text(term) for row in seats for term in (row[0], row[1], row[2], row[8], row[9], row[10], row[13]))
    found = dict.fromkeys(_seat(row, names) for row in seats)
    return tuple(
        sorted(
            (each for each in found if each.valid_until and each.valid_until <= until),
            key=lambda each: (each.valid_until or date.max, each.committee_label, each.person),
        )
    )


def _within(graph: Queryable, area: str) -> list[str]:
    """The territory itself, and those of committees that meet it and are not larger, by their communes."""
    rows = graph.select(queries.text("committees/territories-meeting", area=area))
    sizes: Mapping[str, int] = {text(row[0]): number(row[1]) or 0 for row in rows}
    whole = sizes.get(area, 0)
    return [area, *(iri for iri, size in sizes.items() if iri != area and size <= whole)]


def _committee(row: Row, source: str, rule_set: str, check: Row | None, *, alone: bool) -> PublishedCommittee:
    iri, label, level, territory, territory_label, _, installed, _ = row
    return PublishedCommittee(
        key=source if alone else text(iri),
        iri=text(iri),
        source=source,
        label=text(label),
        level=last(text(level)),
        territory=text(territory_label),
        territory_iri=text(territory),
        rule_set=rule_set,
        installed_on=day(installed),
        conformity=text(check[3]) if check else "",
        checked_on=day(check[4]) if check else None,
        violations=number(check[5]) if check else None,
        warnings=number(check[6]) if check else None,
        undecided=number(check[7]) if check else None,
    )


def _seat(row: Row, names: Names) -> SeatHeld:
    committee, body, seat, presides, status, _, votes, _, person, organisation, role, start, end, substitute = row
    named = text(committee)
    return SeatHeld(
        committee=named,
        committee_label=names.said(named).fr,
        body=names.said(text(body)).fr,
        seat=names.said(text(seat)).fr,
        status=last(text(status)),
        presides=text(presides) == "true",
        person=names.said(text(person)).fr,
        organisation=names.said(text(organisation)).fr,
        organisation_iri=text(organisation),
        capacity=names.said(text(role)).fr,
        votes=number(votes),
        valid_from=day(start),
        valid_until=day(end),
        substitute=names.said(text(substitute)).fr,
    )
