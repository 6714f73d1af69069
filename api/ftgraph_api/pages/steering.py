"""Pilotage: what the network has agreed, does and measures; each subject has a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.wording import Text


@dataclass(frozen=True)
class Subject:
    """A subject of steering: the address of its page, its name, what one finds there."""

    address: str
    name: Text
    what: Text


SUBJECTS: Sequence[Subject] = (
    Subject(
        "/contrats",
        Text("Contrats et appels", "Contracts and calls"),
        Text(
            "Ce qui lie qui, où, jusqu’à quand ; ce qui finit, manque de revue, se concurrence, peut financer.",
            "What binds whom, where, until when; what ends, lacks a review, competes, could fund.",
        ),
    ),
    Subject(
        "/charte",
        Text("Charte", "Charter"),
        Text(
            "Qui s’engage envers qui, sur quoi, et ce qui est tenu, constat après constat.",
            "Who commits to whom, on what, and what is kept, finding after finding.",
        ),
    ),
    Subject(
        "/feuilles-de-route",
        Text("Feuilles de route", "Roadmaps"),
        Text(
            "Ce que chaque comité prévoit : axes, actions, calendrier, livrables attendus et faits, bonnes pratiques.",
            "What each committee plans: axes, actions, calendar, deliverables due and made, good practices.",
        ),
    ),
    Subject(
        "/besoins",
        Text("Besoins suivis", "Needs followed"),
        Text(
            "Les besoins non satisfaits, ouverts, remontés, confiés à une expérimentation ou clos, et leur chemin.",
            "Unmet needs, open, raised, handed to an experiment or closed, and their path.",
        ),
    ),
    Subject(
        "/indicateurs",
        Text("Indicateurs", "Indicators"),
        Text(
            "Le socle commun par territoire et opérateur, le taux de pourvoi en tête\u202f; ce qui fait double emploi.",
            "The common core by territory and operator, the rate of vacancies filled first; what is duplicated.",
        ),
    ),
    Subject(
        "/reseau",
        Text("Avant et après les comités", "Before and after the committees"),
        Text(
            "De plusieurs instances à une : réunions épargnées, qui rencontre qui, ce qui peut encore être réuni.",
            "From several bodies to one: meetings saved, who meets whom, what can still be merged.",
        ),
    ),
    Subject(
        "/raisonnement",
        Text("Ce qui se déduit", "What follows"),
        Text(
            "Les contrats État-collectivité, les comités territoriaux, les opérateurs liés par la charte… : ce que les "
            "définitions font dire aux données, et pourquoi.",
            "State–authority contracts, territorial committees, charter-bound operators…: what definitions make of the "
            "data, and why.",
        ),
    ),
    Subject(
        "/qualite",
        Text("Qualité de la carte", "Quality of the map"),
        Text(
            "Doublons, fiches à vérifier, incomplètes ou mal placées : la liste à traiter, source par source.",
            "Duplicates, records to check, incomplete or misplaced: the list to act on, source by source.",
        ),
    ),
)
