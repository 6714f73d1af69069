"""Values and what changed, in words: « 78,4 % au 3e trimestre 2026, contre 77,9 % : en hausse, dans le bon sens »."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ftgraph.sources.observation_structure import WITHHELD, Indicator
from ftgraph.wording import Language, Text

if TYPE_CHECKING:
    from ftgraph.indicators.dashboard import Figure

_STABLE = 0.05
_UNITS = {
    "rate": (Text("%", "%"), Text("point", "point")),
    "duration": (Text("jours", "days"), Text("jour", "day")),
}
_NUMBER_SPACE = "\u202f"
_HELD = Text("masquée", "withheld")
_STATES = {"provisional": Text("provisoire", "provisional"), "estimated": Text("estimée", "estimated")}


def number_told(value: float | Decimal, places: int, language: Language) -> str:
    """« 12 345,6 », « 12,345.6 »."""
    text = f"{value:,.{places}f}"
    if language == "en":
        return text
    return text.replace(",", _NUMBER_SPACE).replace(".", ",")


def places_of(indicator: Indicator) -> int:
    """The decimals that an indicator's values are told with."""
    return 0 if indicator.adds_up else 1


def figure_told(value: Decimal | float | None, status: str, indicator: Indicator, language: Language) -> str:
    """A value with its unit; « masquée » for one that is withheld."""
    if value is None or status == WITHHELD:
        return _HELD.say(language)
    text = number_told(value, places_of(indicator), language)
    unit = _UNITS.get(indicator.kind)
    if unit is None:
        return text
    space = "" if language == "en" and indicator.kind == "rate" else "\u00a0"
    return f"{text}{space}{unit[0].say(language)}"


def change_told(
    indicator: Indicator, latest: Figure | None, before: Figure | None, language: Language
) -> tuple[float | None, str, str]:
    """(the change, its trend, both in a sentence)."""
    if latest is None:
        return None, "", ""
    state = _STATES.get(latest.status)
    said = f" ({state.say(language)})" if state else ""
    value = latest.told if latest.value is not None else ""
    start = (
        Text(f"{value} {_at(latest)}{said}", f"{value} in {latest.label}{said}")
        if value
        else Text(f"Valeur masquée {_at(latest)}", f"Value withheld in {latest.label}")
    )
    if before is None or latest.value is None or before.value is None:
        missing = Text("pas de valeur publiée à la période précédente", "no value published for the period before")
        return None, "", f"{start.say(language)}, {missing.say(language)}."
    change = round(latest.value - before.value, 6)
    trend = _trend(change, indicator, before.value)
    size = number_told(abs(change), places_of(indicator), language)
    unit = _UNITS.get(indicator.kind)
    if unit is not None:
        plural = "s" if abs(change) >= (2 if language == "fr" else 1.05) else ""
        size = f"{size}\u00a0{unit[1].say(language)}{plural}"
    against = Text(f"contre {before.told} {_at(before)}", f"against {before.told} in {before.label}")
    return change, trend, f"{start.say(language)}, {against.say(language)}{_way(trend, change, size).say(language)}"


def _at(figure: Figure) -> str:
    """« au 3e trimestre 2026 », « en mars 2026 », « en 2026 »."""
    return f"{'au' if 'mestre' in figure.label else 'en'} {figure.label}"


def _trend(change: float, indicator: Indicator, before: float) -> str:
    small = max(_STABLE, abs(before) * 0.0005) if not indicator.adds_up else 0.5
    if abs(change) < small:
        return "stable"
    if indicator.direction == "context":
        return "higher" if change > 0 else "lower"
    return "better" if (change > 0) == (indicator.direction == "up") else "worse"


def _way(trend: str, change: float, size: str) -> Text:
    if trend == "stable":
        return Text("\u202f: stable.", ": stable.")
    rise = (
        Text(f"hausse de {size}", f"a rise of {size}") if change > 0 else Text(f"baisse de {size}", f"a fall of {size}")
    )
    judged = {
        "better": Text(", dans le sens souhaité", ", the way wanted"),
        "worse": Text(", à l’inverse du sens souhaité", ", against the way wanted"),
    }.get(trend, Text("", ""))
    return Text(f"\u202f: {rise.fr}{judged.fr}.", f": {rise.en}{judged.en or ''}.")
