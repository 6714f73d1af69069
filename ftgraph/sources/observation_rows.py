"""A file of observations, CSV or XLSX, one value a line or one column a period, as cells of the cube and faults.

Nothing is guessed: a line whose indicator, territory, period or code is unknown, or whose value cannot be true, is
refused with the reason and the nearest words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol

from ftgraph.errors import SourceError, UnknownTerritory
from ftgraph.sources.committee_workbook.words import Match
from ftgraph.sources.observation_structure import FINAL, WITHHELD, Indicator, Structure
from ftgraph.sources.periods import Period, read_period
from ftgraph.sources.solution_records import Reject, Severity, shown
from ftgraph.sources.tables import Row, Table, read_table
from ftgraph.sources.vocabulary_labels import fold_label

MAX_BYTES = 20_000_000
MAX_VALUES = 50_000
BASE_HEADINGS = ("Effectif", "Effectif de base", "Dénominateur", "Base")
"""The column that says on how many people or vacancies a rate or a mean is computed. It is never published."""
_WITHHELD_WORDS = frozenset({"s", "secret", "masque", "masquee", "ns", "nc", "c", "n s", "n c"})
_MOST_DAYS = 3_650
_HUNDRED = Decimal(100)
_SPACES = re.compile(r"[\s\u00a0\u202f']")


class Place(Protocol):
    """A territory that was found."""

    @property
    def iri(self) -> str:
        """Its IRI."""


Find = Callable[[str], Place]
"""A territory by reference, code or name. Raises `UnknownTerritory`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the cube: `indicator` and `territory` are IRIs, `codes` the notations in the order of dimensions."""

    indicator: str
    territory: str
    period: Period
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A cell and its value, None where the file itself withholds it. `base`: on how many it is computed, if told."""

    cell: Cell
    value: Decimal | None
    status: str = FINAL
    base: int | None = None
    line: int = 0
    column: str = ""


def read(
    path: Path, structure: Structure, find: Find, *, max_bytes: int = MAX_BYTES, sheet: str | None = None
) -> Iterator[Observation | Reject]:
    """The observations of a file and its faults, in its order.

    Raises `SourceError`: the file cannot be read, has no column for the indicator, the territory or the values, or
    more than 50,000 values.
    """
    table = read_table(path, sheet=sheet, max_bytes=min(max_bytes, MAX_BYTES))
    reader = _Reader(table, structure, find)
    for row in table.rows:
        yield from reader.observations(row)


class _Reader:
    def __init__(self, table: Table, structure: Structure, find: Find) -> None:
        self._file = table.path.name
        self._structure = structure
        self._find = find
        self._places: dict[str, str | UnknownTerritory] = {}
        self._seen: dict[Cell, tuple[int, Decimal | None]] = {}
        self._columns = _columns(table, structure)
        taken = set(self._columns.values())
        self._wide = {
            heading: period
            for heading in table.columns
            if heading not in taken and (period := read_period(heading)) is not None
        }
        self._check_columns(table)

    def _check_columns(self, table: Table) -> None:
        labels = {key: self._structure.labels[key].fr for key in ("indicator", "territory", "period", "value")}
        wide = bool(self._wide) and "value" not in self._columns
        if not wide:
            self._wide = {}
        needed = ("indicator", "territory") if wide else ("indicator", "territory", "period", "value")
        missing = [labels[key] for key in needed if key not in self._columns]
        if missing:
            raise SourceError(
                f"« {self._file} » n’a pas de colonne {' ni '.join(f'« {name} »' for name in missing)}.",
                f"“{self._file}” lacks the columns: {', '.join(missing)}.",
                cure=f"Ses colonnes\u202f: {', '.join(table.columns)[:300]}. Un modèle à remplir\u202f: "
                "ftgraph import observations --template.",
                cure_en="For a workbook to fill in: ftgraph import observations --template.",
            )

    def observations(self, row: Row) -> Iterator[Observation | Reject]:
        """What a row says: one observation, or one a period."""
        faults: list[Reject] = []
        indicator = self._indicator(row, faults)
        territory = self._territory(row, faults)
        codes = self._codes(row, indicator, faults)
        status = self._status(row, faults)
        self._check_unit(row, indicator, faults)
        base = self._base(row, faults)
        values = list(self._values(row, faults))
        if any(fault.severity is Severity.REJECTED for fault in faults):
            yield from faults
            return
        yield from faults
        assert indicator is not None  # noqa: S101 - a fault would have been told
        for heading, period, text in values:
            value, found = self._value(row, heading, text, indicator)
            yield from found
            if any(each.severity is Severity.REJECTED for each in found):
                continue
            cell = Cell(indicator.iri, territory, period, codes)
            withheld = value is None or status == WITHHELD
            fault = self._repeated(row, heading, text, cell, None if withheld else value)
            if fault is not None:
                yield fault
                continue
            if len(self._seen) > MAX_VALUES:
                raise SourceError(
                    f"« {self._file} » tient plus de {MAX_VALUES} valeurs.",
                    f"“{self._file}” holds more than {MAX_VALUES} values.",
                    line=row.line,
                    cure="Coupez-le, par année ou par région.",
                    cure_en="Cut it, by year or by region.",
                )
            state = WITHHELD if withheld else status
            yield Observation(cell, None if withheld else value, state, base, row.line, heading)

    def _text(self, row: Row, key: str) -> str:
        return row.cells.get(self._columns.get(key, ""), "").strip()

    def _fault(self, row: Row, key: str, value: str, reason: str, severity: Severity = Severity.REJECTED) -> Reject:
        column = self._columns.get(key, key)
        return Reject(row.line, column, shown(value), reason, file=self._file, severity=severity)

    def _indicator(self, row: Row, faults: list[Reject]) -> Indicator | None:
        text = self._text(row, "indicator")
        if not text:
            faults.append(self._fault(row, "indicator", "", "indicateur absent"))
            return None
        match = self._structure.words["indicator"].find(text)
        if match.word is None or not match.sure:
            faults.append(self._fault(row, "indicator", text, f"indicateur inconnu{_nearest(match)}"))
            return None
        return self._structure.indicators[match.word.iri]

    def _territory(self, row: Row, faults: list[Reject]) -> str:
        text = self._text(row, "territory")
        if not text:
            faults.append(self._fault(row, "territory", "", "territoire absent"))
            return ""
        if text not in self._places:
            try:
                self._places[text] = self._find(text).iri
            except UnknownTerritory as error:
                self._places[text] = error
        found = self._places[text]
        if isinstance(found, str):
            return found
        near = "\u202f; ".join(f"{label} ({reference})" for reference, label in found.candidates[:3])
        several = "plusieurs territoires portent ce nom" if "plusieurs" in found.fr else "territoire inconnu"
        faults.append(
            self._fault(row, "territory", text, several + (f"\u202f; les plus proches\u202f: {near}" if near else ""))
        )
        return ""

    def _codes(self, row: Row, indicator: Indicator | None, faults: list[Reject]) -> tuple[str, ...]:
        codes = []
        for dimension in self._structure.dimensions:
            text = self._text(row, dimension.key)
            if not text:
                codes.append(dimension.whole)
                continue
            match = self._structure.words[dimension.key].find(text)
            if match.word is None or not match.sure:
                faults.append(self._fault(row, dimension.key, text, f"valeur inconnue{_nearest(match)}"))
                continue
            notation = match.word.key
            if notation != dimension.whole and indicator is not None and dimension.key not in indicator.allowed:
                faults.append(self._fault(row, dimension.key, text, self._not_broken_down(indicator)))
            codes.append(notation)
        return tuple(codes)

    def _not_broken_down(self, indicator: Indicator) -> str:
        allowed = [self._structure.labels[key].fr for key in indicator.allowed]
        by = f"il se ventile par\u202f: {', '.join(allowed)}" if allowed else "il ne se ventile pas"
        return f"« {indicator.label.fr} » ne se ventile pas ainsi\u202f; {by}"

    def _status(self, row: Row, faults: list[Reject]) -> str:
        text = self._text(row, "status")
        if not text:
            return FINAL
        match = self._structure.words["status"].find(text)
        if match.word is None or not match.sure:
            faults.append(self._fault(row, "status", text, f"état inconnu{_nearest(match)}"))
            return FINAL
        return match.word.key

    def _check_unit(self, row: Row, indicator: Indicator | None, faults: list[Reject]) -> None:
        text = self._text(row, "unit")
        if not text or indicator is None or indicator.unit is None:
            return
        match = self._structure.words["unit"].find("pour cent" if text == "%" else text)
        if match.word is None or match.word.key != indicator.unit.notation:
            faults.append(self._fault(row, "unit", text, f"cet indicateur s’exprime en {indicator.unit.label.fr}"))

    def _base(self, row: Row, faults: list[Reject]) -> int | None:
        text = self._text(row, "base")
        if not text:
            return None
        number = _number(text)
        if number is None or number < 0 or number != number.to_integral_value():
            faults.append(self._fault(row, "base", text, "l’effectif est un nombre entier, zéro ou plus"))
            return None
        return int(number)

    def _values(self, row: Row, faults: list[Reject]) -> Iterator[tuple[str, Period, str]]:
        """(heading, period, text) of each value that the row holds; empty cells are no value."""
        if self._wide:
            for heading, period in self._wide.items():
                if text := row.cells.get(heading, "").strip():
                    yield heading, period, text
            return
        text = self._text(row, "period")
        stated = read_period(text) if text else None
        if stated is None:
            reason = "période absente" if not text else "période non comprise"
            faults.append(
                self._fault(row, "period", text, f"{reason}\u202f: écrivez 2025, S1 2025, T1 2025 ou 03/2025")
            )
            return
        if value := self._text(row, "value"):
            yield self._columns["value"], stated, value

    def _value(self, row: Row, heading: str, text: str, indicator: Indicator) -> tuple[Decimal | None, list[Reject]]:
        if fold_label(text) in _WITHHELD_WORDS or text.strip(" .") in ("s", "c"):
            return None, []
        number = _number(text)

        def fault(reason: str, severity: Severity = Severity.REJECTED) -> tuple[Decimal | None, list[Reject]]:
            return number, [Reject(row.line, heading, shown(text), reason, file=self._file, severity=severity)]

        if number is None:
            return fault("ce n’est pas un nombre")
        reason = _implausible(number, indicator)
        if reason:
            return fault(reason)
        if indicator.kind == "rate" and 0 < number <= 1:
            return fault("valeur très basse pour un taux en pour cent\u202f: vérifiez", Severity.REPAIRED)
        return number, []

    def _repeated(self, row: Row, heading: str, text: str, cell: Cell, value: Decimal | None) -> Reject | None:
        before = self._seen.get(cell)
        if before is None:
            self._seen[cell] = (row.line, value)
            return None
        same = "la même valeur" if before[1] == value else "une autre valeur"
        return Reject(
            row.line,
            heading,
            shown(text),
            f"case déjà donnée ligne {before[0]}, avec {same}\u202f; la première est gardée",
            file=self._file,
        )


def _columns(table: Table, structure: Structure) -> dict[str, str]:
    """Component → heading of the file."""
    named: Mapping[str, str] = {
        **{folded: key for key, names in structure.headings.items() for folded in names if folded},
        **{fold_label(name): "base" for name in BASE_HEADINGS},
    }
    found: dict[str, str] = {}
    for heading in table.columns:
        key = named.get(fold_label(heading))
        if key is not None:
            found.setdefault(key, heading)
    return found


def _nearest(match: Match) -> str:
    words = [match.word.label] if match.word else [label for _, label in match.candidates]
    if not words:
        return ""
    told = ", ".join(f"« {label} »" for label in words)
    return f"\u202f; {'le plus proche est' if len(words) == 1 else 'les plus proches sont'} {told}"


def _number(text: str) -> Decimal | None:
    """A number as French writes it: spaces by thousands, a decimal comma, perhaps a per cent sign."""
    plain = _SPACES.sub("", text).removesuffix("%").replace(",", ".").replace("−", "-")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _implausible(number: Decimal, indicator: Indicator) -> str:
    """Why a value cannot be true, or ""."""
    reason = ""
    if number < 0:
        reason = "une valeur ne peut pas être négative"
    elif indicator.kind == "rate" and number > _HUNDRED:
        reason = "un taux ne dépasse pas 100 %"
    elif indicator.adds_up and number != number.to_integral_value():
        reason = "un nombre de personnes est un nombre entier"
    elif indicator.kind == "duration" and number > _MOST_DAYS:
        reason = "un délai de plus de dix ans n’est pas vraisemblable"
    return reason
