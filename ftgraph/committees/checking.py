"""The check of a file: against which rule set, by which engine, and the report that comes out of it."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from ftgraph import assets, garbage
from ftgraph.committees import exemptions
from ftgraph.committees.belonging import COMMITTEE, TERRITORY, Belonging
from ftgraph.committees.composition import Composition, compositions
from ftgraph.committees.file_graph import FileGraph
from ftgraph.committees.findings import Reading
from ftgraph.committees.judging import WHOLE_FILE, Judge, Ruling, Scope, conformity, contents, ruling
from ftgraph.committees.naming import Names, known_names
from ftgraph.committees.report import CommitteeReport, Finding, Report, RuleOutcome, Source
from ftgraph.committees.rule_choice import Choice, RuleSetChoice, choose, reason_asked
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.sources.handed_in import Fault, HandedIn, Place
from ftgraph.validation import preparation, rulesets
from ftgraph.validation.engines import Engine, Shapes, loaded, stored
from ftgraph.validation.facts import Facts
from ftgraph.wording import Text

_BLANK = "_:"
_MEETING = f"{DEF}Meeting"
_EXEMPTION = f"{DEF}Exemption"
_LEVELS = {concept("committee-level", name): name for name in rulesets.LEVELS}


@dataclass(frozen=True)
class _RuleSet:
    """One rule set, ready to judge with."""

    name: str
    label: Text
    shapes: Shapes
    rules: Mapping[str, rulesets.Rule]
    rulings: Mapping[str, Ruling]


@dataclass(frozen=True)
class _Given:
    """A file's facts, alone and with what the graph knows (`whole`); what the check adds to them, as N-Triples."""

    handed_in: HandedIn
    facts: Facts
    whole: Facts
    types: Mapping[str, frozenset[str]]
    added: str


@dataclass(frozen=True)
class _File:
    """One file, read for a check."""

    handed_in: HandedIn
    facts: Facts
    types: Mapping[str, frozenset[str]]
    belonging: Belonging
    names: Names
    exempt: exemptions.Exemptions
    judge: Judge
    scopes: Mapping[str, Scope]


class Checker:
    """Rule sets compiled once; `check` may be called from several threads. Opening takes about 0.1 s."""

    def __init__(
        self,
        rule_sets: Sequence[str] = rulesets.ALL,
        *,
        sources: Mapping[str, Source] | None = None,
        engine: Engine = "shacl",
    ) -> None:
        """`sources`: what rules rest on, by IRI (`ftgraph.committees.sources.load`). Raises `UsageError`."""
        self._classes = preparation.ontology_classes()
        self._reference_text = rulesets.reference()
        self._reference = Facts(self._reference_text)
        self._names = {**known_names(Facts(rulesets.named())), **known_names(self._reference)}
        self._kinds = kinds_of_things()
        self._sets = {name: self._open(name, sources or {}, engine) for name in rule_sets}

    def _open(self, name: str, sources: Mapping[str, Source], engine: Engine) -> _RuleSet:
        text = rulesets.shapes((name,))
        rules = rulesets.rules(text)
        return _RuleSet(
            name=name,
            label=self._names.get(concept("rule-set", name), Text(name)),
            shapes=Shapes(text, engine),
            rules=rules,
            rulings={identifier: ruling(rule, sources) for identifier, rule in rules.items()},
        )

    def check(
        self,
        handed_in: HandedIn,
        *,
        on: date,
        rule_set: RuleSetChoice = "declared",
        context: str = "",
        generation: int | None = None,
        composition: bool = True,
    ) -> Report:
        """The report of a file on a day.

        `rule_set`: a rule set's name for all committees, "both", or "declared": the one that each committee declares
        or that the day implies for its level. `context`: N-Triples about organisations and territories that the file
        was matched to, taken from the graph of `generation`. `composition`: also tell what stands in each committee
        (presidents, seats, votes, deliberations); a check of the whole country may do without.
        Raises `UsageError` on an unknown rule set.
        """
        # The engines work outside Python's lock.
        with garbage.at_rest(), ThreadPoolExecutor(1 + len(self._sets)) as beside:
            return self._checked(handed_in, on, rule_set, context, generation, composition, beside)

    def _checked(
        self,
        handed_in: HandedIn,
        on: date,
        rule_set: RuleSetChoice,
        context: str,
        generation: int | None,
        composition: bool,
        beside: ThreadPoolExecutor,
    ) -> Report:
        """See `check`. What `beside` does goes on while the file is read and what stands in it is told."""
        stated = "\n".join((handed_in.data, context, self._reference_text))
        # The file's own lines need not wait for those added, but where a blank node would be torn in two.
        torn = _BLANK in handed_in.data or _BLANK in context
        begun = None if torn else beside.submit(stored, stated)
        given = self._given(handed_in, on, context)
        complete = stated + given.added
        loading = beside.submit(loaded, given.added if begun else complete, store=begun.result() if begun else None)
        facts, labels = given.facts, Names(given.whole, self._names)
        committees = _committees(facts, given.types, labels)
        choices = [
            choice
            for committee in committees
            for choice in choose(facts, committee, _level(facts, committee), rule_set, on, self._known())
        ]
        names = list(dict.fromkeys(choice.rule_set for choice in choices)) or _asked(rule_set, on)
        sets = {name: self._set(name).shapes for name in names}
        running = {
            name: beside.submit(lambda shapes: shapes.run(complete, loading.result()), shapes)
            for name, shapes in sets.items()
        }
        file = self._read(given, on, labels, committees)
        store = loading.result()
        standing = {name: self._compositions(file, name, choices, store, on) for name in names} if composition else {}
        readings = {name: self._reading(file, name).findings(running[name].result()) for name in names}
        reports = [
            self._committee(file, choice, readings[choice.rule_set], standing.get(choice.rule_set, {}))
            for choice in choices
        ]
        reports += [report for name in names for report in self._whole_file(file, name, readings[name], bool(choices))]
        return Report(
            file=handed_in.name,
            checked_on=on,
            generation=generation,
            faults=handed_in.faults + file.exempt.faults + (() if reports else (_nothing_checked(handed_in.name),)),
            committees=tuple(reports),
        )

    def _known(self) -> Mapping[str, Text]:
        return {name: each.label for name, each in self._sets.items()}

    def _set(self, name: str) -> _RuleSet:
        rulesets.check_names((name,))
        return self._sets[name]

    def _given(self, handed_in: HandedIn, on: date, context: str) -> _Given:
        facts = Facts(handed_in.data)
        whole = Facts(handed_in.data, context) if context else facts
        types = preparation.wider_types(whole, self._classes)
        added = preparation.added(whole, types, on) + preparation.check_node(on, handed_in.parts)
        return _Given(handed_in, facts, whole, types, added)

    def _read(self, given: _Given, on: date, names: Names, committees: Sequence[str]) -> _File:
        handed_in, facts, types = given.handed_in, given.facts, given.types
        belonging = Belonging(facts, types, committees)
        found = contents(facts, types, belonging, handed_in.parts, self._classes, on)
        for committee in belonging.committees:
            found.scopes[committee].level = _level(facts, committee)
        exempting = [node for node in facts if _EXEMPTION in types.get(node, ())]
        return _File(
            handed_in=handed_in,
            facts=facts,
            types=types,
            belonging=belonging,
            names=names,
            exempt=exemptions.read(handed_in, facts, exempting, names, on),
            judge=Judge(found, self._kinds, on),
            scopes=found.scopes,
        )

    def _reading(self, file: _File, name: str) -> Reading:
        return Reading(
            facts=file.facts,
            reference=self._reference,
            types=file.types,
            belonging=file.belonging,
            names=file.names,
            places=file.handed_in.places,
            rulings=self._set(name).rulings,
            exemptions=file.exempt.counted,
        )

    def _outcomes(
        self, file: _File, name: str, scope: Scope, found: Mapping[tuple[str, str], list[Finding]]
    ) -> tuple[RuleOutcome, ...]:
        chosen = self._set(name)
        return tuple(
            file.judge.outcome(rule, chosen.rulings[identifier], scope, found.get((scope.iri, identifier), ()))
            for identifier, rule in chosen.rules.items()
        )

    def _compositions(
        self, file: _File, name: str, choices: Sequence[Choice], store: ox.Store, on: date
    ) -> dict[str, Composition]:
        """What stands in the committees that are checked against one rule set. A query takes no blank node."""
        chosen = [choice.committee for choice in choices if choice.rule_set == name]
        return compositions(
            FileGraph(store),
            {committee: file.scopes[committee].level for committee in chosen if not committee.startswith("_:")},
            name,
            on,
            file.names.name,
            meetings_given=_MEETING in file.handed_in.parts,
        )

    def _committee(
        self,
        file: _File,
        choice: Choice,
        found: Mapping[tuple[str, str], list[Finding]],
        standing: Mapping[str, Composition],
    ) -> CommitteeReport:
        there = standing.get(choice.committee, Composition())
        scope = file.scopes[choice.committee]
        outcomes = self._outcomes(file, choice.rule_set, scope, found)
        territories = file.facts.nodes(choice.committee, TERRITORY)
        return CommitteeReport(
            iri=choice.committee,
            label=file.names.name(choice.committee).fr,
            level=scope.level,
            territory=file.names.name(territories[0]).fr if territories else "",
            rule_set=choice.rule_set,
            rule_set_label=self._set(choice.rule_set).label,
            rule_set_reason=choice.reason,
            conformity=conformity(outcomes, file.handed_in),
            outcomes=outcomes,
            co_presidents=there.co_presidents,
            formations=there.formations,
            votes=there.votes,
            deliberations=there.deliberations,
        )

    def _whole_file(
        self, file: _File, name: str, found: Mapping[tuple[str, str], list[Finding]], has_committees: bool
    ) -> Iterable[CommitteeReport]:
        """What belongs to no committee: when there is something to fix in it, or no committee but things to judge."""
        if has_committees and not any(committee == WHOLE_FILE for committee, _ in found):
            return
        outcomes = self._outcomes(file, name, file.scopes[WHOLE_FILE], found)
        if all(outcome.state in ("not-applicable", "undecidable") for outcome in outcomes):
            return
        if has_committees:  # what has nothing to do with these things would only repeat each committee's report
            outcomes = tuple(outcome for outcome in outcomes if outcome.findings)
        yield CommitteeReport(
            iri=WHOLE_FILE,
            label=file.handed_in.name,
            level="",
            territory="",
            rule_set=name,
            rule_set_label=self._set(name).label,
            rule_set_reason=reason_asked(self._set(name).label),
            conformity=conformity(outcomes, file.handed_in),
            outcomes=outcomes,
            co_presidents=(),
            formations=(),
            votes=(),
            deliberations=(),
        )


def _nothing_checked(file: str) -> Fault:
    """To say « conform » of a file in which no rule found its object would mislead."""
    return Fault(
        "no-committee",
        "violation",
        Place(file),
        Text(
            "Le fichier ne décrit aucun comité\u00a0: rien n’a pu être vérifié.",
            "The file describes no committee: nothing could be checked.",
        ),
        Text(
            "Partez du classeur type, ou vérifiez que la feuille «\u202fComité\u202f» est remplie.",
            "Start from the template, or make sure that the sheet “Comité” is filled in.",
        ),
    )


def kinds_of_things() -> Mapping[str, Text]:
    """Class → its label; property → the label of what its values are (an indicator for `ft:follows`)."""
    text = preparation.to_ntriples(assets.ontology() / "ftgraph.ttl")
    facts = Facts(text)
    labels = known_names(facts)
    ranges = (f"{PREFIXES['rdfs']}range", f"{PREFIXES['schema']}rangeIncludes")
    for subject in facts:
        values = [value for name in ranges for value in facts.nodes(subject, name) if value in labels]
        if values and subject in labels:
            labels[subject] = labels[values[0]]
    return labels


def _asked(rule_set: RuleSetChoice, on: date) -> list[str]:
    """The rule sets of a file without a committee."""
    if rule_set == "both":
        return list(rulesets.ALL)
    return [rulesets.implied("", on) if rule_set == "declared" else rule_set]


def _committees(facts: Facts, types: Mapping[str, frozenset[str]], names: Names) -> list[str]:
    """The committees that the file describes, from the national level down, then by name."""
    rank = {level: number for number, level in enumerate((*rulesets.LEVELS, ""))}
    found = [node for node in facts if COMMITTEE in types.get(node, ())]
    return sorted(found, key=lambda node: (rank[_level(facts, node)], names.name(node).fr, node))


def _level(facts: Facts, committee: str) -> str:
    return next((_LEVELS[iri] for iri in facts.nodes(committee, f"{DEF}level") if iri in _LEVELS), "")
