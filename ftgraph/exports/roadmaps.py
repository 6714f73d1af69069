"""Roadmaps, deliverables, needs and practices in their formats: JSON, CSV, text in columns, iCalendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.exports import listing
from ftgraph.exports import roadmap_tables as tables
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import ICALENDAR, TEXT, Format
from ftgraph.exports.icalendar import Event, calendar
from ftgraph.exports.listing import Fields, T
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import pick
from ftgraph.roadmaps.committees import Body
from ftgraph.roadmaps.deliverables import Deliverable
from ftgraph.roadmaps.followed import FollowedNeed
from ftgraph.roadmaps.functions import Exercised
from ftgraph.roadmaps.plans import Action, Diagnosis, Roadmap
from ftgraph.roadmaps.practices import Practice
from ftgraph.wording import Language, Text

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
    return _render(kind, answer, tables.ROADMAPS_COLUMNS, answer.roadmaps, language)


def deliverables(kind: Format, answer: DeliverablesDocument, language: Language = "fr") -> bytes:
    """Deliverables, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.DELIVERABLES_COLUMNS, answer.deliverables, language)


def needs(kind: Format, answer: FollowedNeedsDocument, language: Language = "fr") -> bytes:
    """Needs, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.NEEDS_COLUMNS, answer.needs, language)


def practices(kind: Format, answer: PracticesDocument, language: Language = "fr") -> bytes:
    """Practices, one a row."""
    answer = printable(answer)
    return _render(kind, answer, tables.PRACTICES_COLUMNS, answer.practices, language)


def need(kind: Format, answer: FollowedNeedDocument, language: Language = "fr") -> bytes:
    """One need: as text with its steps, as CSV its steps."""
    answer = printable(answer)
    found = answer.need
    if kind is not TEXT:
        return _render(kind, answer, tables.STEPS_COLUMNS, found.steps, language)
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
    lines += ["", *_lines(tables.STEPS_COLUMNS, found.steps, language)]
    return "\n".join(lines).encode() + b"\n"


def committee(kind: Format, answer: CommitteePlanDocument, language: Language = "fr") -> bytes:
    """One committee’s roadmaps: as text with all that goes with them; as CSV and as a calendar, their actions."""
    answer = printable(answer)
    if kind is ICALENDAR:
        return calendar(answer.committee.label, list(_events(answer, language)), answer.as_of)
    actions = tables.planned(answer.roadmaps)
    if kind is not TEXT:
        return _render(kind, answer, tables.ACTIONS_COLUMNS, actions, language)
    label = one_line(answer.committee.label)
    lines = [label, "=" * len(label), f"{Text('Au', 'On').say(language)} {day(answer.as_of)}"]
    said = Text("Diagnostic", "Diagnosis").say(language)
    lines += [
        f"{said} : {', '.join(filter(None, (one_line(each.title), day(each.made_on), each.produced_by)))}"
        for each in answer.diagnoses
    ]
    for title, table in (
        (Text("Feuilles de route", "Roadmaps"), _lines(tables.ROADMAPS_COLUMNS, answer.roadmaps, language)),
        (Text("Calendrier des actions", "Calendar of actions"), _lines(tables.ACTIONS_COLUMNS, actions, language)),
        (Text("Livrables", "Deliverables"), _lines(tables.DELIVERABLES_COLUMNS, answer.deliverables, language)),
        (Text("Besoins suivis", "Needs followed"), _lines(tables.NEEDS_COLUMNS, answer.needs, language)),
        (Text("Bonnes pratiques", "Good practices"), _lines(tables.PRACTICES_COLUMNS, answer.practices, language)),
        (
            Text("Fonctions", "Functions"),
            _lines(tables.FUNCTIONS_COLUMNS, tables.exercises(answer.functions), language),
        ),
    ):
        said = title.say(language)
        lines += ["", said, "-" * len(said), *table]
    return "\n".join(lines).encode() + b"\n"


def _render(kind: Format, answer: object, fields: Fields[T], found: Sequence[T], language: Language) -> bytes:
    return listing.render(
        kind, answer, listing.headings(fields), listing.rows(fields, found, language), language, shown=_SHOWN
    )


def _lines(fields: Fields[T], found: Sequence[T], language: Language) -> list[str]:
    named = [pick(each, language) for each in listing.headings(fields)]
    return listing.lines(named, listing.rows(fields, found, language), language, shown=_SHOWN)


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
