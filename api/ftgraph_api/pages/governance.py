"""Gouvernance: what both rule sets expect at each level, drawn and told, and what changed from one to the next."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from ftgraph.committees import schemes
from ftgraph.committees.schemes import Body, Change, Cited, RuleSet, Scheme
from ftgraph.validation.rulesets import LEVELS
from ftgraph.wording import Language, Text
from ftgraph_api.state import Served

_WIDTH, _LINE, _PAD, _GAP = 340, 18, 12, 22
_LETTERS = 46  # that fit in a box's width


@dataclass(frozen=True)
class Box:
    """A level in the diagram: its place, the address of its part of the page, its lines of text, the first in bold."""

    y: int
    height: int
    address: str
    title: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Diagram:
    """The levels of a rule set, the national one at the top. `joints`: where a line joins two boxes."""

    key: str
    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    joints: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Level:
    """A level: its committee in each rule set (None where it has none), and what changed, said in sentences."""

    key: str
    label: str
    columns: Sequence[tuple[RuleSet, Scheme | None]]
    changes: Sequence[str]


def rule_sets(served: Served) -> tuple[RuleSet, ...]:
    """The rule sets of a generation, read once."""
    return served.kept.get("rule sets", lambda: schemes.read(served.reader))


def values(served: Served, language: Language, on: date) -> dict[str, Any]:
    """All that the page shows on a day: each rule set says whether it is in force."""
    found = rule_sets(served)
    vocabulary = served.index.vocabulary
    names = {key: vocabulary.get("committee-level", key).label(language) for key in LEVELS}
    changed = {change.level: change for before, after in pairwise(found) for change in schemes.changes(before, after)}
    return {
        "rule_sets": found,
        "on": on,
        "diagrams": [(each, _diagram(each, names, language)) for each in found],
        "levels": [
            Level(
                key,
                names[key],
                [(each, each.scheme(key)) for each in found],
                _sentences(changed[key], language) if key in changed else [],
            )
            for key in LEVELS
        ],
        "functions": served.kept.get("functions", lambda: schemes.functions(served.reader)),
        "cited": [(each, _cited(each)) for each in found],
        "statuses": {key: each.label(language) for key, each in vocabulary.scheme("seat-status").items()},
        "cadence": lambda body: cadence(body, language),
    }


def cadence(body: Body, language: Language) -> str:
    """« 8 à 10 réunions par an », « au moins 4 réunions par an »; "" where the text fixes none."""
    least, most = body.least, body.most
    number = most if least is None else least
    if number is None:
        return ""
    if least is not None and most is not None and least != most:
        said = Text(f"{least} à {most}", f"{least} to {most}")
    elif least == most:
        said = Text(str(number))
    else:
        said = (
            Text(f"au moins {number}", f"at least {number}")
            if most is None
            else Text(f"au plus {number}", f"at most {number}")
        )
    many = "s" if (most or number) > 1 else ""
    return f"{said.say(language)} {Text(f'réunion{many} par an', f'meeting{many} a year').say(language)}"


def _cited(rule_set: RuleSet) -> list[Cited]:
    every = dict.fromkeys(each for scheme in rule_set.schemes for each in scheme.all_cited())
    return sorted(every, key=lambda each: each.order)


def _diagram(rule_set: RuleSet, names: dict[str, str], language: Language) -> Diagram:
    boxes: list[Box] = []
    joints = []
    y = 1
    for scheme in rule_set.schemes:
        led = _listed((seat.label.say(language) for seat in scheme.presidents), language)
        said = Text(f"Présidence\u00a0: {led}", f"Chair: {led}").say(language) if led else ""
        lines = [scheme.label.say(language), *textwrap.wrap(said, _LETTERS, break_on_hyphens=False)]
        height = 2 * _PAD + _LINE * (len(lines) + 1) - 4
        first = y + _PAD + 13
        placed = tuple((first + _LINE * number, line) for number, line in enumerate(lines, 1))
        if boxes:
            joints.append((y - _GAP, y))
        boxes.append(Box(y, height, f"#{scheme.level}", names[scheme.level], placed))
        y += height + _GAP
    title = rule_set.label.say(language)
    return Diagram(rule_set.key, title, _WIDTH, y - _GAP + 1, tuple(boxes), tuple(joints))


def _sentences(change: Change, language: Language) -> list[str]:
    """What changed at a level, in sentences."""
    found: list[Text] = []
    if change.presidents_gone or change.presidents_new:
        before, after = _quoted(_led(change.before, language)), _quoted(_led(change.after, language))
        found.append(Text(f"La présidence passe de {before} à {after}.", f"The chair goes from {before} to {after}."))
    for body in change.formations_gone:
        name = _quoted(body.label.say(language))
        found.append(Text(f"La formation {name} n’est plus prévue.", f"{name} is no longer expected."))
    for body in change.formations_new:
        name, pace = _quoted(body.label.say(language)), cadence(body, language)
        more = f" ({pace})" if pace else ""
        found.append(Text(f"La formation {name} est désormais prévue{more}.", f"{name} is now expected{more}."))
    unset = Text("aucun nombre fixé", "no number laid down").say(language)
    for old, new in change.cadences:
        name = _quoted(new.label.say(language))
        was, now = (_quoted(cadence(body, language) or unset) for body in (old, new))
        found.append(Text(f"Les réunions de {name} passent de {was} à {now}.", f"{name} goes from {was} to {now}."))
    if change.secretariat_gone or change.secretariat_new:
        before, after = (_quoted(_keepers(each, language)) for each in (change.before, change.after))
        none = Text("Le secrétariat n’est plus attribué.", "The secretariat is no longer given to anyone.")
        moved = Text(f"Le secrétariat passe de {before} à {after}.", f"The secretariat goes from {before} to {after}.")
        found.append(moved if change.after.secretariat else none)
    return [each.say(language) for each in found]


def _quoted(name: str) -> str:
    """In French quotation marks; marks within marks are the English ones."""
    inner = name.replace("«\u202f", "“").replace("\u202f»", "”")
    return f"«\u202f{inner}\u202f»"


def _led(scheme: Scheme, language: Language) -> str:
    return _listed((seat.label.say(language) for seat in scheme.presidents), language)


def _keepers(scheme: Scheme, language: Language) -> str:
    return _listed((party.label.say(language) for party in scheme.secretariat), language)


def _listed(names: Iterable[str], language: Language) -> str:
    """« a, b et c »."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} {Text('et', 'and').say(language)} {last}" if first else last
