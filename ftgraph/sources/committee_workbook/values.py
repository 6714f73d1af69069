"""Cells as people type them: dates of every French form, numbers, SIRET. Nothing is guessed: None when unsure."""

import re
from datetime import date, datetime, timedelta

from ftgraph.sources.place_names import fold_name

_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(),
    "janv fevr mars avr mai juin juil aout sept oct nov dec".split(),
    "jan fev mar avr mai jun jul aou sep oct nov dec".split(),
    "january february march april may june july august september october november december".split(),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?")
_NUMERIC = re.compile(
    r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})(?:\s+(?:a |à )?\d{1,2}[:hH]\d{0,2}(?::\d{2})?)?"
)
_WRITTEN = re.compile(r"(?:[a-z]+ )?(?:le )?(\d{1,2})(?:er)? ([a-z]+) (\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_NUMBER = re.compile(r"[+]?(\d+)(?:[.,]0*)?")
_DECIMAL = re.compile(r"([+-]?\d+)(?:[.,](\d+))?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_FIRST_NUMBER = re.compile(r"\d{1,3}")
_EPOCH = date(1899, 12, 30)  # Excel's day 0, once its 29 February 1900 is past
_CENTURY = 70  # two-digit years below it are of this century
_EARLIEST, _LATEST = 1900, 2199


def read_date(text: str) -> date | None:
    """12/03/2024, 12-03-24, 12.03.2024, « 12 mars 2024 », 2024-03-12, 45363 (a spreadsheet's count of days).

    The day comes first. Two-digit years: 00–69 are 2000–2069. None: no such day, or not of these forms.
    """
    plain = text.strip()
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(plain):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _SERIAL.fullmatch(plain):
        number = int(found[1])
        return _EPOCH + timedelta(days=number) if 20_000 <= number <= 80_000 else None
    if found := _WRITTEN.fullmatch(fold_name(plain)):
        for months in _MONTHS:
            if found[2] in months:
                return _day(_year(found[3]), months.index(found[2]) + 1, int(found[1]))
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < _CENTURY else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a day has no time zone
    except ValueError:
        return None


def read_year(text: str) -> str | None:
    """« 2024 », « année 2024 », or the year of a date."""
    found = re.findall(r"(?<!\d)(19\d{2}|20\d{2}|21\d{2})(?!\d)", text)
    if len(set(found)) == 1:
        return str(found[0])
    day = read_date(text)
    return str(day.year) if day else None


def read_number(text: str) -> int | None:
    """A whole number, zero included: « 12 », « 1 234 », « 12,0 »."""
    found = _NUMBER.fullmatch(_SPACES.sub("", text))
    return int(found[1]) if found and len(found[1]) <= 12 else None


def read_decimal(text: str) -> str | None:
    """An amount as `xsd:decimal` writes it: « 1 250 000,50 € » is "1250000.50"."""
    plain = _SPACES.sub("", text).removesuffix("€").removesuffix("EUR").removesuffix("euros")
    found = _DECIMAL.fullmatch(plain)
    if not found or len(plain) > 24:
        return None
    return f"{int(found[1])}.{found[2]}" if found[2] else str(int(found[1]))


def first_number(text: str) -> int | None:
    """The number that a text begins with or holds alone: 3 for « 3° Organisations syndicales » or « Collège 3 »."""
    found = _FIRST_NUMBER.findall(text)
    return int(found[0]) if found else None


def read_siret(text: str) -> tuple[str, bool] | None:
    """(SIRET or SIREN, whether leading zeros were put back), or None. Luhn's key is what tells a repaired one.

    La Poste's SIRET do not follow the key: they are taken as they are.
    """
    digits = _SPACES.sub("", text).replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdecimal():
        return None
    for length in (14, 9):
        if len(digits) == length:
            return (digits, False) if _luhn(digits) or digits.startswith("356000000") else None
    # A spreadsheet drops leading zeros, never more than a few: shorter texts are something else.
    for length, least in ((14, 11), (9, 7)):
        if least <= len(digits) < length and _luhn(digits.zfill(length)):
            return digits.zfill(length), True
    return None


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def split_many(text: str) -> list[str]:
    """The values of a cell that holds several: split at semicolons, vertical bars, bullets and line ends."""
    return [part.strip(" -–\t") for part in re.split(r"[;\n|•]", text) if part.strip(" -–\t")]
