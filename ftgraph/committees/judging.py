"""What becomes of one rule for one committee: kept, broken, excepted, undecidable or not applicable, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ftgraph.committees.belonging import Belonging
from ftgraph.committees.report import Conformity, Finding, RuleOutcome, Source, State
from ftgraph.namespaces import DEF
from ftgraph.sources.handed_in import HandedIn, Severity
from ftgraph.validation.facts import Facts
from ftgraph.validation.preparation import Classes, holds, year_before
from ftgraph.validation.rulesets import Rule
from ftgraph.wording import Text

WHOLE_FILE = ""
SEVERITIES: dict[str, Severity] = {"Violation": "violation", "Warning": "warning", "Info": "info"}
_BEGINNINGS = (f"{DEF}installedOn", f"{DEF}heldOn", f"{DEF}validFrom")
_DATED = frozenset(DEF + name for name in ("Committee", "Meeting", "Membership"))
_VOTES = f"{DEF}votes"
_FORMATION = f"{DEF}Formation"
_LEVELS = {
    "NAT": Text("national", "national"),
    "REG": Text("régional", "regional"),
    "DEP": Text("départemental", "departmental"),
    "LOC": Text("local", "local"),
}
_VOWELS = tuple("aàâeéèêiîoôuyœ")


@dataclass
class Scope:
    """What stands in one committee's part of a file: the classes and properties met there, and its first known day.

    The part with the IRI `WHOLE_FILE` holds what belongs to no committee.
    """

    iri: str
    level: str = ""
    kinds: set[str] = field(default_factory=set)
    since: str = ""

    def add(self, kinds: Iterable[str], beginning: str) -> None:
        """Notes one thing: its classes and properties, and the day from which it shows that the committee exists."""
        self.kinds.update(kinds)
        if beginning and (not self.since or beginning < self.since):
            self.since = beginning


@dataclass(frozen=True)
class Contents:
    """The scopes of a file by committee; what stands anywhere in it or in the graph; what it was said to speak of."""

    scopes: Mapping[str, Scope]
    anywhere: frozenset[str]
    handed_in: frozenset[str]


def contents(
    facts: Facts,
    types: Mapping[str, frozenset[str]],
    belonging: Belonging,
    parts: Iterable[str],
    classes: Classes,
    on: date,
) -> Contents:
    """What a file holds on a day. `types`: all types of the things of the file and of its context."""
    scopes = {committee: Scope(committee) for committee in (*belonging.committees, WHOLE_FILE)}
    anywhere = {kind for kinds in types.values() for kind in kinds}
    for node in facts:
        about = facts.about(node)
        kinds = types.get(node, frozenset())
        anywhere.update(about)
        beginning = _beginning(facts, node) if kinds & _DATED else ""
        if _VOTES in about and not _votes(facts, node):
            about = {name: values for name, values in about.items() if name != _VOTES}
        if _FORMATION in kinds and not holds(facts, node, on.isoformat()):
            kinds = frozenset({_FORMATION})
        for owner in belonging.owners(node) or (WHOLE_FILE,):
            scopes[owner].add((*kinds, *about), beginning)
    said = frozenset(parts)
    wider = frozenset(above for part in said for above in classes.above.get(part, frozenset()))
    return Contents(scopes, frozenset(anywhere), said | wider)


def _votes(facts: Facts, seat: str) -> bool:
    """Whether a seat tells how votes are shared: zeros and the presidents’ own, which come in addition, do not."""
    return facts.text(seat, _VOTES) not in ("", "0") and not facts.values(seat, f"{DEF}presides")


def _beginning(facts: Facts, node: str) -> str:
    return min((text for name in _BEGINNINGS if (text := facts.text(node, name))), default="")


class Judge:
    """Outcomes of rules for the committees of one file on one day. What rules say comes ready made in `Rulings`."""

    def __init__(self, found: Contents, kinds: Mapping[str, Text], on: date) -> None:
        """`kinds`: class or property → what its things are called (« réunion »), for reasons."""
        self._found = found
        self._kinds = kinds
        self._year_before = year_before(on).isoformat()

    def outcome(self, rule: Rule, told: "Ruling", scope: Scope, findings: Sequence[Finding]) -> RuleOutcome:
        """What became of `rule` for one committee, given the findings of its shapes there."""
        reason = self._undecidable(rule, scope) if self._aims_at(rule, scope) else None
        if reason is not None:
            return told.outcome("undecidable", reason)
        if findings:
            excepted = all(finding.exception is not None for finding in findings)
            return told.outcome("excepted" if excepted else "broken", None, findings)
        reason = self._beside(rule, scope)
        return told.outcome("not-applicable", reason) if reason is not None else told.outcome("kept")

    def _aims_at(self, rule: Rule, scope: Scope) -> bool:
        return not rule.levels or scope.level in rule.levels or self._is_of_no_level(scope)

    @staticmethod
    def _is_of_no_level(scope: Scope) -> bool:
        return scope.iri != WHOLE_FILE and not scope.level

    def _undecidable(self, rule: Rule, scope: Scope) -> Text | None:
        if rule.levels and self._is_of_no_level(scope):
            return Text(
                "Non vérifiable : le niveau du comité n’est pas connu.",
                "Cannot be decided: the committee’s level is not known.",
            )
        here = scope.kinds | self._found.handed_in
        anywhere = self._found.anywhere | self._found.handed_in
        missing = [kind for kind in rule.requires if kind not in here]
        missing += [kind for kind in rule.requires_anywhere if kind not in anywhere]
        if missing:
            return self._missing(missing)
        if rule.requires_full_year and not (scope.since and scope.since <= self._year_before):
            return Text(
                "Non vérifiable : le comité n’a pas, d’après le dossier, une année d’activité.",
                "Cannot be decided: as far as the file tells, the committee has not been active for a year.",
            )
        return None

    def _missing(self, kinds: Sequence[str]) -> Text:
        names = [self._kinds.get(kind, Text(kind.rpartition("#")[2])) for kind in kinds]
        fr = " ni ".join(_of(name.fr) for name in names)
        en = " and no ".join(name.say("en") for name in names)
        return Text(f"Non vérifiable : pas {fr} dans le dossier.", f"Cannot be decided: no {en} in the file.")

    def _beside(self, rule: Rule, scope: Scope) -> Text | None:
        """Why a rule does not apply there: it aims at another level, or at things that are not there."""
        if not self._aims_at(rule, scope):
            return _levels(rule.levels)
        aimed = (*rule.targets, *rule.target_objects, *rule.target_subjects)
        if not aimed or not scope.kinds.isdisjoint(aimed):
            return None
        name = self._kinds.get(aimed[0], Text(aimed[0].rpartition("#")[2]))
        return Text(
            f"Sans objet : pas {_of(name.fr)} à vérifier ici.", f"Not applicable: no {name.say('en')} to check here."
        )


@dataclass(frozen=True)
class Ruling:
    """What every outcome of one rule says, whatever the committee."""

    rule: str
    severity: Severity
    definition: Text
    remedy: Text
    sources: tuple[Source, ...]

    def outcome(self, state: State, reason: Text | None = None, findings: Sequence[Finding] = ()) -> RuleOutcome:
        """One outcome."""
        return RuleOutcome(self.rule, state, self.severity, self.definition, self.sources, tuple(findings), reason)


def ruling(rule: Rule, sources: Mapping[str, Source]) -> Ruling:
    """What a rule says."""
    return Ruling(
        rule=rule.identifier,
        severity=SEVERITIES[rule.severity],
        definition=Text(rule.definition.get("fr", ""), rule.definition.get("en", "")),
        remedy=Text(rule.remedy.get("fr", ""), rule.remedy.get("en", "")),
        sources=tuple(source_of(iri, sources) for iri in rule.sources),
    )


def conformity(outcomes: Iterable[RuleOutcome], handed_in: HandedIn) -> Conformity:
    """Not conform when a violation stands; conform only when nothing was left undecided or unread."""
    outcomes = tuple(outcomes)
    if any(finding.severity == "violation" for outcome in outcomes for finding in outcome.findings):
        return "not-conform"
    undecided = any(outcome.state == "undecidable" for outcome in outcomes)
    unread = any(fault.severity == "violation" for fault in handed_in.faults)
    return "conform-as-far-as-decidable" if undecided or unread else "conform"


def source_of(iri: str, sources: Mapping[str, Source]) -> Source:
    """A fact or an article, described where it is known, else cited by its identifier."""
    identifier = iri.rpartition("/")[2]
    return sources.get(iri) or Source(iri, identifier, Text(identifier), Text(""))


def _levels(levels: Sequence[str]) -> Text:
    names = [_LEVELS[level] for level in _LEVELS if level in levels]
    if len(names) == 1:
        return Text(f"Ne vise que le niveau {names[0].fr}.", f"Aims at the {names[0].en} level only.")
    fr, en = [name.fr for name in names], [name.en for name in names]
    return Text(
        f"Ne vise que les niveaux {', '.join(fr[:-1])} et {fr[-1]}.",
        f"Aims at the {', '.join(en[:-1])} and {en[-1]} levels only.",
    )


def _of(name: str) -> str:
    """« de réunion », « d’indicateur »."""
    return f"d’{name}" if name.casefold().startswith(_VOWELS) else f"de {name}"
