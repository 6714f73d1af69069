"""Today, in France: the one place where the clock is read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """The day it is in Paris."""
    return datetime.now(_PARIS).date()


def day_of(instant: datetime) -> date:
    """The day that an instant falls on in Paris."""
    return instant.astimezone(_PARIS).date()


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
