"""Days in a calendar that any diary opens (iCalendar, RFC 5545): whole-day events, without time zones or alarms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

_WIDTH = 75  # octets a line, its end not counted (RFC 5545, 3.1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """A whole day. `key`: what tells the event from others, the same from one calendar to the next."""

    key: str
    day: date
    title: str
    text: str


def calendar(name: str, events: Sequence[Event], made: date) -> bytes:
    """A calendar; the same events on the same day (`made`) give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ftgraph//FR", f"X-WR-CALNAME:{name.translate(_ESCAPES)}"]
    for event in sorted(events, key=lambda each: (each.day, each.title)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{sha256(event.key.encode()).hexdigest()[:32]}@ftgraph",
            f"DTSTAMP:{made:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"SUMMARY:{event.title.translate(_ESCAPES)}",
            f"DESCRIPTION:{event.text.translate(_ESCAPES)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    """A line cut where it is too long, never within a character."""
    start = ""
    for letter in line:
        if len((start + letter).encode()) > _WIDTH:
            yield start
            start = " "
        start += letter
    yield start
