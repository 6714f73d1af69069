"""Roadmaps, deliverables, needs and practices in their formats: JSON, CSV, text in columns, iCalendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.document import Table, day
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

Words = Mapping[str, Text]
STANDINGS: Words = {
    "in-force": Text("en vigueur", "in force"),
    "to-come": Text("à venir", "to come"),
    "past": Text("passée", "past"),
    "undated": Text("sans date", "undated"),
}
ACTIONS: Words = {
    "late": Text("en retard", "late"),
    "under-way": Text("en cours", "under way"),
    "to-come": Text("à venir", "to come"),
    "undated": Text("sans date", "undated"),
    "done": Text("faite", "done"),
}
DELIVERABLES: Words = {
    "done": Text("fait", "done"),
    "due": Text("attendu", "due"),
    "late": Text("en retard", "late"),
}
NEEDS: Words = {
    "open": Text("ouvert", "open"),
    "raised": Text("remonté", "raised"),
    "handed": Text("confié à une expérimentation", "handed to an experiment"),
    "covered": Text("couvert, à clore", "covered, to be closed"),
    "closed": Text("clos", "closed"),
}
PRACTICES: Words = {
    "collected": Text("recueillie", "collected"),
    "assessed": Text("évaluée", "assessed"),
    "spread": Text("essaimée", "spread"),
}
ONCE = Text("une fois", "once")
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


@dataclass(frozen=True)
class _Columns:
    headings: Sequence[Text]
    rows: Sequence[Sequence[Value]]


def roadmaps(kind: Format, answer: RoadmapsDocument, language: Language = "fr") -> bytes:
    """Roadmaps, one a row."""
    answer = printable(answer)
    return _render(kind, answer, _roadmaps(answer.roadmaps, language), language)


def deliverables(kind: Format, answer: DeliverablesDocument, language: Language = "fr") -> bytes:
    """Deliverables, one a row."""
    answer = printable(answer)
    return _render(kind, answer, _deliverables(answer.deliverables, language), language)


def needs(kind: Format, answer: FollowedNeedsDocument, language: Language = "fr") -> bytes:
    """Needs, one a row."""
    answer = printable(answer)
    return _render(kind, answer, _needs(answer.needs, language), language)


def practices(kind: Format, answer: PracticesDocument, language: Language = "fr") -> bytes:
    """Practices, one a row."""
    answer = printable(answer)
    return _render(kind, answer, _practices(answer.practices, language), language)


def need(kind: Format, answer: FollowedNeedDocument, language: Language = "fr") -> bytes:
    """One need: as text with its steps, as CSV its steps."""
    answer = printable(answer)
    steps = _steps(answer.need, language)
    if kind is not TEXT:
        return _render(kind, answer, steps, language)
    found = answer.need
    about = (
        (Text("Référence", "Reference"), found.reference),
        (Text("État", "State"), NEEDS[found.state].say(language)),
        (Text("Âge", "Age"), _days(found.age_days, language)),
        (Text("Chemin", "Path"), path(found)),
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
    actions = _actions(answer.roadmaps, language)
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
        (Text("Feuilles de route", "Roadmaps"), _roadmaps(answer.roadmaps, language)),
        (Text("Calendrier des actions", "Calendar of actions"), actions),
        (Text("Livrables", "Deliverables"), _deliverables(answer.deliverables, language)),
        (Text("Besoins suivis", "Needs followed"), _needs(answer.needs, language)),
        (Text("Bonnes pratiques", "Good practices"), _practices(answer.practices, language)),
        (Text("Fonctions", "Functions"), _functions(answer.functions, language)),
    ):
        said = title.say(language)
        lines += ["", said, "-" * len(said), *_lines(table, language)]
    return "\n".join(lines).encode() + b"\n"


def path(found: FollowedNeed) -> str:
    """« Comité local de Fougères (10/02/2026) → Comité départemental… (24/03/2026) »."""
    stops = (f"{one_line(each.label)}{f' ({day(each.since)})' if each.since else ''}" for each in found.path)
    return " → ".join(stops)


def _render(kind: Format, answer: object, table: _Columns, language: Language) -> bytes:
    if kind is CSV:
        headings = [each.say(language) for each in table.headings]
        return b"".join(french_csv.pieces(headings, ((row, [0] * len(row)) for row in table.rows)))
    if kind is TEXT:
        return "\n".join(_lines(table, language)).encode() + b"\n"
    return orjson.dumps(answer)


def _lines(table: _Columns, language: Language) -> Iterable[str]:
    headings = tuple(each.say(language) for each in table.headings[:_SHOWN])
    shown = tuple(tuple(_read(value) for value in row[:_SHOWN]) for row in table.rows)
    return table_lines(Table("", "" if shown else _NONE.say(language), headings, shown))


def _read(value: Value) -> str:
    return day(value) if isinstance(value, date) else "" if value is None else str(value)


def _days(number: int | None, language: Language) -> str:
    if number is None:
        return ""
    return f"{number} {Text('jours' if number > 1 else 'jour', 'days' if number != 1 else 'day').say(language)}"


def _roadmaps(found: Sequence[Roadmap], language: Language) -> _Columns:
    headings = (
        Text("Comité", "Committee"),
        Text("Feuille de route", "Roadmap"),
        Text("Sur le jour demandé", "On the day asked"),
        Text("Du", "From"),
        Text("Au", "To"),
        Text("Actions en retard", "Actions late"),
        Text("Actions", "Actions"),
        Text("Validée par", "Validated by"),
        Text("Produite par", "Produced by"),
        Text("Produite le", "Made on"),
        Text("Annoncée pour le", "Announced for"),
        Text("Clé du comité", "Committee’s key"),
        Text("IRI", "IRI"),
    )
    rows = [
        (
            one_line(each.committee_label),
            one_line(each.title),
            STANDINGS[each.standing].say(language),
            each.valid_from,
            each.valid_until,
            each.late,
            len(each.actions),
            " ; ".join(each.validated_by),
            each.produced_by,
            each.made_on,
            each.due_on,
            each.committee,
            each.iri,
        )
        for each in found
    ]
    return _Columns(headings, rows)


def _actions(found: Sequence[Roadmap], language: Language) -> _Columns:
    headings = (
        Text("Échéance", "Due on"),
        Text("Action", "Action"),
        Text("État", "State"),
        Text("Axe", "Axis"),
        Text("Portée par", "Led by"),
        Text("Feuille de route", "Roadmap"),
        Text("Début", "Starts on"),
        Text("Faite le", "Done on"),
        Text("IRI", "IRI"),
    )
    rows = [
        (
            action.due_on,
            one_line(action.title),
            ACTIONS[action.state].say(language),
            action.axis_label.say(language),
            one_line(action.led_by),
            one_line(each.title),
            action.starts_on,
            action.done_on,
            action.iri,
        )
        for each in found
        for action in each.actions
    ]
    return _Columns(headings, rows)


def _deliverables(found: Sequence[Deliverable], language: Language) -> _Columns:
    headings = (
        Text("Comité", "Committee"),
        Text("Année", "Year"),
        Text("Livrable", "Deliverable"),
        Text("État", "State"),
        Text("Fait le", "Made on"),
        Text("Annoncé pour le", "Announced for"),
        Text("Attendu par", "Expected by"),
        Text("Ce qui le montre", "What shows it"),
        Text("Clé du comité", "Committee’s key"),
    )
    own = Text("le comité", "the committee").say(language)
    rows = [
        (
            one_line(each.committee_label),
            each.year if each.year is not None else ONCE.say(language),
            each.label.say(language),
            DELIVERABLES[each.state].say(language),
            each.made_on,
            each.due_on,
            ", ".join(each.said_by) if each.expected else own,
            " ; ".join(one_line(title) for title in each.titles),
            each.committee,
        )
        for each in found
    ]
    return _Columns(headings, rows)


def _needs(found: Sequence[FollowedNeed], language: Language) -> _Columns:
    headings = (
        Text("Référence", "Reference"),
        Text("Besoin", "Need"),
        Text("État", "State"),
        Text("Âge (jours)", "Age (days)"),
        Text("Territoire", "Territory"),
        Text("Chez", "Held by"),
        Text("Relevé le", "Recorded on"),
        Text("Chemin", "Path"),
        Text("Freins", "Barriers"),
        Text("Expérimentation", "Experiment"),
        Text("Solution", "Solution"),
        Text("Clos le", "Closed on"),
        Text("Issue", "Outcome"),
    )
    rows = [
        (
            each.reference,
            one_line(each.title),
            NEEDS[each.state].say(language),
            each.age_days,
            one_line(each.territory),
            one_line(each.held_by.label),
            each.recorded_on,
            path(each),
            ", ".join(barrier.say(language) for barrier in each.barriers),
            each.experiment,
            each.solution,
            each.closed_on,
            each.outcome_label.say(language),
        )
        for each in found
    ]
    return _Columns(headings, rows)


def _steps(found: FollowedNeed, language: Language) -> _Columns:
    headings = (
        Text("Jour", "Day"),
        Text("Étape", "Step"),
        Text("Par", "By"),
        Text("Vers", "To"),
        Text("Ce qui a été fait", "What was done"),
    )
    rows = [
        (step.day, step.type_label.say(language), one_line(step.by), one_line(step.to), one_line(step.note))
        for step in found.steps
    ]
    return _Columns(headings, rows)


def _practices(found: Sequence[Practice], language: Language) -> _Columns:
    headings = (
        Text("Bonne pratique", "Good practice"),
        Text("État", "State"),
        Text("Recueillie par", "Collected by"),
        Text("Recueillie le", "Collected on"),
        Text("Essaimée à", "Spread to"),
        Text("Évaluation", "Assessment"),
        Text("Tirée de l’action", "Drawn from the action"),
        Text("IRI", "IRI"),
    )
    rows = [
        (
            one_line(each.title),
            PRACTICES[each.state].say(language),
            one_line(each.committee_label),
            each.collected_on,
            " ; ".join(
                f"{one_line(taken.territory)}{f' ({day(taken.since)})' if taken.since else ''}" for taken in each.spread
            ),
            " ; ".join(f"{day(said.day)} : {one_line(said.says)}" for said in each.assessments),
            one_line(each.drawn_from),
            each.iri,
        )
        for each in found
    ]
    return _Columns(headings, rows)


def _functions(found: Sequence[Exercised], language: Language) -> _Columns:
    headings = (
        Text("Fonction", "Function"),
        Text("Exercée par", "Exercised by"),
        Text("Tâche", "Task"),
        Text("Ce que le graphe en montre", "What the graph shows of it"),
    )
    nobody, nothing = Text("personne", "nobody").say(language), Text("rien", "nothing").say(language)
    rows = []
    for each in found:
        for task in each.tasks:
            shown = " ; ".join(
                " – ".join(filter(None, (one_line(trace.what), day(trace.day), ", ".join(trace.by))))
                for trace in task.traces
            )
            who = ", ".join(each.by) or nobody
            rows.append((each.label.say(language), who, task.label.say(language), shown or nothing))
    return _Columns(headings, rows)


def _events(answer: CommitteePlanDocument, language: Language) -> Iterable[Event]:
    for each in answer.roadmaps:
        yield from (_event(action, each, language) for action in each.actions if action.due_on)
        if each.due_on and each.made_on is None:
            said = Text("À produire", "To produce").say(language)
            yield Event(each.iri, each.due_on, f"{said} : {each.title}", each.committee_label)


def _event(action: Action, roadmap: Roadmap, language: Language) -> Event:
    assert action.due_on is not None  # noqa: S101 - for the type checker
    led_by = Text("portée par", "led by").say(language)
    told = (ACTIONS[action.state].say(language), f"{led_by} {action.led_by}" if action.led_by else "", roadmap.title)
    return Event(action.iri, action.due_on, action.title, " – ".join(filter(None, told)))
