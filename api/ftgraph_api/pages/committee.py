"""A published committee: who sits, what is vacant, votes, meetings, and what its check says today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from ftgraph.committees import records
from ftgraph.committees.around import Published, published
from ftgraph.committees.desk import Desk, rule_set_choice
from ftgraph.committees.published_file import published_file
from ftgraph.descriptions import label_of, ontology
from ftgraph.errors import UsageError
from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import Document, document
from ftgraph.exports.committee.page import fragment
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.roadmap_tables import ACTIONS
from ftgraph.exports.wording import pick
from ftgraph.roadmaps import plans
from ftgraph.roadmaps.committees import Bodies
from ftgraph.wording import Language, Text
from ftgraph_api.pages import territory
from ftgraph_api.pages.check import RULE_SETS
from ftgraph_api.pages.roadmaps import TAGS
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table
from ftgraph_api.state import Served

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
PARAMETERS = table(
    Parameter("on", ("Jour dont la composition est montrée.", "The day to show."), "date"),
    Parameter(
        "rule_set",
        ("Référentiel du contrôle.", "Rule set of the check."),
        values=tuple(code for code, _, _ in RULE_SETS),
    ),
    LANGUAGE,
)


@dataclass(frozen=True)
class Asked:
    """The day that a committee is shown for, and the rule set it is checked against: `declared` or a name."""

    on: date
    rule_set: str


def asked(given: Given, committees: Sequence[Published]) -> Asked:
    """What the address asks; by default the day of the check made on import, against what the committee declares.

    Raises `UsageError`: a day that no committee knew.
    """
    on = given.one("on") or max(each.checked_on for each in committees)
    if not _FIRST_YEAR <= on.year <= _LAST_YEAR:
        raise UsageError(
            f"Le jour demandé doit tomber entre {_FIRST_YEAR} et {_LAST_YEAR}.",
            f"The day asked for must be between {_FIRST_YEAR} and {_LAST_YEAR}.",
        )
    return Asked(on, given.one("rule_set") or "declared")


def committees_of(served: Served) -> tuple[Published, ...]:
    """The committees of a generation, read once."""
    return served.kept.get("committees", lambda: published(served.reader))


def of_source(served: Served, key: str) -> list[Published]:
    """The committees that the source `key` publishes; none for an unknown source."""
    return [each for each in committees_of(served) if each.key == key]


@dataclass(frozen=True)
class Listed:
    """A committee in a list: its level, and what its check concluded against its own rule set ("": no check)."""

    committee: Published
    level: str
    rule_set: str
    code: str
    conclusion: str
    in_force: bool


def listed(served: Served, language: Language, on: date) -> list[Listed]:
    """Every committee, from the national level down, and whether it is in force on that day."""
    vocabulary = served.index.vocabulary
    levels, rule_sets = vocabulary.scheme("committee-level"), vocabulary.scheme("rule-set")
    said = {str(code): pick(pair, language) for code, pair in words.CONFORMITY.items()}
    found = []
    for each in committees_of(served):
        rule_set, code = each.verdict
        label = rule_sets[rule_set].label(language)
        conclusion = said.get(code, "").lower()
        found.append(Listed(each, levels[each.level].label(language), label, code, conclusion, each.in_force(on)))
    return found


def title(committees: list[Published]) -> str:
    """What the page is called: the committees of the source."""
    return ", ".join(each.label or each.territory_label for each in committees)


def report(served: Served, desk: Desk, key: str, asked: Asked, language: Language) -> bytes:
    """The check of what a source publishes, as a part of a page. Raises `SourceError`, `UsageError`."""
    file = published_file(served.reader, desk.base, key)
    checked = desk.check(file, on=asked.on, rule_set=rule_set_choice(asked.rule_set))
    made = _named(document(printable(checked), language), title(of_source(served, key)), language)
    return fragment(made).encode()


def _named(made: Document, name: str, language: Language) -> Document:
    """The report under the committee’s own name; a source of one committee has no need to name it twice."""
    (_, key), *about = made.about  # what was a file’s name is the key of the source
    made = replace(made, about=(("Source", key), *about))
    if len(made.sections) != 1:
        return replace(made, title=name)
    heading = Text("Composition et contrôle", "Composition and check").say(language)
    return replace(made, title=name, sections=(replace(made.sections[0], title=heading),))


@cache
def _kinds(language: Language) -> Mapping[str, str]:
    """What the ontology's classes are called."""
    return label_of(ontology().own, language)


def _states(served: Served, iris: Sequence[str], on: date) -> dict[tuple[str, date | None], str]:
    """How far each action of the committees’ roadmaps is on that day, by its title and its due date."""

    def read() -> dict[tuple[str, date | None], str]:
        bodies = [each for each in Bodies(served.reader, on).published if each.iri in iris]
        found = plans.roadmaps(served.reader, on, bodies)
        return {(action.title, action.due_on): action.state for each in found for action in each.actions}

    return served.kept.get(("states of actions", tuple(iris), on), read)


def values(served: Served, key: str, asked: Asked, body: bytes, language: Language) -> dict[str, Any]:
    """What the page shows around the report."""
    committees = of_source(served, key)
    levels = served.index.vocabulary.scheme("committee-level")
    places = {
        each.territory: place
        for each in committees
        if (place := served.index.territories.by_iri(each.territory)) is not None
    }
    iris = [each.iri for each in committees]
    kinds = _kinds(language)
    choices = served.index.vocabulary.labelled("vote-choice", language)
    return {
        "key": key,
        "of_source": [(each.iri, each.label or each.territory_label) for each in committees],
        "decisions": [
            (each, [(choices[direction].label, number) for direction, number in each.votes])
            for each in records.decisions(served.reader, iris)
        ],
        "established": [(each, kinds.get(each.type, "")) for each in records.established(served.reader, iris)],
        "states": _states(served, iris, asked.on),
        "action_words": ACTIONS,
        "tags": TAGS,
        "report": body.decode(),
        "on": asked.on.isoformat(),
        "rule_set": asked.rule_set,
        "rule_sets": RULE_SETS,
        "levels": sorted({levels[each.level].label(language) for each in committees}),
        "places": [(place.label, territory.address(place.reference)) for place in places.values()],
    }
