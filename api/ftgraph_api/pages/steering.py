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
)
