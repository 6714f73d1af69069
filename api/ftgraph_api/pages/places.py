"""Territories as pages name them: in the field of a form, and among several that bear the same name."""

from collections.abc import Callable, Sequence

import numpy as np

from ftgraph.errors import UnknownTerritory
from ftgraph.index.load import Index
from ftgraph.index.territories import KINDS, KINDS_FR
from ftgraph.wording import Text
from ftgraph_api.pages.question import Question

_KINDS_EN = {
    "country": "country",
    "region": "region",
    "departement": "département",
    "arrondissement": "arrondissement",
    "epci": "intermunicipal body",
    "ept": "Greater Paris territory",
    "commune": "commune",
}
TITLES = {
    "region": Text("Régions", "Regions"),
    "departement": Text("Départements", "Départements"),
    "arrondissement": Text("Arrondissements", "Arrondissements"),
    "epci": Text("EPCI", "Intermunicipal bodies"),
    "ept": Text("Établissements publics territoriaux", "Greater Paris territories"),
    "commune": Text("Communes", "Communes"),
}
_MOST_CANDIDATES = 50


def name(question: Question, reference: str) -> str:
    """What stands in the field: the territory’s name where it is enough to find it again, with its kind where not."""
    territories = question.index.territories
    try:
        found = territories.resolve(reference, question.today)
    except UnknownTerritory:
        return reference
    for written in (
        found.label,
        f"{KINDS_FR.get(found.kind, found.kind)} {found.label}",
        f"{found.kind}:{found.label}",
    ):
        try:
            if territories.resolve(written, question.today).reference == found.reference:
                return written
        except UnknownTerritory:
            continue
    return found.reference


def kind_names(question: Question, kind: str) -> str:
    """« Départements », « EPCI », or the zoning’s name: what a map is divided by."""
    if kind in TITLES:
        return TITLES[kind].say("en" if question.language == "en" else "fr")
    return kind_name(question, kind)


def kind_name(question: Question, kind: str) -> str:
    """« département », « EPCI », or the zoning’s name."""
    if kind in KINDS:
        return _KINDS_EN[kind] if question.language == "en" else KINDS_FR[kind]
    return question.index.territories.zoning(kind, question.today).label


def candidates(
    question: Question, near: Sequence[tuple[str, str]], address: Callable[[str], str]
) -> list[tuple[str, str]]:
    """The territories that an unclear name may mean, (what to show, where it leads): each with its kind."""
    return [
        (f"{label}\u00a0– {_told_apart(question, reference)}", address(reference))
        for reference, label in near[:_MOST_CANDIDATES]
    ]


def _told_apart(question: Question, reference: str) -> str:
    """« département », « commune 35238 »: communes of several départements bear the same name."""
    kind, _, code = reference.partition(":")
    name = kind_name(question, kind)
    return f"{name} {code}" if kind == "commune" else name


def main_commune(index: Index, number: int) -> str:
    """A territory’s most populous commune, as a reference: where distances from it are counted; "" where none."""
    members = index.territories.members(number)
    if not members:
        return ""
    numbers = np.array(members.to_array(), dtype=np.int64)
    return index.territories[int(numbers[index.territories.populations[numbers].argmax()])].reference
