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
        "/qualite",
        Text("Qualité de la carte", "Quality of the map"),
        Text(
            "Doublons, fiches à vérifier, incomplètes ou mal placées : la liste à traiter, source par source.",
            "Duplicates, records to check, incomplete or misplaced: the list to act on, source by source.",
        ),
    ),
)
