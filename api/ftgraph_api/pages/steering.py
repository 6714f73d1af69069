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
        "/reseau",
        Text("Avant et après les comités", "Before and after the committees"),
        Text(
            "De plusieurs instances à une : réunions épargnées, qui rencontre qui, ce qui peut encore être réuni.",
            "From several bodies to one: meetings saved, who meets whom, what can still be merged.",
        ),
    ),
)
