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
        "/raisonnement",
        Text("Ce qui se déduit", "What follows"),
        Text(
            "Les contrats État-collectivité, les comités territoriaux, les opérateurs liés par la charte… : ce que les "
            "définitions font dire aux données, et pourquoi.",
            "State–authority contracts, territorial committees, charter-bound operators…: what definitions make of the "
            "data, and why.",
        ),
    ),
)
