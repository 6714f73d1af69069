"""What a report tells one by one: entries, grouped by formation; those alike are told once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ftgraph.committees.report import CommitteeReport, DeclaredException, Finding, RuleOutcome, Source
from ftgraph.exports.committee import words
from ftgraph.exports.wording import pick
from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Language

_TOLD_ONE_BY_ONE = 3


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


class Say:
    """Words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, pair: tuple[str, str]) -> str:
        return pick(pair, self.language)

    def text(self, text: words.Said | None) -> str:
        return "" if text is None else text.say(self.language)


def day(value: date | None) -> str:
    """A day as French writes it: `03/09/2026`; empty for none."""
    return value.strftime("%d/%m/%Y") if value else ""


def capital(text: str) -> str:
    """A name at the start of a line."""
    return text[:1].upper() + text[1:]


def where(place: Place, language: Language = "fr") -> str:
    """`feuille Membres, ligne 7, colonne Organisme (C7)`."""
    say = Say(language)
    parts = [f"{say(words.SHEET)} {place.sheet}" if place.cell or place.column else place.sheet]
    if place.line:
        parts.append(f"{say(words.LINE)} {place.line}")
    if place.column:
        parts.append(f"{say(words.COLUMN)} {place.column}" + (f" ({place.cell})" if place.cell else ""))
    return ", ".join(part for part in parts if part)


def references(sources: Iterable[Source], language: Language = "fr") -> Iterator[Reference]:
    """What rules rest on, in words."""
    say = Say(language)
    for source in sources:
        label = say.text(source.label) or source.identifier
        since = f" ({say(words.SINCE)} {day(source.valid_from)})" if source.valid_from else ""
        yield Reference(f"{label}{since}", say.text(source.statement), source.page)


def groups(committee: CommitteeReport, say: Say) -> Iterator[Group]:
    """The whole committee first, then formation by formation, in the order in which the report has them."""
    outcome_of: dict[str, RuleOutcome] = {outcome.rule: outcome for outcome in committee.outcomes}
    grouped: dict[str, list[Entry]] = {say(words.WHOLE_COMMITTEE): []}
    for formation in committee.formations:
        grouped[say.text(formation.label)] = []
    alike: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in committee.findings:
        title = say.text(finding.formation) if finding.formation else say(words.WHOLE_COMMITTEE)
        alike.setdefault((title, finding.rule, finding.severity, say.text(finding.remedy)), []).append(finding)
    for (title, rule, *_), findings in alike.items():
        sources = tuple(references(outcome_of[rule].sources, say.language))
        told = findings if len(findings) <= _TOLD_ONE_BY_ONE or findings[0].exception else findings[:1]
        entries = [_entry(finding, sources, say) for finding in told]
        if len(told) < len(findings):
            line = _line(findings[0])
            listed = ", ".join(_briefly(other, line, say) for other in findings[1:])
            entries = [replace(entries[0], message=f"{entries[0].message} {say(words.ALSO)} {listed}.")]
        grouped.setdefault(title, []).extend(entries)
    return (Group(capital(title), tuple(entries)) for title, entries in grouped.items() if entries)


def _entry(finding: Finding, sources: tuple[Reference, ...], say: Say) -> Entry:
    # What a rule misses was read nowhere: the message names it, and « Lu » does not.
    said = say.text(finding.message)
    return Entry(
        finding.severity,
        say(words.SEVERITY[finding.severity]),
        finding.rule,
        said,
        " ; ".join(where(place, say.language) for place in finding.places[:3]),
        _cell_value(finding) or ("" if finding.value_label in said else finding.value_label),
        say.text(finding.remedy),
        sources,
        _exception(finding.exception, say),
    )


def _cell_value(finding: Finding) -> str:
    return next((place.value for place in finding.places if place.value), "")


def _line(finding: Finding) -> int | None:
    return next((place.line for place in finding.places if place.line), None)


def _briefly(finding: Finding, first: int | None, say: Say) -> str:
    """What a finding is about: one of many alike. Its line where it is not the `first` one’s, which is told already."""
    value = _cell_value(finding) or finding.value_label or say.text(finding.message)
    line = _line(finding)
    return (
        say(words.VALUE).format(value)
        if line in (None, first)
        else say(words.VALUE_ON_LINE).format(value=value, line=line)
    )


def _exception(exception: DeclaredException | None, say: Say) -> str:
    if exception is None:
        return ""
    decided = say(words.DECIDED).format(who=exception.decided_by, day=day(exception.decided_on))
    return f"{say(words.EXCEPTION)} {exception.motive} ({decided})."


def alike_faults(faults: Sequence[Fault], say: Say) -> Iterator[Entry]:
    """Faults of one kind on one sheet that ask the same are told once, with the others’ values and cells."""
    kinds: dict[tuple[str, str, str], list[Fault]] = {}
    for number, fault in enumerate(faults):
        alone = "" if fault.place.value else str(number)
        kinds.setdefault((fault.code + alone, fault.place.sheet, say.text(fault.remedy)), []).append(fault)
    for first, *others in kinds.values():
        entry = _fault(first, say)
        if others:
            listed = ", ".join(_at(other.place, say) for other in others)
            entry = replace(entry, message=f"{entry.message} {say(words.ALSO)} {listed}.")
        yield entry


def _at(place: Place, say: Say) -> str:
    """A value and its cell, or its line where it has no cell."""
    if place.cell:
        return say(words.VALUE_IN_CELL).format(value=place.value, cell=place.cell)
    return say(words.VALUE_ON_LINE).format(value=place.value, line=place.line)


def _fault(fault: Fault, say: Say) -> Entry:
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
