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
)
