"""A check's report as it is read: titles, findings and tables in one language. Text, HTML and PDF only lay it out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ftgraph.committees.report import (
    Cadence,
    CommitteeReport,
    Conformity,
    DeclaredException,
    FormationState,
    Holder,
    Report,
    RuleOutcome,
    SeatLine,
    Source,
)
from ftgraph.exports.committee import words
from ftgraph.exports.wording import count, pick
from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Language

_RANK: dict[Severity, int] = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Reference:
    """What a rule rests on: its name, what it says, and its page on the web where there is one."""

    label: str
    statement: str
    page: str


@dataclass(frozen=True)
class Entry:
    """One thing to fix. `where` and `value` may be empty."""

    severity: Severity
    severity_label: str
    rule: str
    message: str
    where: str
    value: str
    remedy: str
    references: tuple[Reference, ...]
    exception: str


@dataclass(frozen=True)
class Group:
    """Entries that concern the same formation, or the whole committee."""

    title: str
    entries: tuple[Entry, ...]


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
    say = _Say(language)
    about = [
        (say(words.FILE), report.file),
        (say(words.CHECKED_ON), day(report.checked_on)),
    ]
    if report.generation is not None:
        about.append((say(words.GENERATION), str(report.generation)))
    gravest_first = sorted(report.faults, key=lambda fault: _RANK[fault.severity])
    faults = tuple(_fault(fault, say) for fault in gravest_first if fault.severity != "info")
    notes = tuple(_alike([fault for fault in report.faults if fault.severity == "info"], say))
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
    return tuple(_tables(committee, _Say(language)))


def day(value: date | None) -> str:
    """A day as French writes it: `03/09/2026`; empty for none."""
    return value.strftime("%d/%m/%Y") if value else ""


def tally(report: Report, language: Language = "fr") -> str:
    """`7 manquements, 1 alerte`: what the report counts, or that there is nothing to fix."""
    return _tally(report.counts(), _Say(language))


class _Say:
    """Words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, pair: tuple[str, str]) -> str:
        return pick(pair, self.language)

    def text(self, text: words.Said | None) -> str:
        return "" if text is None else text.say(self.language)


def _tally(counts: dict[Severity, int], say: _Say) -> str:
    parts = [f"{count(number)} {say(words.plural(severity, number))}" for severity, number in counts.items() if number]
    return ", ".join(parts) if parts else say(words.NOTHING_TO_FIX)


def where(place: Place, language: Language = "fr") -> str:
    """`feuille Membres, ligne 7, colonne Organisme (C7)`."""
    say = _Say(language)
    parts = [f"{say(words.SHEET)} {place.sheet}" if place.cell or place.column else place.sheet]
    if place.line:
        parts.append(f"{say(words.LINE)} {place.line}")
    if place.column:
        parts.append(f"{say(words.COLUMN)} {place.column}" + (f" ({place.cell})" if place.cell else ""))
    return ", ".join(part for part in parts if part)


def _alike(notes: Sequence[Fault], say: _Say) -> Iterator[Entry]:
    """Notes of one kind that ask the same are told once, with the others’ values and lines: ten entries hide one."""
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for number, note in enumerate(notes):
        alone = str(number) if note.candidates or not note.place.value else ""
        kinds.setdefault((note.code + alone, say.text(note.remedy)), []).append(note)
    for first, *others in kinds.values():
        entry = _fault(first, say)
        if others:
            listed = ", ".join(
                say(words.VALUE_ON_LINE).format(value=note.place.value, line=note.place.line) for note in others
            )
            entry = replace(entry, message=f"{entry.message} {say(words.ALSO)} {listed}.")
        yield entry


def _fault(fault: Fault, say: _Say) -> Entry:
    near = ", ".join(label for _, label in fault.candidates[:3])
    remedy = say.text(fault.remedy)
    if near and not all(label in remedy for _, label in fault.candidates[:3]):
        remedy += f" {say(words.NEAREST)} {near}."
    return Entry(
        fault.severity,
        say(words.SEVERITY[fault.severity]),
        "",
        say.text(fault.message),
        where(fault.place, say.language),
        fault.place.value,
        remedy,
        (),
        "",
    )


def _section(committee: CommitteeReport, say: _Say) -> Section:
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
        say(words.CONFORMITY[committee.conformity]),
        summary,
        tuple(_groups(committee, say)),
        tuple(_tables(committee, say)),
        tuple(by_state["kept"]),
        tuple(by_state["undecidable"]),
        tuple(by_state["not-applicable"]),
    )


def _groups(committee: CommitteeReport, say: _Say) -> Iterator[Group]:
    """The whole committee first, then formation by formation, in the order in which the report has them."""
    outcome_of: dict[str, RuleOutcome] = {outcome.rule: outcome for outcome in committee.outcomes}
    grouped: dict[str, list[Entry]] = {say(words.WHOLE_COMMITTEE): []}
    for formation in committee.formations:
        grouped[say.text(formation.label)] = []
    for finding in committee.findings:
        title = say.text(finding.formation) if finding.formation else say(words.WHOLE_COMMITTEE)
        entry = Entry(
            finding.severity,
            say(words.SEVERITY[finding.severity]),
            finding.rule,
            say.text(finding.message),
            " ; ".join(where(place, say.language) for place in finding.places[:3]),
            next((place.value for place in finding.places if place.value), finding.value_label),
            say.text(finding.remedy),
            tuple(references(outcome_of[finding.rule].sources, say.language)),
            _exception(finding.exception, say),
        )
        grouped.setdefault(title, []).append(entry)
    return (Group(_capital(title), tuple(entries)) for title, entries in grouped.items() if entries)


def references(sources: Iterable[Source], language: Language = "fr") -> Iterator[Reference]:
    """What rules rest on, in words."""
    say = _Say(language)
    for source in sources:
        label = say.text(source.label) or source.identifier
        since = f" ({say(words.SINCE)} {day(source.valid_from)})" if source.valid_from else ""
        yield Reference(f"{label}{since}", say.text(source.statement), source.page)


def _exception(exception: DeclaredException | None, say: _Say) -> str:
    if exception is None:
        return ""
    decided = say(words.DECIDED).format(who=exception.decided_by, day=day(exception.decided_on))
    return f"{say(words.EXCEPTION)} {exception.motive} ({decided})."


def _tables(committee: CommitteeReport, say: _Say) -> Iterator[Table]:
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


def _formation(formation: FormationState, say: _Say) -> Table:
    title = _capital(say.text(formation.label))
    if not formation.present:
        return Table(title, say(words.FORMATION_ABSENT), (), (), warned=frozenset({0}))
    if not formation.seats:
        return Table(title, say(words.NO_SEATS), (), ())
    expected = sum(seat.expected for seat in formation.seats)
    filled = sum(min(seat.expected, len(seat.holders)) for seat in formation.seats)
    note = say(words.FILLED).format(filled=filled, expected=expected) if expected else ""
    return _seats(title, note, formation.seats, say)


def _capital(text: str) -> str:
    """A name at the start of a line."""
    return text[:1].upper() + text[1:]


def _seats(title: str, note: str, seats: Sequence[SeatLine], say: _Say) -> Table:
    rows = tuple(
        (
            _capital(say.text(seat.label)),
            say(words.STATUS.get(seat.status, (seat.status, seat.status))),
            "\n".join(_holder(holder, say) for holder in seat.holders),
            str(seat.vacant) if seat.vacant else "",
        )
        for seat in seats
    )
    vacant = frozenset(number for number, seat in enumerate(seats) if seat.vacant)
    return Table(title, note, tuple(say(heading) for heading in words.SEATS), rows, frozenset({3}), vacant)


def _holder(holder: Holder, say: _Say) -> str:
    who = holder.person + (f" ({holder.organisation})" if holder.organisation else "")
    until = f", {say(words.UNTIL)} {day(holder.valid_until)}" if holder.valid_until else ""
    substitute = f" ; {say(words.SUBSTITUTE)} {holder.substitute}" if holder.substitute else ""
    return f"{who or holder.organisation}{until}{substitute}"


def _votes(committee: CommitteeReport, say: _Say) -> Table:
    rows = tuple(
        (
            _capital(say.text(line.label)),
            str(line.votes),
            "" if line.expected is None else str(line.expected),
            str(line.holders),
        )
        for line in committee.votes
    )
    wrong = frozenset(number for number, line in enumerate(committee.votes) if line.expected not in (None, line.votes))
    headings = tuple(say(heading) for heading in words.VOTES)
    return Table(say(words.VOTES_TITLE), "", headings, rows, frozenset({1, 2, 3}), wrong)


def _cadences(formations: Sequence[FormationState], say: _Say) -> Table:
    rows = tuple(
        (
            _capital(say.text(formation.label)),
            str(len(formation.cadence.held)) if formation.cadence.known else say(words.UNKNOWN),
            _expected(formation.cadence, say),
            ", ".join(day(held) for held in formation.cadence.held),
        )
        for formation in formations
    )
    short = frozenset(number for number, formation in enumerate(formations) if _is_short(formation.cadence))
    headings = tuple(say(heading) for heading in words.CADENCE)
    return Table(say(words.CADENCE_TITLE), say(words.CADENCE_NOTE), headings, rows, frozenset({1}), short)


def _expected(cadence: Cadence, say: _Say) -> str:
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


def _deliberations(committee: CommitteeReport, say: _Say) -> Table:
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
