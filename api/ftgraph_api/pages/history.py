"""Historique: what the page shows of a thing’s past, present and future."""

from datetime import date
from typing import Any

from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.exports import history as words
from ftgraph.history import History, NoSuchThing, find
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Language, Text
from ftgraph_api.pages import committee, places
from ftgraph_api.pages.question import Question
from ftgraph_api.state import Served

MOST_MOVED = 200
_MOST_PERIODS = 300


def named(question: Question, asked: str) -> str:
    """The IRI of what a reader names: as `find` does, and by the name of a committee or of a territory.

    Raises as `find` does; `UnknownTerritory` where a name is borne by several.
    """
    try:
        return find(question.served.reader, asked, question.settings.base, question.day)
    except NoSuchThing as unknown:
        for each in committee.committees_of(question.served):
            if each.label and fold_name(each.label) == fold_name(asked):
                return each.iri
        try:
            return question.index.territories.resolve(asked, question.day).iri
        except UnknownTerritory as error:
            raise error if error.candidates else unknown from None


def candidates(question: Question, problem: UsageError | None) -> list[tuple[str, str]]:
    """The territories that an unknown name may have meant: (name, address of their history)."""
    if not isinstance(problem, UnknownTerritory):
        return []
    return places.candidates(question, problem.candidates, lambda value: question.address("/historique", de=value))


def title(found: History | None, language: Language) -> str:
    """What the page is called."""
    name = Text("Historique", "History").say(language)
    return f"{name} – {found.label}" if found else name


def values(
    found: History | None, served: Served, asked: str, on: date, problem: UsageError | None, language: Language
) -> dict[str, Any]:
    """All that the page shows."""
    said: dict[str, Any] = {
        "asked": asked,
        "on": on.isoformat(),
        "seen_from": on,
        "problem": problem,
        "found": found,
        "states": words.STATES,
        "changes": words.CHANGES,
        "most_moved": MOST_MOVED,
        "most_periods": _MOST_PERIODS,
    }
    if found is None:
        return said
    titles = {key: dataset.title for key, dataset in served.datasets.items()}
    return said | {
        "limits": words.limits(found, language),
        "sentences": [(change, list(words.zoning_sentences(change, language))) for change in found.zoning],
        "titles": titles,
    }
