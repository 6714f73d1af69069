"""Declared exceptions to rules (`ft:Exemption`): which count on a day, and which do not and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ftgraph.committees.naming import Names, day
from ftgraph.committees.report import DeclaredException
from ftgraph.namespaces import DEF, ROOT
from ftgraph.sources.handed_in import Fault, HandedIn, Place
from ftgraph.validation.facts import Facts
from ftgraph.validation.preparation import holds
from ftgraph.wording import Text

_EXEMPTION = f"{DEF}Exemption"
_SHAPES = f"{ROOT}/shape/"
# What an exemption must say to count: property, its name in both languages.
_NEEDED = (
    (f"{DEF}exemptionFrom", Text("la règle visée", "the rule concerned")),
    (f"{DEF}motive", Text("le motif", "the motive")),
    (f"{DEF}decidedOn", Text("la date de décision", "the date of decision")),
    (f"{DEF}decidedBy", Text("le décideur", "the decider")),
)


@dataclass(frozen=True)
class Exemption:
    """One that counts: `rule` is a rule's identifier or a shape's IRI, `things` what it is granted to (none: all)."""

    iri: str
    rule: str
    things: tuple[str, ...]
    exception: DeclaredException

    def covers(self, shape: str, rule: str, things: Iterable[str]) -> bool:
        """Whether a finding of `shape` and `rule` about any of `things` falls under it."""
        return self.rule in (shape, rule) and (not self.things or not set(self.things).isdisjoint(things))


@dataclass(frozen=True)
class Exemptions:
    """The exemptions of a file that count, and what is wrong with the others."""

    counted: tuple[Exemption, ...]
    faults: tuple[Fault, ...]


def read(handed_in: HandedIn, facts: Facts, nodes: Iterable[str], names: Names, on: date) -> Exemptions:
    """The exemptions `nodes` of a file, judged on a day."""
    counted: list[Exemption] = []
    faults: list[Fault] = []
    for node in sorted(nodes):
        fault = _fault(handed_in, facts, node, on)
        if fault is not None:
            faults.append(fault)
            continue
        rule = facts.text(node, f"{DEF}exemptionFrom")
        decider = facts.text(node, f"{DEF}decidedBy")
        counted.append(
            Exemption(
                iri=node,
                rule=rule.removeprefix(_SHAPES) if "/" not in rule.removeprefix(_SHAPES) else rule,
                things=tuple(facts.nodes(node, f"{DEF}exempts")),
                exception=DeclaredException(
                    motive=facts.texts(node, f"{DEF}motive").get("fr") or facts.text(node, f"{DEF}motive"),
                    decided_on=_date(facts.text(node, f"{DEF}decidedOn")),
                    decided_by=names.value(decider).fr,
                ),
            )
        )
    return Exemptions(tuple(counted), tuple(faults))


def _fault(handed_in: HandedIn, facts: Facts, node: str, on: date) -> Fault | None:
    missing = [name for predicate, name in _NEEDED if not facts.text(node, predicate).strip()]
    place = next(iter(handed_in.places.get((node, ""), ())), Place(handed_in.name))
    if missing:
        return Fault(
            code="exemption-incomplete",
            severity="warning",
            place=place,
            message=Text(
                f"Cette dérogation ne compte pas : il y manque {_listed([name.fr for name in missing], 'et')}.",
                f"This exemption does not count: it lacks {_listed([name.en for name in missing], 'and')}.",
            ),
            remedy=Text(
                "Indiquez la règle, le motif, la date de décision et le décideur.",
                "Give the rule, the motive, the date of decision and the decider.",
            ),
        )
    decided = facts.text(node, f"{DEF}decidedOn")
    known = _date(decided)
    if known is not None and known <= on and holds(facts, node, on.isoformat()):
        return None
    return Fault(
        code="exemption-not-in-force",
        severity="info",
        place=place,
        message=Text(
            f"Cette dérogation, décidée le {day(decided)}, n’est pas en vigueur le {day(on.isoformat())} : "
            "elle ne compte pas.",
            f"This exemption, decided on {day(decided, 'en')}, is not in force on {day(on.isoformat(), 'en')}: "
            "it does not count.",
        ),
        remedy=Text("Vérifiez sa date de décision et sa période.", "Check its date of decision and its period."),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _listed(names: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
