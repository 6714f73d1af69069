"""The report of a check: typed rows that every format (text, HTML, JSON, CSV, RDF, PDF, workbook) is made from."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Text

State = Literal["kept", "broken", "excepted", "undecidable", "not-applicable"]
Conformity = Literal["conform", "conform-as-far-as-decidable", "not-conform"]


@dataclass(frozen=True)
class Source:
    """What a rule rests on: a fact of the 2023 deck (`P8.17`) or an article of law (`R5311-24`), with what it says.

    `page`: a web page of the text where there is one (Légifrance). `valid_from`, `valid_until`: of the article.
    """

    iri: str
    identifier: str
    label: Text
    statement: Text
    page: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class DeclaredException:
    """A declared exception to a rule (`ft:Exemption`): why, since when, decided by whom."""

    motive: str
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True)
class Finding:
    """One thing to fix.

    `shape`, `focus` and `path` are IRIs, `value` a literal's text or an IRI; `path` and `value` may be "".

    `severity` is the one that counts: a declared exception (`exception`) has lowered it to "info".
    `formation`: the formation that it is about; None when it is about the whole committee. `places`: where in the
    file, nearest first; empty when what is missing stands nowhere.
    """

    rule: str
    shape: str
    severity: Severity
    committee: str
    formation: Text | None
    focus: str
    focus_label: str
    path: str
    value: str
    value_label: str
    message: Text
    remedy: Text
    places: tuple[Place, ...] = ()
    exception: DeclaredException | None = None


@dataclass(frozen=True)
class RuleOutcome:
    """What became of one rule. `reason` says why it could not be decided or does not apply; else it is None."""

    rule: str
    state: State
    severity: Severity
    definition: Text
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True)
class Holder:
    """Who holds a seat. `votes` is 0 for an advisory voice, None where the file does not say."""

    person: str
    organisation: str
    organisation_iri: str
    capacity: Text
    votes: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    substitute: str = ""


@dataclass(frozen=True)
class SeatLine:
    """A seat that the rule set expects, or one that the file has beyond it (`expected` 0).

    `status`: mandatory, advised, invited.
    """

    label: Text
    status: str
    expected: int
    holders: tuple[Holder, ...]

    @property
    def vacant(self) -> int:
        """How many of the expected places nobody holds."""
        return max(0, self.expected - len(self.holders))


@dataclass(frozen=True)
class Cadence:
    """Meetings held in the twelve months before the check date; the expected minimum and maximum (None: none said).

    `known` is False when no meeting was handed in at all.
    """

    minimum: int | None
    maximum: int | None
    held: tuple[date, ...]
    known: bool = True


@dataclass(frozen=True)
class FormationState:
    """A formation: its seats and its meetings. `present` is False for one that is expected and that the file lacks."""

    iri: str
    label: Text
    present: bool
    seats: tuple[SeatLine, ...]
    cadence: Cadence


@dataclass(frozen=True)
class VoteLine:
    """Votes of one college or group, its members, voting or not, and what the rule set expects (None: any)."""

    label: Text
    votes: int
    holders: int
    expected: int | None = None


@dataclass(frozen=True)
class DeliberationLine:
    """One deliberation with its quorum and majority computed. `adopted` is None where the votes do not tell."""

    title: str
    on: date | None
    voting_members: int
    present: int
    quorum: int
    quorum_reached: bool | None
    in_favour: int | None
    against: int | None
    abstentions: int | None
    casting_vote: bool
    adopted: bool | None


@dataclass(frozen=True)
class CommitteeReport:
    """One committee under one rule set: what must be fixed, what cannot be decided, and what is right."""

    iri: str
    label: str
    level: str
    territory: str
    rule_set: str
    rule_set_label: Text
    rule_set_reason: Text
    conformity: Conformity
    outcomes: tuple[RuleOutcome, ...]
    co_presidents: tuple[SeatLine, ...]
    formations: tuple[FormationState, ...]
    votes: tuple[VoteLine, ...]
    deliberations: tuple[DeliberationLine, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the gravest first, then by rule."""
        rank = {"violation": 0, "warning": 1, "info": 2}
        found = [finding for outcome in self.outcomes for finding in outcome.findings]
        return tuple(sorted(found, key=lambda finding: (rank[finding.severity], finding.rule)))

    def count(self, state: State) -> int:
        """How many rules are in `state`."""
        return sum(outcome.state == state for outcome in self.outcomes)


@dataclass(frozen=True)
class Report:
    """The report of one file.

    `generation`: the graph's, that organisations and territories were matched to; None without a store.
    """

    file: str
    checked_on: date
    generation: int | None
    faults: tuple[Fault, ...]
    committees: tuple[CommitteeReport, ...]

    def counts(self) -> dict[Severity, int]:
        """Findings and faults by severity."""
        tally: dict[Severity, int] = {"violation": 0, "warning": 0, "info": 0}
        for committee in self.committees:
            for finding in committee.findings:
                tally[finding.severity] += 1
        for fault in self.faults:
            tally[fault.severity] += 1
        return tally
