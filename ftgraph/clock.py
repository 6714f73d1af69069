"""Today, in France: the one place where the clock is read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The day it is in Paris."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
