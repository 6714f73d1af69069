"""Historique: what the page shows of a thing’s past, present and future."""

from datetime import date
from typing import Any

from ftgraph.errors import UsageError
from ftgraph.exports import history as words
from ftgraph.history import History
from ftgraph.wording import Language, Text
from ftgraph_api.state import Served

MOST_MOVED = 200
_MOST_PERIODS = 300


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
