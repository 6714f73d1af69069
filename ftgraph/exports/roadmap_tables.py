"""Roadmaps, deliverables, needs and practices as tables: their columns, and their states in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.exports.committee.entries import day
from ftgraph.exports.listing import Field, Fields
from ftgraph.exports.text import one_line
from ftgraph.roadmaps.deliverables import Deliverable
from ftgraph.roadmaps.followed import FollowedNeed, NeedStep
from ftgraph.roadmaps.functions import Exercised, Task
from ftgraph.roadmaps.plans import Action, Roadmap
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
_ONCE = Text("une fois", "once")
_ITSELF = Text("le comité", "the committee")
_NOBODY, _NOTHING = Text("personne", "nobody"), Text("rien", "nothing")
_NEVER = Text("aucune trace possible\u202f: ", "no trace possible: ")


@dataclass(frozen=True)
class Planned:
    """An action, and the roadmap that it is of."""

    roadmap: Roadmap
    action: Action


@dataclass(frozen=True)
class Exercise:
    """A task, and the function that it is of."""

    function: Exercised
    task: Task


def planned(found: Sequence[Roadmap]) -> list[Planned]:
    """The actions of roadmaps, by roadmap then due date."""
    return [Planned(each, action) for each in found for action in each.actions]


def exercises(found: Sequence[Exercised]) -> list[Exercise]:
    """The tasks of functions."""
    return [Exercise(each, task) for each in found for task in each.tasks]


def path(found: FollowedNeed) -> str:
    """« Comité local de Fougères (10/02/2026) → Comité départemental… (24/03/2026) »."""
    return " → ".join(_dated(each.label, each.since) for each in found.path)


def _dated(label: str, since: date | None) -> str:
    return f"{one_line(label)} ({day(since)})" if since else one_line(label)


def _shown(task: Task, language: Language) -> str:
    if task.no_trace.fr:
        return _NEVER.say(language) + task.no_trace.say(language)
    traces = (
        " – ".join(filter(None, (one_line(trace.said.say(language)), day(trace.day), ", ".join(trace.by))))
        for trace in task.traces
    )
    return " ; ".join(traces) or _NOTHING.say(language)


ROADMAPS_COLUMNS: Fields[Roadmap] = (
    Field(("Comité", "Committee"), lambda each, _: one_line(each.committee_label)),
    Field(("Feuille de route", "Roadmap"), lambda each, _: one_line(each.title)),
    Field(("Sur le jour demandé", "On the day asked"), lambda each, lang: STANDINGS[each.standing].say(lang)),
    Field(("Du", "From"), lambda each, _: each.valid_from),
    Field(("Au", "To"), lambda each, _: each.valid_until),
    Field(("Actions en retard", "Actions late"), lambda each, _: each.late),
    Field(("Actions", "Actions"), lambda each, _: len(each.actions)),
    Field(("Validée par", "Validated by"), lambda each, _: " ; ".join(each.validated_by)),
    Field(("Produite par", "Produced by"), lambda each, _: each.produced_by),
    Field(("Produite le", "Made on"), lambda each, _: each.made_on),
    Field(("Annoncée pour le", "Announced for"), lambda each, _: each.due_on),
    Field(("Clé du comité", "Committee’s key"), lambda each, _: each.committee),
    Field(("IRI", "IRI"), lambda each, _: each.iri),
)

ACTIONS_COLUMNS: Fields[Planned] = (
    Field(("Échéance", "Due on"), lambda found, _: found.action.due_on),
    Field(("Action", "Action"), lambda found, _: one_line(found.action.title)),
    Field(("État", "State"), lambda found, lang: ACTIONS[found.action.state].say(lang)),
    Field(("Axe", "Axis"), lambda found, lang: found.action.axis_label.say(lang)),
    Field(("Portée par", "Led by"), lambda found, _: one_line(found.action.led_by)),
    Field(("Feuille de route", "Roadmap"), lambda found, _: one_line(found.roadmap.title)),
    Field(("Début", "Starts on"), lambda found, _: found.action.starts_on),
    Field(("Faite le", "Done on"), lambda found, _: found.action.done_on),
    Field(("IRI", "IRI"), lambda found, _: found.action.iri),
)

DELIVERABLES_COLUMNS: Fields[Deliverable] = (
    Field(("Comité", "Committee"), lambda each, _: one_line(each.committee_label)),
    Field(("Année", "Year"), lambda each, lang: each.year if each.year is not None else _ONCE.say(lang)),
    Field(("Livrable", "Deliverable"), lambda each, lang: each.label.say(lang)),
    Field(("État", "State"), lambda each, lang: DELIVERABLES[each.state].say(lang)),
    Field(("Fait le", "Made on"), lambda each, _: each.made_on),
    Field(("Annoncé pour le", "Announced for"), lambda each, _: each.due_on),
    Field(
        ("Attendu par", "Expected by"),
        lambda each, lang: ", ".join(each.said_by) if each.expected else _ITSELF.say(lang),
    ),
    Field(("Ce qui le montre", "What shows it"), lambda each, _: " ; ".join(one_line(title) for title in each.titles)),
    Field(("Clé du comité", "Committee’s key"), lambda each, _: each.committee),
)

NEEDS_COLUMNS: Fields[FollowedNeed] = (
    Field(("Référence", "Reference"), lambda each, _: each.reference),
    Field(("Besoin", "Need"), lambda each, _: one_line(each.title)),
    Field(("État", "State"), lambda each, lang: NEEDS[each.state].say(lang)),
    Field(("Âge (jours)", "Age (days)"), lambda each, _: each.age_days),
    Field(("Territoire", "Territory"), lambda each, _: one_line(each.territory)),
    Field(("Chez", "Held by"), lambda each, _: one_line(each.held_by.label)),
    Field(("Relevé le", "Recorded on"), lambda each, _: each.recorded_on),
    Field(("Chemin", "Path"), lambda each, _: path(each)),
    Field(("Freins", "Barriers"), lambda each, lang: ", ".join(barrier.say(lang) for barrier in each.barriers)),
    Field(("Expérimentation", "Experiment"), lambda each, _: each.experiment),
    Field(("Solution", "Solution"), lambda each, _: each.solution),
    Field(("Clos le", "Closed on"), lambda each, _: each.closed_on),
    Field(("Issue", "Outcome"), lambda each, lang: each.outcome_label.say(lang)),
)

STEPS_COLUMNS: Fields[NeedStep] = (
    Field(("Jour", "Day"), lambda step, _: step.day),
    Field(("Étape", "Step"), lambda step, lang: step.type_label.say(lang)),
    Field(("Par", "By"), lambda step, _: one_line(step.by)),
    Field(("Vers", "To"), lambda step, _: one_line(step.to)),
    Field(("Ce qui a été fait", "What was done"), lambda step, _: one_line(step.note)),
)

PRACTICES_COLUMNS: Fields[Practice] = (
    Field(("Bonne pratique", "Good practice"), lambda each, _: one_line(each.title)),
    Field(("État", "State"), lambda each, lang: PRACTICES[each.state].say(lang)),
    Field(("Recueillie par", "Collected by"), lambda each, _: one_line(each.committee_label)),
    Field(("Recueillie le", "Collected on"), lambda each, _: each.collected_on),
    Field(
        ("Essaimée à", "Spread to"),
        lambda each, _: " ; ".join(_dated(taken.territory, taken.since) for taken in each.spread),
    ),
    Field(
        ("Évaluation", "Assessment"),
        lambda each, _: " ; ".join(f"{day(said.day)} : {one_line(said.says)}" for said in each.assessments),
    ),
    Field(("Tirée de l’action", "Drawn from the action"), lambda each, _: one_line(each.drawn_from)),
    Field(("IRI", "IRI"), lambda each, _: each.iri),
)

FUNCTIONS_COLUMNS: Fields[Exercise] = (
    Field(("Fonction", "Function"), lambda each, lang: each.function.label.say(lang)),
    Field(("Exercée par", "Exercised by"), lambda each, lang: ", ".join(each.function.by) or _NOBODY.say(lang)),
    Field(("Tâche", "Task"), lambda each, lang: each.task.label.say(lang)),
    Field(
        ("Ce que le graphe en montre", "What the graph shows of it"),
        lambda each, lang: _shown(each.task, lang),
    ),
)
