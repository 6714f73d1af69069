"""A check's report as it is read: titles, findings and tables in one language. Text, HTML and PDF only lay it out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ftgraph.committees.report import (
    Cadence,
    CommitteeReport,
    Conformity,
    FormationState,
    Holder,
    Report,
    SeatLine,
)
from ftgraph.exports.committee import words
from ftgraph.exports.committee.entries import Group, Say, alike_faults, capital, day, groups
from ftgraph.exports.wording import count
from ftgraph.sources.handed_in import Severity
from ftgraph.wording import Language

_RANK: dict[Severity, int] = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Table:
    """What is there: one table. `numbers`: columns of figures. `warned`: lines that lack something (0 if no line)."""

    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    warned: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RuleLine:
    """A rule that found nothing: what it asks, and why it could not be decided or does not apply."""

    rule: str
    definition: str
    reason: str


@dataclass(frozen=True)
class Section:
    """One committee under one rule set."""

    title: str
    about: tuple[tuple[str, str], ...]
    conformity: Conformity
    verdict: str
    summary: str
    groups: tuple[Group, ...]
    tables: tuple[Table, ...]
    kept: tuple[RuleLine, ...]
    undecidable: tuple[RuleLine, ...]
    not_applicable: tuple[RuleLine, ...]


@dataclass(frozen=True)
class Document:
    """The whole report in `language`. `faults`: what reading must have put right; `notes`: what is good to know."""

    language: Language
    title: str
    about: tuple[tuple[str, str], ...]
    summary: str
    faults: Group | None
    notes: Group | None
    sections: tuple[Section, ...]


def document(report: Report, language: Language = "fr") -> Document:
    """`report` as it is read in `language` (fr or en)."""
    say = Say(language)
    about = [
        (say(words.FILE), report.file),
        (say(words.CHECKED_ON), day(report.checked_on)),
    ]
    if report.generation is not None:
        about.append((say(words.GENERATION), str(report.generation)))
    gravest_first = sorted(report.faults, key=lambda fault: _RANK[fault.severity])
    faults = tuple(alike_faults([fault for fault in gravest_first if fault.severity != "info"], say))
    notes = tuple(alike_faults([fault for fault in report.faults if fault.severity == "info"], say))
    return Document(
        language,
        say(words.TITLE),
        tuple(about),
        _tally(report.counts(), say),
        Group(say(words.READING), faults) if faults else None,
        Group(say(words.NOTES), notes) if notes else None,
        tuple(_section(committee, say) for committee in report.committees),
    )


def standing(committee: CommitteeReport, language: Language = "fr") -> tuple[Table, ...]:
    """What stands in a committee, apart from what its check says."""
    return tuple(_tables(committee, Say(language)))


def tally(report: Report, language: Language = "fr") -> str:
    """`7 manquements, 1 alerte`: what the report counts, or that there is nothing to fix."""
    return _tally(report.counts(), Say(language))


def _tally(counts: dict[Severity, int], say: Say) -> str:
    parts = [f"{count(number)} {say(words.plural(severity, number))}" for severity, number in counts.items() if number]
    return ", ".join(parts) if parts else say(words.NOTHING_TO_FIX)


def _section(committee: CommitteeReport, say: Say) -> Section:
    by_state: dict[str, list[RuleLine]] = {"kept": [], "undecidable": [], "not-applicable": []}
    for outcome in committee.outcomes:
        if outcome.state in by_state:
            line = RuleLine(outcome.rule, say.text(outcome.definition), say.text(outcome.reason))
            by_state[outcome.state].append(line)
    counts: dict[Severity, int] = {"violation": 0, "warning": 0, "info": 0}
    for finding in committee.findings:
        counts[finding.severity] += 1
    summary = say(words.SUMMARY).format(
        broken=_tally(counts, say),
        kept=count(len(by_state["kept"])),
        undecidable=count(len(by_state["undecidable"])),
        without=count(len(by_state["not-applicable"])),
    )
    return Section(
        committee.label,
        (
            (say(words.TERRITORY), committee.territory),
            (say(words.RULE_SET), say.text(committee.rule_set_label)),
            (say(words.WHY_RULE_SET), say.text(committee.rule_set_reason)),
        ),
        committee.conformity,
        say(_conclusion(committee)),
        summary,
        tuple(groups(committee, say)),
        tuple(_tables(committee, say)),
        tuple(by_state["kept"]),
        tuple(by_state["undecidable"]),
        tuple(by_state["not-applicable"]),
    )


def _conclusion(committee: CommitteeReport) -> tuple[str, str]:
    """A committee of which no rule could be decided is not said to conform."""
    decided = any(outcome.state in ("kept", "broken", "excepted") for outcome in committee.outcomes)
    return words.CONFORMITY[committee.conformity] if decided else words.NOTHING_DECIDED


def _tables(committee: CommitteeReport, say: Say) -> Iterator[Table]:
    if committee.co_presidents:
        yield _seats(say(words.CO_PRESIDENCY), "", committee.co_presidents, say)
    for formation in committee.formations:
        yield _formation(formation, say)
    if committee.votes:
        yield _votes(committee, say)
    if committee.formations:
        yield _cadences(committee.formations, say)
    if committee.deliberations:
        yield _deliberations(committee, say)


def _formation(formation: FormationState, say: Say) -> Table:
    title = capital(say.text(formation.label))
    if not formation.present:
        return Table(title, say(words.FORMATION_ABSENT), (), (), warned=frozenset({0}))
    if not formation.seats:
        return Table(title, say(words.NO_SEATS), (), ())
    expected = sum(seat.expected for seat in formation.seats)
    filled = sum(min(seat.expected, len(seat.holders)) for seat in formation.seats)
    note = say(words.FILLED).format(filled=filled, expected=expected) if expected else ""
    return _seats(title, note, formation.seats, say)


def _seats(title: str, note: str, seats: Sequence[SeatLine], say: Say) -> Table:
    rows = tuple(
        (
            capital(say.text(seat.label)),
            say(words.STATUS.get(seat.status, (seat.status, seat.status))),
            "\n".join(_holder(holder, say) for holder in seat.holders),
            str(seat.vacant) if seat.vacant else "",
        )
        for seat in seats
    )
    vacant = frozenset(number for number, seat in enumerate(seats) if seat.vacant)
    return Table(title, note, tuple(say(heading) for heading in words.SEATS), rows, frozenset({3}), vacant)


def _holder(holder: Holder, say: Say) -> str:
    who = holder.person + (f" ({holder.organisation})" if holder.organisation else "")
    until = f", {say(words.UNTIL)} {day(holder.valid_until)}" if holder.valid_until else ""
    substitute = f" ; {say(words.SUBSTITUTE)} {holder.substitute}" if holder.substitute else ""
    return f"{who or holder.organisation}{until}{substitute}"


def _votes(committee: CommitteeReport, say: Say) -> Table:
    rows = tuple(
        (
            capital(say.text(line.label)),
            str(line.votes),
            "" if line.expected is None else str(line.expected),
            str(line.holders),
        )
        for line in committee.votes
    )
    wrong = frozenset(number for number, line in enumerate(committee.votes) if line.expected not in (None, line.votes))
    headings = tuple(say(heading) for heading in words.VOTES)
    return Table(say(words.VOTES_TITLE), "", headings, rows, frozenset({1, 2, 3}), wrong)


def _cadences(formations: Sequence[FormationState], say: Say) -> Table:
    rows = tuple(
        (
            capital(say.text(formation.label)),
            str(len(formation.cadence.held)) if formation.cadence.known else say(words.UNKNOWN),
            _expected(formation.cadence, say),
            ", ".join(day(held) for held in formation.cadence.held),
        )
        for formation in formations
    )
    short = frozenset(number for number, formation in enumerate(formations) if _is_short(formation.cadence))
    headings = tuple(say(heading) for heading in words.CADENCE)
    return Table(say(words.CADENCE_TITLE), say(words.CADENCE_NOTE), headings, rows, frozenset({1}), short)


def _expected(cadence: Cadence, say: Say) -> str:
    match cadence.minimum, cadence.maximum:
        case None, None:
            return ""
        case int(least), None:
            return say(words.AT_LEAST).format(least)
        case None, int(most):
            return say(words.AT_MOST).format(most)
        case least, most:
            return say(words.BETWEEN).format(least, most) if least != most else str(least)


def _is_short(cadence: Cadence) -> bool:
    held = len(cadence.held)
    return cadence.known and (held < (cadence.minimum or 0) or (cadence.maximum is not None and held > cadence.maximum))


def _deliberations(committee: CommitteeReport, say: Say) -> Table:
    rows = tuple(
        (
            line.title,
            day(line.on),
            f"{line.present} / {line.voting_members}",
            str(line.quorum),
            say(words.YES_NO[line.quorum_reached]),
            "" if line.in_favour is None else f"{line.in_favour} / {line.against or 0} / {line.abstentions or 0}",
            say(words.YES_NO[line.adopted]) + (f" ({say(words.CASTING_VOTE)})" if line.casting_vote else ""),
        )
        for line in committee.deliberations
    )
    without = frozenset(number for number, line in enumerate(committee.deliberations) if line.quorum_reached is False)
    headings = tuple(say(heading) for heading in words.DELIBERATIONS)
    return Table(say(words.DELIBERATIONS_TITLE), "", headings, rows, frozenset({3}), without)
