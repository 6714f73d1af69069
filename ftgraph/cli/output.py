"""What commands print with: one console, French sentences, numbers and dates."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console

from ftgraph.errors import UsageError
from ftgraph.exports.wording import counted
from ftgraph.graph.store import Generation
from ftgraph.wording import unbroken

if TYPE_CHECKING:  # what imports take to load, no question should
    from ftgraph.publish.provenance import Changes
    from ftgraph.publish.removal import RemovalReport


def console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def say(sentence: str, *, stderr: bool = False) -> None:
    """Print a sentence whole, whatever the width, its marks tied to their words."""
    console(stderr=stderr).print(unbroken(sentence), soft_wrap=True)


def say_published(generation: Generation) -> None:
    """Print what was published."""
    say(f"Génération {generation.number} publiée : {counted(generation.quads, 'triplet')}.")


def say_removed(report: "RemovalReport", generation: Generation) -> None:
    """Print what was taken out of the graph, and published so."""
    for name in report.names:
        say(f"Retiré : {name}.")
    say(f"{report.source} : {counted(len(report.changes.removed), 'chose retirée', 'choses retirées')}.")
    say_published(generation)


def in_words(changes: "Changes") -> str:
    """What an import changed: `12 choses ajoutées, 1 modifiée, 0 retirée`."""
    added = counted(len(changes.added), "chose ajoutée", "choses ajoutées")
    return f"{added}, {counted(len(changes.changed), 'modifiée')}, {counted(len(changes.removed), 'retirée')}"


def date_time(value: datetime) -> str:
    """`24/11/2026 à 09:30`, Paris time."""
    return f"{value.astimezone(ZoneInfo('Europe/Paris')):%d/%m/%Y à %H:%M}"


def parsed_date(option: str, text: str) -> date | None:
    """The day that an option holds; None when it is empty. Raises `UsageError` when it is not a day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{option} vaut « {text} » : une date AAAA-MM-JJ est attendue.",
            f"{option} is “{text}”: a date YYYY-MM-DD is expected.",
        ) from error
