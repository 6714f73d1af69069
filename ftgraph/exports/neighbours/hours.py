"""Opening hours as intervals of a week, from the OpenStreetMap notation that data·inclusion holds."""

import re
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_RULE = re.compile(rf"(?P<days>{_DAY}(?:[-,] ?{_DAY})*)? ?(?P<hours>[0-9:,\- ]+)$")
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})$")
_LONGEST = 1000


@dataclass(frozen=True)
class Opening:
    """Open on those days (`Mo`…`Su`) from a time to another, `HH:MM`."""

    days: tuple[str, ...]
    opens: str
    closes: str


def weekly(text: str) -> tuple[Opening, ...]:
    """`Mo-Fr 09:00-12:00,14:00-17:00; Sa off` → two openings. Empty when any part says something else than a week."""
    if not text or len(text) > _LONGEST:
        return ()
    found: list[Opening] = []
    for part in filter(None, (each.strip() for each in text.rstrip("; ").split(";"))):
        if part.endswith((" off", " closed")):
            continue
        rule = _RULE.match(part)
        if rule is None:
            return ()
        days = _days(rule["days"]) if rule["days"] else DAYS
        for each in rule["hours"].split(","):
            span = _SPAN.match(each.strip())
            if span is None or not days:
                return ()
            opens, closes = f"{int(span[1]):02}:{span[2]}", f"{int(span[3]):02}:{span[4]}"
            # A later rule says again, in this notation, what an earlier one said of the same days.
            found.append(Opening(days, opens, closes))
    seen = [day for opening in found for day in opening.days]
    overlapping = len({(day, each.opens) for each in found for day in each.days}) < len(seen)
    return () if overlapping else tuple(found)


def _days(text: str) -> tuple[str, ...]:
    named: list[str] = []
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        named += DAYS[begin : end + 1] if begin <= end else (*DAYS[begin:], *DAYS[: end + 1])
    return tuple(dict.fromkeys(named))
