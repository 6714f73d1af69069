"""Opening hours in words, from the OpenStreetMap notation that data·inclusion holds (`Mo-Fr 09:00-12:00; Sa off`)."""

import re

_DAYS = {
    "Mo": ("lundi", "Monday"),
    "Tu": ("mardi", "Tuesday"),
    "We": ("mercredi", "Wednesday"),
    "Th": ("jeudi", "Thursday"),
    "Fr": ("vendredi", "Friday"),
    "Sa": ("samedi", "Saturday"),
    "Su": ("dimanche", "Sunday"),
    "PH": ("jours fériés", "public holidays"),
}
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_RULE = re.compile(rf"(?P<days>{_DAY}(?:[-,] ?{_DAY})*)? ?(?P<hours>off|closed|[0-9:,\- ]+)$")
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})$")
_LONGEST = 1000


def in_words(text: str, language: str = "fr") -> str:
    """`Mo-Fr 09:00-12:00,14:00-17:30` → « du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30 », a rule a line.

    A text that is not in this notation is given back as it is.
    """
    if not text or len(text) > _LONGEST:
        return text
    english = language == "en"
    lines = []
    for part in filter(None, (each.strip() for each in text.rstrip("; ").split(";"))):
        said = _said(part, english)
        if not said:
            return text
        lines.append(said)
    return "\n".join(lines)


def _said(rule: str, english: bool) -> str:
    if rule == "24/7":
        return "24 hours a day, every day" if english else "24 h sur 24, tous les jours"
    found = _RULE.match(rule)
    if not found:
        return ""
    days = _days(found["days"], english) if found["days"] else ("every day" if english else "tous les jours")
    hours = found["hours"].strip()
    if hours in ("off", "closed"):
        return f"{days}: closed" if english else f"{days} : fermé"
    spans = [_span(each.strip(), english) for each in hours.split(",")]
    return f"{days} {(' and ' if english else ' et ').join(spans)}" if all(spans) else ""


def _days(text: str, english: bool) -> str:
    named = []
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if last:
            begin, end = _DAYS[first][english], _DAYS[last][english]
            named.append(f"{begin} to {end}" if english else f"du {begin} au {end}")
        else:
            named.append(_DAYS[first][english] if english or first == "PH" else f"le {_DAYS[first][0]}")
    return ", ".join(named)


def _span(text: str, english: bool) -> str:
    found = _SPAN.match(text)
    if not found:
        return ""
    begin, end = _hour(found[1], found[2], english), _hour(found[3], found[4], english)
    return f"{begin} to {end}" if english else f"de {begin} à {end}"


def _hour(hour: str, minute: str, english: bool) -> str:
    if english:
        return f"{int(hour)}:{minute}"
    return f"{int(hour)} h" if minute == "00" else f"{int(hour)} h {minute}"
