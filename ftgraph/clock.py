"""Today, in France: the one place where the clock is read."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TODAY = "FTGRAPH_TODAY"
_PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """The day it is in Paris, or the one that `FTGRAPH_TODAY` says, so that an answer can be had again."""
    said = os.environ.get(TODAY)
    return date.fromisoformat(said) if said else datetime.now(_PARIS).date()


def day_of(instant: datetime) -> date:
    """The day that an instant falls on in Paris."""
    return instant.astimezone(_PARIS).date()


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
