"""Published committees and their seats in their formats: JSON, CSV, text in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.committees.composition import Composition
from ftgraph.committees.published import PublishedCommittee, SeatHeld
from ftgraph.committees.report import CommitteeReport
from ftgraph.exports.columns import Value
from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import standing
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import TEXT, Format
from ftgraph.exports.listing import render
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import pick
from ftgraph.wording import Language, Text

_SHOWN = 6
"""How many of the columns below are read on a screen; a file has them all."""
_COMMITTEES = (
    ("Comité", "Committee"),
    ("Niveau", "Level"),
    ("Territoire", "Territory"),
    ("Référentiel", "Rule set"),
    ("Conformité", "Conformity"),
    ("Clé", "Key"),
    ("Manquements", "Violations"),
    ("Alertes", "Warnings"),
    ("Non vérifiables", "Undecided"),
    ("Vérifié le", "Checked on"),
    ("Installé le", "Installed on"),
    ("Source", "Source"),
    ("IRI", "IRI"),
)
_SEATS = (
    ("Comité", "Committee"),
    ("Formation", "Formation"),
    ("Siège", "Seat"),
    ("Personne", "Person"),
    ("Organisation", "Organisation"),
    ("Fin du mandat", "End of term"),
    ("Début du mandat", "Start of term"),
    ("Qualité", "Capacity"),
    ("Statut", "Status"),
    ("Voix", "Votes"),
    ("Suppléant", "Substitute"),
    ("IRI du comité", "Committee’s IRI"),
    ("IRI de l’organisation", "Organisation’s IRI"),
)
_VACANT = ("(vacant)", "(vacant)")


@dataclass(frozen=True)
class CommitteesDocument:
    """The committees as JSON says them."""

    generation: int
    as_of: date
    total: int
    committees: tuple[PublishedCommittee, ...]


@dataclass(frozen=True)
class SeatsDocument:
    """Seats as JSON says them."""

    generation: int
    as_of: date
    total: int
    seats: tuple[SeatHeld, ...]


@dataclass(frozen=True)
class CommitteeDocument:
    """One committee, what stands in it, and its seats, as JSON says them."""

    generation: int
    as_of: date
    committee: PublishedCommittee
    composition: Composition
    seats: tuple[SeatHeld, ...]


def committees(kind: Format, answer: CommitteesDocument, language: Language = "fr") -> bytes:
    """The committees, as a file or as text."""
    answer = printable(answer)
    rows = [_committee(each, language) for each in answer.committees]
    return render(kind, answer, _COMMITTEES, rows, language, shown=_SHOWN)


def seats(kind: Format, answer: SeatsDocument, language: Language = "fr") -> bytes:
    """Seats with their holders, as a file or as text."""
    answer = printable(answer)
    return render(kind, answer, _SEATS, [_seat(each, language) for each in answer.seats], language, shown=_SHOWN)


def committee(kind: Format, answer: CommitteeDocument, language: Language = "fr") -> bytes:
    """One committee: as text, what stands in it; as CSV, its seats."""
    answer = printable(answer)
    if kind is TEXT:
        return "\n".join(_whole(answer, language)).encode() + b"\n"
    return render(kind, answer, _SEATS, [_seat(each, language) for each in answer.seats], language, shown=_SHOWN)


def _whole(answer: CommitteeDocument, language: Language) -> list[str]:
    found = answer.committee
    lines = [one_line(found.label), "=" * len(found.label)]
    about: Sequence[tuple[tuple[str, str], str]] = (
        (_COMMITTEES[2], found.territory or found.territory_iri),
        (_COMMITTEES[3], found.rule_set),
        (_COMMITTEES[4], _conformity(found, language)),
        (_COMMITTEES[9], day(found.checked_on)),
        (("Composition au", "Composition on"), day(answer.as_of)),
        (_COMMITTEES[5], found.key),
    )
    lines += [f"{pick(name, language)} : {value}" for name, value in about if value]
    for table in standing(_as_report(answer), language):
        lines += ["", table.title, "-" * len(table.title), *table_lines(table)]
    return lines


def _as_report(answer: CommitteeDocument) -> CommitteeReport:
    """What the tables of a report are made from: a committee of which no rule is asked."""
    found, there = answer.committee, answer.composition
    return CommitteeReport(
        iri=found.iri,
        label=found.label,
        level=found.level,
        territory=found.territory,
        rule_set=found.rule_set,
        rule_set_label=Text(found.rule_set),
        rule_set_reason=Text(""),
        conformity="conform",
        outcomes=(),
        co_presidents=there.co_presidents,
        formations=there.formations,
        votes=there.votes,
        deliberations=there.deliberations,
    )


def _committee(found: PublishedCommittee, language: Language) -> tuple[Value, ...]:
    return (
        one_line(found.label),
        found.level,
        one_line(found.territory),
        found.rule_set,
        _conformity(found, language),
        found.key,
        found.violations,
        found.warnings,
        found.undecided,
        found.checked_on,
        found.installed_on,
        found.source,
        found.iri,
    )


def _seat(held: SeatHeld, language: Language) -> tuple[Value, ...]:
    vacant = not held.person and not held.organisation
    return (
        one_line(held.committee_label),
        one_line(held.body),
        one_line(held.seat),
        pick(_VACANT, language) if vacant else one_line(held.person),
        one_line(held.organisation),
        held.valid_until,
        held.valid_from,
        held.capacity,
        pick(words.STATUS.get(held.status, (held.status, held.status)), language),
        held.votes,
        one_line(held.substitute),
        held.committee,
        held.organisation_iri,
    )


def _conformity(found: PublishedCommittee, language: Language) -> str:
    return next((pick(said, language) for name, said in words.CONFORMITY.items() if name == found.conformity), "")
