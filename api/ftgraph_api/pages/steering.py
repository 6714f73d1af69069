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
        "/indicateurs",
        Text("Indicateurs", "Indicators"),
        Text(
            "Le socle commun mesuré par territoire et opérateur, le taux de pourvoi en tête\u202f; ce qui se redouble.",
            "The common core measured by territory and operator, the rate of vacancies filled first; what redoubles.",
        ),
    ),
)
