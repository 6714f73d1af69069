"""Against which rule set a committee is checked, and the sentence that says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.committees.naming import day
from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF, concept
from ftgraph.validation import rulesets
from ftgraph.validation.facts import Facts
from ftgraph.wording import Text

RuleSetChoice = Literal["declared", "prefiguration-2023", "code-du-travail", "both"]
_DECLARES = f"{DEF}followsRuleSet"
_CONCEPTS = {concept("rule-set", name): name for name in rulesets.ALL}


@dataclass(frozen=True)
class Choice:
    """A committee, the rule set that it is checked against, and why."""

    committee: str
    rule_set: str
    reason: Text


def choose(
    facts: Facts, committee: str, level: str, asked: RuleSetChoice, on: date, labels: Mapping[str, Text]
) -> tuple[Choice, ...]:
    """The rule sets for one committee: one, or two when both are asked for. `labels`: of the rule sets that are open.

    Raises `UsageError` on a choice that does not exist or is not open.
    """
    if asked != "declared":
        names = rulesets.ALL if asked == "both" else (asked,)
        _check(names, labels)
        return tuple(Choice(committee, name, reason_asked(labels[name])) for name in names)
    implied = rulesets.implied(level, on)
    stated = [_CONCEPTS[iri] for iri in facts.nodes(committee, _DECLARES) if iri in _CONCEPTS]
    name = stated[0] if stated else implied
    _check((name, implied), labels)
    return (Choice(committee, name, _reason(bool(stated), name, implied, labels, on)),)


def _check(names: tuple[str, ...], labels: Mapping[str, Text]) -> None:
    rulesets.check_names(names)
    for name in names:
        if name not in labels:
            raise UsageError(
                f"Le référentiel « {name} » n’est pas ouvert pour cette vérification.",
                f"The rule set “{name}” is not open for this check.",
                cure=f"Choisissez parmi {', '.join(labels)}.",
                cure_en=f"Choose one of {', '.join(labels)}.",
            )


def reason_asked(label: Text) -> Text:
    """The reason when the rule set was asked for, not the committee's own."""
    return Text(f"Référentiel demandé : {label.fr}.", f"Rule set asked for: {label.say('en')}.")


def _reason(declared: bool, name: str, implied: str, labels: Mapping[str, Text], on: date) -> Text:
    label, other = labels[name], labels[implied]
    when = (day(on.isoformat()), day(on.isoformat(), "en"))
    if not declared:
        return Text(
            f"Le comité ne déclare pas de référentiel : {label.fr}, en vigueur à son niveau le {when[0]}.",
            f"The committee declares no rule set: {label.say('en')}, in force at its level on {when[1]}.",
        )
    stated = (
        f"Référentiel déclaré par le comité : {label.fr}.",
        f"Rule set declared by the committee: {label.say('en')}.",
    )
    if name == implied:
        return Text(*stated)
    return Text(
        f"{stated[0]} À son niveau, le {when[0]}, c’est « {other.fr} » qui vaut.",
        f"{stated[1]} At its level, on {when[1]}, “{other.say('en')}” holds.",
    )
