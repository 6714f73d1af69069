"""Periods as people write them: a year, a half, a quarter or a month; « T1 2025 », « 2025-03 », « mars 2025 »."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)
_LENGTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LETTERS = {"half": "S", "quarter": "Q", "month": ""}
_FOLDED_MONTHS = {fold_name(name): number for number, name in enumerate(_MONTHS[0], start=1)}
_YEAR = r"(20\d\d|19\d\d)"
_FORMS: tuple[tuple[str, str], ...] = (
    ("year", rf"(?:annee )?{_YEAR}"),
    ("quarter", rf"{_YEAR} ?[tq] ?([1-4])"),
    ("quarter", rf"[tq] ?([1-4]) {_YEAR}"),
    ("quarter", rf"([1-4])(?:er|e|eme|nd|nde)? trimestre {_YEAR}"),
    ("quarter", rf"trimestre ([1-4]) {_YEAR}"),
    ("half", rf"{_YEAR} ?s ?([12])"),
    ("half", rf"s ?([12]) {_YEAR}"),
    ("half", rf"([12])(?:er|e|eme|nd)? semestre {_YEAR}"),
    ("month", rf"{_YEAR} (0?[1-9]|1[0-2])"),
    ("month", rf"(0?[1-9]|1[0-2]) {_YEAR}"),
    # A spreadsheet makes the first day of the month out of « 03/2025 ».
    ("month", rf"{_YEAR} (0[1-9]|1[0-2]) 01"),
    ("month", rf"01 (0[1-9]|1[0-2]) {_YEAR}"),
)


@dataclass(frozen=True, order=True)
class Period:
    """A period of the calendar. `kind`: year, half, quarter or month; `number`: from 1 within the year."""

    year: int
    kind: str
    number: int = 1

    @property
    def key(self) -> str:
        """What names it: `2025`, `2025-S1`, `2025-Q1`, `2025-03`."""
        if self.kind == "year":
            return str(self.year)
        if self.kind == "month":
            return f"{self.year}-{self.number:02}"
        return f"{self.year}-{_LETTERS[self.kind]}{self.number}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _LENGTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        month = self.number * _LENGTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def label(self) -> Text:
        """« 1er trimestre 2025 »."""
        if self.kind == "year":
            return Text(str(self.year))
        if self.kind == "month":
            return Text(*(f"{names[self.number - 1]} {self.year}" for names in _MONTHS))
        french = {"half": "semestre", "quarter": "trimestre"}[self.kind]
        rank = "1er" if self.number == 1 else f"{self.number}e"
        return Text(f"{rank} {french} {self.year}", f"{_LETTERS[self.kind]}{self.number} {self.year}")

    @property
    def order(self) -> tuple[date, int]:
        """By end, the shorter first."""
        return self.end, _LENGTHS[self.kind]

    def previous(self) -> "Period":
        """The one before of the same kind."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, 12 // _LENGTHS[self.kind])

    @property
    def months(self) -> range:
        """Its months, counted from year 0."""
        length = _LENGTHS[self.kind]
        first = self.year * 12 + (self.number - 1) * length
        return range(first, first + length)


def read_period(text: str) -> Period | None:
    """The period that a text means, or None."""
    folded = fold_name(text)
    words = folded.split()
    if len(words) == 2 and words[0] in _FOLDED_MONTHS and re.fullmatch(_YEAR, words[1]):
        return Period(int(words[1]), "month", _FOLDED_MONTHS[words[0]])
    for kind, form in _FORMS:
        if found := re.fullmatch(form, folded):
            years = [part for part in found.groups() if len(part) == 4]
            numbers = [int(part) for part in found.groups() if len(part) < 4]
            return Period(int(years[0]), kind, numbers[0] if numbers else 1)
    return None
