"""What commands print with: one console, French numbers and dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from ftgraph.errors import UsageError


def console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def number(value: int) -> str:
    """A whole number as French writes it: `12 345` with narrow no-break spaces."""
    return f"{value:,}".replace(",", "\u202f")


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
