"""Roadmaps, deliverables, needs and practices as tables: their columns, and their states in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftgraph.exports.columns import Value
from ftgraph.exports.committee.entries import day
from ftgraph.exports.text import one_line
from ftgraph.roadmaps.deliverables import Deliverable
from ftgraph.roadmaps.followed import FollowedNeed
from ftgraph.roadmaps.functions import Exercised
from ftgraph.roadmaps.plans import Roadmap
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


@dataclass(frozen=True)
class Columns:
    """A table’s headings and rows."""

    headings: Sequence[Text]
    rows: Sequence[Sequence[Value]]


def path(found: FollowedNeed) -> str:
    """« Comité local de Fougères (10/02/2026) → Comité départemental… (24/03/2026) »."""
    stops = (f"{one_line(each.label)}{f' ({day(each.since)})' if each.since else ''}" for each in found.path)
    return " → ".join(stops)


def roadmaps(found: Sequence[Roadmap], language: Language) -> Columns:
    """Roadmaps, one a row."""
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
    return Columns(headings, rows)


def actions(found: Sequence[Roadmap], language: Language) -> Columns:
    """The actions of roadmaps, one a row, by roadmap then due date."""
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
    return Columns(headings, rows)


def deliverables(found: Sequence[Deliverable], language: Language) -> Columns:
    """Deliverables, one a row."""
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
    return Columns(headings, rows)


def needs(found: Sequence[FollowedNeed], language: Language) -> Columns:
    """Needs, one a row."""
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
    return Columns(headings, rows)


def steps(found: FollowedNeed, language: Language) -> Columns:
    """The steps of a need, one a row."""
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
    return Columns(headings, rows)


def practices(found: Sequence[Practice], language: Language) -> Columns:
    """Practices, one a row."""
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
    return Columns(headings, rows)


def functions(found: Sequence[Exercised], language: Language) -> Columns:
    """Tasks of functions, one a row."""
    headings = (
        Text("Fonction", "Function"),
        Text("Exercée par", "Exercised by"),
        Text("Tâche", "Task"),
        Text("Ce que le graphe en montre", "What the graph shows of it"),
    )
    nobody, nothing = Text("personne", "nobody").say(language), Text("rien", "nothing").say(language)
    never = Text("aucune trace possible\u202f: ", "no trace possible: ").say(language)
    rows = []
    for each in found:
        for task in each.tasks:
            shown = " ; ".join(
                " – ".join(filter(None, (one_line(trace.said.say(language)), day(trace.day), ", ".join(trace.by))))
                for trace in task.traces
            )
            who = ", ".join(each.by) or nobody
            if task.no_trace.fr:
                shown = never + task.no_trace.say(language)
            rows.append((each.label.say(language), who, task.label.say(language), shown or nothing))
    return Columns(headings, rows)
