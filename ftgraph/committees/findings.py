"""From SHACL results to findings: named, placed in the file, attached to their committees, exceptions applied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ftgraph.committees.belonging import COMMITTEE, FORMATION, Belonging
from ftgraph.committees.exemptions import Exemption
from ftgraph.committees.judging import SEVERITIES, WHOLE_FILE, Ruling
from ftgraph.committees.naming import Names
from ftgraph.committees.report import Finding
from ftgraph.namespaces import DEF, ROOT
from ftgraph.sources.handed_in import Place
from ftgraph.validation.engines import Result
from ftgraph.validation.facts import Facts
from ftgraph.wording import Text

_FORMATION_TYPE = f"{DEF}formationType"
_ACCEPTS = f"{DEF}acceptsCategory"
_SHAPES = f"{ROOT}/shape/"
Places = Mapping[tuple[str, str], tuple[Place, ...]]


def rule_of(shape: str) -> str:
    """The identifier of the rule that a shape belongs to: what stands before its "/"."""
    return shape.removeprefix(_SHAPES).partition("/")[0]


@dataclass(frozen=True)
class Reading:
    """What is needed to tell the results of one file: its facts, its names, its places, and what the rules say.

    `reference`: facts of the rule sets; `types`: all types of the file's things.
    """

    facts: Facts
    reference: Facts
    types: Mapping[str, frozenset[str]]
    belonging: Belonging
    names: Names
    places: Places
    rulings: Mapping[str, Ruling]
    exemptions: Sequence[Exemption]

    def findings(self, results: Iterable[Result]) -> dict[tuple[str, str], list[Finding]]:
        """(committee, rule) → its findings; the committee is `WHOLE_FILE` for what belongs to none.

        A result about a thing that belongs to several committees is told to each. Results about what the file does not
        speak of (things that the graph alone knows) are left out: they are nobody's to fix here.
        """
        found: dict[tuple[str, str], list[Finding]] = {}
        for result in dict.fromkeys(results):
            if self.facts.is_mentioned(result.focus):
                for committee in self.belonging.owners(result.focus) or (WHOLE_FILE,):
                    finding = self._finding(result, committee)
                    found.setdefault((committee, finding.rule), []).append(finding)
        return found

    def _finding(self, result: Result, committee: str) -> Finding:
        # An engine gives the focus as the value of a constraint that names none.
        value = "" if result.value == result.focus else result.value
        ruling = self.rulings[rule_of(result.shape)]
        about = (committee, result.focus, value)
        exempt = next((each for each in self.exemptions if each.covers(result.shape, ruling.rule, about)), None)
        return Finding(
            rule=ruling.rule,
            shape=result.shape,
            severity="info" if exempt else SEVERITIES[result.severity],
            committee=committee,
            formation=self._formation(committee, result.focus, value),
            focus=result.focus,
            focus_label=self.names.name(result.focus).fr,
            path=result.path,
            value=value,
            value_label=self.names.value(value).fr if value else "",
            message=self._message(result, ruling),
            remedy=ruling.remedy,
            places=self._places(committee, result.focus, result.path, value),
            exception=exempt.exception if exempt else None,
        )

    def _message(self, result: Result, ruling: Ruling) -> Text:
        texts = dict(result.messages)
        fr = texts.get("fr") or texts.get("") or ruling.definition.fr
        en = texts.get("en") or ruling.definition.en
        return Text(
            self.names.fill(fr, result.focus, result.value, "fr"), self.names.fill(en, result.focus, result.value, "en")
        )

    def _formation(self, committee: str, focus: str, value: str) -> Text | None:
        """The formation that a finding is about: the focus's, the value's, or the one where the value is expected."""
        for node in (focus, value):
            formation = self.belonging.formation(node)
            if formation:
                return self.names.name(formation)
        for expected in (value, *self.reference.nodes(value, f"{DEF}expectedIn")):
            for kind in self.reference.nodes(expected, _FORMATION_TYPE):
                held = [
                    formation
                    for formation in self.facts.subjects(f"{DEF}formationOf", committee)
                    if kind in self.facts.nodes(formation, _FORMATION_TYPE)
                ]
                return self.names.name(held[0] if held else expected)
        return None

    def _places(self, committee: str, focus: str, path: str, value: str) -> tuple[Place, ...]:
        """Where in the file, nearest first: the cell, then the thing to fix, then its committee's row."""
        keys = [(focus, path), (value, path), (focus, ""), (value, "")]
        if COMMITTEE in self.types.get(focus, frozenset()) or FORMATION in self.types.get(focus, frozenset()):
            # A whole committee is far from what is wrong in it: the seat or the meeting named stands nearer.
            keys = [(focus, path), (value, path), (value, ""), (focus, "")]
        keys = [*((seat, "") for seat in self._set_aside(committee, value)), *keys]
        found = [place for key in keys if key[0] for place in self.places.get(key, ())]
        if not value:
            # What is missing stands on no other sheet: the charter that a committee adopts is not its missing rules.
            own = {place.sheet for place in self.places.get((focus, ""), ())}
            found = [place for place in found if place.sheet in own] or found
        return tuple(dict.fromkeys(found))

    def _set_aside(self, committee: str, expected: str) -> Iterable[str]:
        """The committee's own seats for what an expected seat accepts: rows to complete rather than to add."""
        bodies = self.reference.nodes(expected, f"{DEF}expectedIn")
        kinds = {kind for body in bodies for kind in self.reference.nodes(body, _FORMATION_TYPE)}
        for category in self.reference.nodes(expected, _ACCEPTS):
            for seat in self.facts.subjects(_ACCEPTS, category):
                held = {
                    kind
                    for body in self.facts.nodes(seat, f"{DEF}seatIn")
                    for kind in self.facts.nodes(body, _FORMATION_TYPE)
                }
                if kinds & held and committee in self.belonging.owners(seat):
                    yield seat
