"""A committee of 2023 before the law in force: what lacks under each rule set, what changes from one to the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.committees.changes import RuleChange
from ftgraph.committees.checking import Checker
from ftgraph.committees.report import CommitteeReport, Finding, RuleOutcome
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import rulesets

Standing = Literal["kept", "partly", "lacking", "undecided", "unchecked"]


@dataclass(frozen=True)
class ComparedSubject:
    """One subject for one committee: the change, and where the committee stands on it under each rule set.

    lacking: a rule is broken. kept: all rules were decided and none is broken (an exception declared counts as kept).
    partly: none is broken, some could not be decided. undecided: none could be decided. unchecked: none applies here.
    """

    change: RuleChange
    before: Standing
    now: Standing


@dataclass(frozen=True)
class ComparedCommittee:
    """One committee under both rule sets."""

    before: CommitteeReport
    now: CommitteeReport
    subjects: tuple[ComparedSubject, ...]

    @property
    def lacking_before(self) -> tuple[Finding, ...]:
        """What lacks under the 2023 target, the gravest first."""
        return self.before.findings

    @property
    def lacking_now(self) -> tuple[Finding, ...]:
        """What lacks under the law in force, the gravest first."""
        return self.now.findings

    @property
    def kept_under_both(self) -> tuple[ComparedSubject, ...]:
        """The subjects on which nothing has to change."""
        return tuple(each for each in self.subjects if each.before == each.now == "kept")

    @property
    def to_do(self) -> tuple[ComparedSubject, ...]:
        """The subjects on which the committee lacks something under the law in force."""
        return tuple(each for each in self.subjects if each.now == "lacking")


@dataclass(frozen=True)
class Comparison:
    """The committees of one file, each under both rule sets."""

    file: str
    checked_on: date
    committees: tuple[ComparedCommittee, ...]


def compare(
    checker: Checker,
    changes: Sequence[RuleChange],
    handed_in: HandedIn,
    *,
    on: date,
    context: str = "",
) -> Comparison:
    """Every committee of a file under both rule sets on one day.

    `changes`: what `changes.load` gives; `context`: as for `Checker.check`.
    """
    report = checker.check(handed_in, on=on, rule_set="both", context=context)
    by_set: dict[str, dict[str, CommitteeReport]] = {name: {} for name in rulesets.ALL}
    for committee in report.committees:
        if committee.iri:  # what belongs to no committee cannot be compared with anything
            by_set[committee.rule_set][committee.iri] = committee
    before, now = by_set[rulesets.PREFIGURATION], by_set[rulesets.LABOUR_CODE]
    return Comparison(
        file=report.file,
        checked_on=on,
        committees=tuple(_compared(before[iri], now[iri], changes) for iri in before if iri in now),
    )


def _compared(before: CommitteeReport, now: CommitteeReport, changes: Iterable[RuleChange]) -> ComparedCommittee:
    states = [{outcome.rule: outcome for outcome in report.outcomes} for report in (before, now)]
    return ComparedCommittee(
        before,
        now,
        tuple(
            ComparedSubject(change, standing(states[0], change.rules_before), standing(states[1], change.rules_now))
            for change in changes
            if now.level in change.levels
        ),
    )


def standing(outcomes: Mapping[str, RuleOutcome], rules: Iterable[str]) -> Standing:
    """Where a committee stands on a subject, from the outcomes of the rules that check it."""
    states = [outcomes[rule].state for rule in rules if rule in outcomes]
    if "broken" in states:
        return "lacking"
    undecided = "undecidable" in states
    if "kept" in states or "excepted" in states:
        return "partly" if undecided else "kept"
    return "undecided" if undecided else "unchecked"
