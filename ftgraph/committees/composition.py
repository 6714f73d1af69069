"""What stands in a committee: presidents, seats by formation and by category, votes, meetings held.

The same queries (`queries/committees/`) answer on the published graph and on a file being checked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ftgraph import queries
from ftgraph.committees.deliberations import deliberations, number, text
from ftgraph.committees.expected import Expected, ExpectedCommittee, expected_committees
from ftgraph.committees.report import (
    Cadence,
    DeliberationLine,
    FormationState,
    Holder,
    SeatLine,
    VoteLine,
)
from ftgraph.graph.store import Queryable, Row
from ftgraph.validation.preparation import year_before
from ftgraph.wording import Text

Naming = Callable[[str], Text]
_MEMBERS = Text("membres du comité", "members of the committee")
_PRESIDENCY = Text("présidence", "presidency")


@dataclass(frozen=True)
class Composition:
    """What a report says is there; see `CommitteeReport`."""

    co_presidents: tuple[SeatLine, ...] = ()
    formations: tuple[FormationState, ...] = ()
    votes: tuple[VoteLine, ...] = ()
    deliberations: tuple[DeliberationLine, ...] = ()


@dataclass(frozen=True)
class _Seat:
    """A seat as the file states it, and its holders on the day, by membership."""

    iri: str
    body: str
    presides: bool
    status: str
    college: str
    votes: int | None
    holders: Mapping[str, Holder]


@dataclass(frozen=True)
class _Stated:
    """What a file states of one committee. `formations`: (IRI, type); `ranks`: college → its rank in the text."""

    committee: str
    seats: tuple[_Seat, ...]
    formations: tuple[tuple[str, str], ...]
    ranks: Mapping[str, int | None]
    meetings: tuple[tuple[str, date], ...]
    filled: Mapping[str, frozenset[str]]


def compositions(
    graph: Queryable, levels: Mapping[str, str], rule_set: str, on: date, name: Naming, *, meetings_given: bool = False
) -> dict[str, Composition]:
    """Committee → what stands in it on a day, beside what `rule_set` expects.

    `levels`: committee → its level. `name`: what an IRI is called. `meetings_given`: meetings were handed in, even if
    none was held.
    """
    if not levels:
        return {}
    expected = expected_committees(graph, rule_set)
    decided = deliberations(graph, levels, rule_set)
    return {
        stated.committee: _composition(
            stated,
            expected.get(levels[stated.committee], ExpectedCommittee()),
            on,
            name,
            decided.get(stated.committee, ()),
            meetings_given,
        )
        for stated in _stated(graph, levels, rule_set, on, name)
    }


def _composition(
    stated: _Stated,
    expected: ExpectedCommittee,
    on: date,
    name: Naming,
    decided: tuple[DeliberationLine, ...],
    meetings_given: bool,
) -> Composition:
    known = meetings_given or bool(stated.meetings)
    presiding = [seat for seat in stated.seats if seat.presides and seat.body == stated.committee]
    formations = [*_expected_formations(stated, expected, on, known, name), *_others(stated, expected, on, known, name)]
    members = _members(stated, expected, on, known, name)
    return Composition(
        co_presidents=_lines(expected.presidencies, presiding, stated, name),
        formations=tuple([members, *formations] if members else formations),
        votes=_votes(stated, expected, name),
        deliberations=decided,
    )


def _expected_formations(
    stated: _Stated, expected: ExpectedCommittee, on: date, known: bool, name: Naming
) -> Iterable[FormationState]:
    for model in expected.formations:
        there = [iri for iri, kind in stated.formations if kind == model.formation_type]
        seats = expected.seats(model.iri)
        for iri in there:
            lines = _lines(seats, [seat for seat in stated.seats if seat.body == iri], stated, name)
            yield FormationState(iri, name(iri), True, lines, _cadence(stated, iri, model, on, known))
        if not there:
            lines = tuple(SeatLine(seat.label, seat.status, seat.places, ()) for seat in seats)
            yield FormationState(model.iri, model.label, False, lines, _cadence(stated, "", model, on, known))


def _others(
    stated: _Stated, expected: ExpectedCommittee, on: date, known: bool, name: Naming
) -> Iterable[FormationState]:
    """The formations that no rule expects."""
    kinds = {model.formation_type for model in expected.formations}
    for iri, kind in stated.formations:
        if kind not in kinds:
            lines = _lines((), [seat for seat in stated.seats if seat.body == iri], stated, name)
            yield FormationState(iri, name(iri), True, lines, _cadence(stated, iri, None, on, known))


def _members(
    stated: _Stated, expected: ExpectedCommittee, on: date, known: bool, name: Naming
) -> FormationState | None:
    """The committee itself as a body: its categories of members, and its seats outside any formation."""
    seats = [seat for seat in stated.seats if seat.body == stated.committee and not seat.presides]
    if not seats and not expected.colleges:
        return None
    # Who sits in the bureau only is a member of the committee by the category of the seat.
    members = {seat.iri: seat for seat in stated.seats if seat.college and not seat.presides}.values()
    lines: list[SeatLine] = []
    for college in expected.colleges:
        inside = [seat for seat in members if stated.ranks.get(seat.college) == college.rank]
        named = expected.seats(college.iri)
        if named:
            lines += _lines(named, inside, stated, name)
        else:
            holders = tuple(holder for seat in inside for holder in seat.holders.values())
            lines.append(SeatLine(college.label, "mandatory", college.seat_count or max(1, len(inside)), holders))
    ranks = {college.rank for college in expected.colleges}
    outside = [seat for seat in seats if not seat.college or stated.ranks.get(seat.college) not in ranks]
    lines += _lines((), outside, stated, name)
    return FormationState(
        stated.committee, _MEMBERS, True, tuple(lines), _cadence(stated, stated.committee, None, on, known)
    )


def _lines(expected: Sequence[Expected], seats: Sequence[_Seat], stated: _Stated, name: Naming) -> tuple[SeatLine, ...]:
    """The expected seats with those who hold them, then the stated ones that answer none of them."""
    holders = {membership: holder for seat in seats for membership, holder in seat.holders.items()}
    lines: list[SeatLine] = []
    placed: set[str] = set()
    for each in expected:
        filling = [membership for membership in holders if membership in stated.filled.get(each.iri, frozenset())]
        placed.update(filling)
        lines.append(
            SeatLine(each.label, each.status, each.places, tuple(holders[membership] for membership in filling))
        )
    told = {_folded(each.label) for each in expected}
    for seat in seats:
        beyond = tuple(holder for membership, holder in seat.holders.items() if membership not in placed)
        # A row laid out by the template and still empty is the expected seat: it is told vacant once.
        if beyond or not (seat.holders or _folded(name(seat.iri)) in told):
            lines.append(SeatLine(name(seat.iri), seat.status, 0, beyond))
    return tuple(lines)


def _folded(label: Text) -> str:
    """A seat’s name as it is compared: a file does not keep capitals and no-break spaces."""
    return " ".join(label.fr.casefold().split())


def _votes(stated: _Stated, expected: ExpectedCommittee, name: Naming) -> tuple[VoteLine, ...]:
    """Votes by category of the text, the presidency first; nothing when neither file nor rule set speaks of votes."""
    seats = {seat.iri: seat for seat in stated.seats}.values()
    if not any(seat.votes for seat in seats) and not any(college.votes for college in expected.colleges):
        return ()
    lines = []
    presiding = [seat for seat in seats if seat.presides]
    if any(seat.votes for seat in presiding):
        lines.append(_vote_line(_PRESIDENCY, presiding, None))
    members = [seat for seat in seats if seat.college and not seat.presides]
    for college in expected.colleges:
        inside = [seat for seat in members if stated.ranks.get(seat.college) == college.rank]
        lines.append(_vote_line(college.label, inside, college.votes))
    ranks = {college.rank for college in expected.colleges}
    for iri, rank in stated.ranks.items():
        if rank not in ranks:
            lines.append(_vote_line(name(iri), [seat for seat in members if seat.college == iri], None))
    return tuple(lines)


def _vote_line(label: Text, seats: Sequence[_Seat], expected: int | None) -> VoteLine:
    holders = sum(len(seat.holders) for seat in seats)
    return VoteLine(label, sum(seat.votes or 0 for seat in seats), holders, expected)


def _cadence(stated: _Stated, body: str, model: Expected | None, on: date, known: bool) -> Cadence:
    since = year_before(on)
    held = tuple(sorted(day for where, day in stated.meetings if where == body and day > since))
    return Cadence(model.least if model else None, model.most if model else None, held, known)


def _stated(graph: Queryable, levels: Mapping[str, str], rule_set: str, on: date, name: Naming) -> Iterable[_Stated]:
    chosen = list(levels)
    seats = _grouped(graph.select(queries.text("committees/composition", committee=chosen, day=on)))
    formations = _grouped(graph.select(queries.text("committees/formations", committee=chosen, day=on)))
    colleges = _grouped(graph.select(queries.text("committees/colleges", committee=chosen)))
    everything = {"committee": chosen, "since": date.min + timedelta(days=366), "until": on}
    meetings = _grouped(graph.select(queries.text("committees/meetings", **everything)))
    filling = queries.text("committees/filled-seats", committee=chosen, rule_set=rule_set, day=on)
    filled = _grouped(graph.select(filling))
    for committee in levels:
        yield _Stated(
            committee=committee,
            seats=_seats(seats.get(committee, []), name),
            formations=tuple((text(row[1]), text(row[2])) for row in formations.get(committee, [])),
            ranks={text(row[1]): number(row[2]) for row in colleges.get(committee, [])},
            meetings=tuple((text(row[1]), day) for row in meetings.get(committee, []) if (day := _day(text(row[3])))),
            filled=_pairs(filled.get(committee, [])),
        )


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row[0]), []).append(row)
    return found


def _pairs(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(text(row[1]), set()).add(text(row[2]))
    return {expected: frozenset(memberships) for expected, memberships in found.items()}


def _seats(rows: Iterable[Row], name: Naming) -> tuple[_Seat, ...]:
    stated: dict[tuple[str, str], Row] = {}
    holders: dict[tuple[str, str], dict[str, Holder]] = {}
    for row in rows:
        key = (text(row[2]), text(row[1]))
        stated.setdefault(key, row)
        holders.setdefault(key, {})
        if row[7] is not None:
            holders[key].setdefault(text(row[7]), _holder(row, name))
    return tuple(
        _Seat(
            iri=seat,
            body=body,
            presides=text(row[3]) == "true",
            status=text(row[4]).rpartition("/")[2],
            college=text(row[5]),
            votes=number(row[6]),
            holders=holders[seat, body],
        )
        for (seat, body), row in stated.items()
    )


def _holder(row: Row, name: Naming) -> Holder:
    _, _, _, _, _, _, votes, _, person, organisation, role, start, end, substitute = row
    return Holder(
        person=name(text(person)).fr if person is not None else "",
        organisation=name(text(organisation)).fr if organisation is not None else "",
        organisation_iri=text(organisation),
        capacity=name(text(role)) if role is not None else Text(""),
        votes=number(votes),
        valid_from=_day(text(start)),
        valid_until=_day(text(end)),
        substitute=name(text(substitute)).fr if substitute is not None else "",
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
