"""Roadmaps, deliverables, needs and practices in their formats: JSON, CSV, text in columns, iCalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports import roadmap_tables as tables
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.document import Table
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import CSV, ICALENDAR, TEXT, Format
from ftgraph.exports.icalendar import Event, calendar
from ftgraph.exports.text import one_line
from ftgraph.roadmaps.committees import Body
from ftgraph.roadmaps.deliverables import Deliverable
from ftgraph.roadmaps.followed import FollowedNeed
from ftgraph.roadmaps.functions import Exercised
from ftgraph.roadmaps.plans import Action, Diagnosis, Roadmap
from ftgraph.roadmaps.practices import Practice
from ftgraph.wording import Language, Text

_NONE = Text("Aucune ligne.", "No row.")
_SHOWN = 6
"""How many of the columns below are read on a screen; a file has them all."""


@dataclass(frozen=True)
class RoadmapsDocument:
    """Roadmaps as JSON says them."""

    generation: int
    as_of: date
    total: int
    roadmaps: tuple[Roadmap, ...]


@dataclass(frozen=True)
class CommitteePlanDocument:
    """What one committee plans, owes, collects and follows, as JSON says it."""

    generation: int
    as_of: date
    committee: Body
    diagnoses: tuple[Diagnosis, ...]
    roadmaps: tuple[Roadmap, ...]
    deliverables: tuple[Deliverable, ...]
    needs: tuple[FollowedNeed, ...]
    practices: tuple[Practice, ...]
    functions: tuple[Exercised, ...]


@dataclass(frozen=True)
class DeliverablesDocument:
    """Deliverables as JSON says them."""

    generation: int
    as_of: date
    total: int
    deliverables: tuple[Deliverable, ...]


@dataclass(frozen=True)
class FollowedNeedsDocument:
    """Needs as JSON says them."""

    generation: int
    as_of: date
    total: int
    needs: tuple[FollowedNeed, ...]


@dataclass(frozen=True)
class FollowedNeedDocument:
    """One need as JSON says it."""

    generation: int
    as_of: date
    need: FollowedNeed


@dataclass(frozen=True)
class PracticesDocument:
    """Practices as JSON says them."""

    generation: int
    as_of: date
    total: int
    practices: tuple[Practice, ...]


def roadmaps(kind: Format, answer: RoadmapsDocument, language: Language = "fr") -> bytes:
    """Roadmaps, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.roadmaps(answer.roadmaps, language), language)


def deliverables(kind: Format, answer: DeliverablesDocument, language: Language = "fr") -> bytes:
    """Deliverables, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.deliverables(answer.deliverables, language), language)


def needs(kind: Format, answer: FollowedNeedsDocument, language: Language = "fr") -> bytes:
    """Needs, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.needs(answer.needs, language), language)


def practices(kind: Format, answer: PracticesDocument, language: Language = "fr") -> bytes:
    """Practices, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.practices(answer.practices, language), language)


def need(kind: Format, answer: FollowedNeedDocument, language: Language = "fr") -> bytes:
    """One need: as text with its steps, as CSV its steps."""
    answer = printable(answer)
    steps = tables.steps(answer.need, language)
    if kind is not TEXT:
        return _render(kind, answer, steps, language)
    found = answer.need
    about = (
        (Text("Référence", "Reference"), found.reference),
        (Text("État", "State"), tables.NEEDS[found.state].say(language)),
        (Text("Âge", "Age"), _days(found.age_days, language)),
        (Text("Chemin", "Path"), tables.path(found)),
        (Text("Freins", "Barriers"), ", ".join(each.say(language) for each in found.barriers)),
        (Text("Expérimentation", "Experiment"), found.experiment),
        (Text("Solution", "Solution"), found.solution),
        (Text("Issue", "Outcome"), found.outcome_label.say(language)),
        (Text("Clos le", "Closed on"), day(found.closed_on)),
    )
    lines = [one_line(found.title), "=" * len(found.title)]
    lines += [f"{name.say(language)} : {value}" for name, value in about if value]
    lines += ["", *_lines(steps, language)]
    return "\n".join(lines).encode() + b"\n"


def committee(kind: Format, answer: CommitteePlanDocument, language: Language = "fr") -> bytes:
    """One committee’s roadmaps: as text with all that goes with them; as CSV and as a calendar, their actions."""
    answer = printable(answer)
    if kind is ICALENDAR:
        return calendar(answer.committee.label, list(_events(answer, language)), answer.as_of)
    actions = tables.actions(answer.roadmaps, language)
    if kind is not TEXT:
        return _render(kind, answer, actions, language)
    label = one_line(answer.committee.label)
    lines = [label, "=" * len(label), f"{Text('Au', 'On').say(language)} {day(answer.as_of)}"]
    said = Text("Diagnostic", "Diagnosis").say(language)
    lines += [
        f"{said} : {', '.join(filter(None, (one_line(each.title), day(each.made_on), each.produced_by)))}"
        for each in answer.diagnoses
    ]
    for title, table in (
        (Text("Feuilles de route", "Roadmaps"), tables.roadmaps(answer.roadmaps, language)),
        (Text("Calendrier des actions", "Calendar of actions"), actions),
        (Text("Livrables", "Deliverables"), tables.deliverables(answer.deliverables, language)),
        (Text("Besoins suivis", "Needs followed"), tables.needs(answer.needs, language)),
        (Text("Bonnes pratiques", "Good practices"), tables.practices(answer.practices, language)),
        (Text("Fonctions", "Functions"), tables.functions(answer.functions, language)),
    ):
        said = title.say(language)
        lines += ["", said, "-" * len(said), *_lines(table, language)]
    return "\n".join(lines).encode() + b"\n"


def _render(kind: Format, answer: object, table: tables.Columns, language: Language) -> bytes:
    if kind is CSV:
        headings = [each.say(language) for each in table.headings]
        return b"".join(french_csv.pieces(headings, ((row, [0] * len(row)) for row in table.rows)))
    if kind is TEXT:
        return "\n".join(_lines(table, language)).encode() + b"\n"
    return orjson.dumps(answer)


def _lines(table: tables.Columns, language: Language) -> Iterable[str]:
    headings = tuple(each.say(language) for each in table.headings[:_SHOWN])
    shown = tuple(tuple(_read(value) for value in row[:_SHOWN]) for row in table.rows)
    return table_lines(Table("", "" if shown else _NONE.say(language), headings, shown))


def _read(value: Value) -> str:
    return day(value) if isinstance(value, date) else "" if value is None else str(value)


def _days(number: int | None, language: Language) -> str:
    if number is None:
        return ""
    return f"{number} {Text('jours' if number > 1 else 'jour', 'days' if number != 1 else 'day').say(language)}"


def _events(answer: CommitteePlanDocument, language: Language) -> Iterable[Event]:
    for each in answer.roadmaps:
        yield from (_event(action, each, language) for action in each.actions if action.due_on)
        if each.due_on and each.made_on is None:
            said = Text("À produire", "To produce").say(language)
            yield Event(each.iri, each.due_on, f"{said} : {each.title}", each.committee_label)


def _event(action: Action, roadmap: Roadmap, language: Language) -> Event:
    assert action.due_on is not None  # noqa: S101 - for the type checker
    led_by = Text("portée par", "led by").say(language)
    told = (
        tables.ACTIONS[action.state].say(language),
        f"{led_by} {action.led_by}" if action.led_by else "",
        roadmap.title,
    )
    return Event(action.iri, action.due_on, action.title, " – ".join(filter(None, told)))
