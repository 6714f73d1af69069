"""Records whose cells are understood as far as the cells alone tell: dates, numbers, words of a vocabulary."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from ftgraph.namespaces import PREFIXES, ROOT
from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.headings import Cell, Record
from ftgraph.sources.committee_workbook.layout import Column, Condition, Layout, SheetLayout
from ftgraph.sources.committee_workbook.triples import Term
from ftgraph.sources.committee_workbook.values import (
    first_number,
    read_date,
    read_decimal,
    read_number,
    read_year,
    split_many,
)
from ftgraph.sources.committee_workbook.words import Word, WordList, read_indicators, read_words
from ftgraph.sources.handed_in import Fault, Place
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Text

_XSD = PREFIXES["xsd"]
_RULE = re.compile(r"[RL]-[A-Z]{3}-\d{2}")
_DATE = Text("une date", "a date")
_EXPECTED = {
    "date": (_DATE, "12/03/2024"),
    "year": (Text("une année", "a year"), "2024"),
    "number": (Text("un nombre entier", "a whole number"), "8"),
    "decimal": (Text("un montant", "an amount"), "125 000"),
    "yes-no": (Text("« oui » ou « non »", "“oui” or “non”"), "oui"),
    "rule": (Text("l’identifiant d’une règle", "a rule’s identifier"), "R-DEP-03"),
    "college": (Text("un collège", "a college"), "3 – Organisations syndicales"),
}


@dataclass(frozen=True)
class Value:
    """One value of a cell: its text, the key that conditions look at, the term, once known, and its parts."""

    text: str
    cell: Cell
    key: str = ""
    term: Term | None = None
    parts: Mapping[str, Term] = field(default_factory=dict)


@dataclass
class Row:
    """A record with its values by column key, the IRIs of its nodes, and the committee that it is about."""

    record: Record
    values: dict[str, list[Value]]
    nodes: dict[str, list[tuple[str, Value | None]]] = field(default_factory=dict)
    committee: str = ""

    def holds(self, condition: Condition) -> bool:
        """Whether a condition is met."""
        if condition.unless and self.values.get(condition.unless):
            return False
        if not condition.when:
            return True
        keys = [value.key for value in self.values.get(condition.when, ())]
        return bool(keys) if not condition.among else any(key in condition.among for key in keys)

    def text(self, column: str) -> str:
        """The text of the first value of a column, or ""."""
        values = self.values.get(column)
        return values[0].text if values else ""

    def iri(self, node: str = "row") -> str:
        """The IRI of the first node of a kind; "" when the record makes none."""
        found = self.nodes.get(node)
        return found[0][0] if found else ""


class CellReader:
    """Understands cells one by one, and says what it cannot."""

    def __init__(self, layout: Layout, say: Callable[[Fault], None]) -> None:
        self._layout = layout
        self._say = say
        self._words: dict[tuple[str, ...], WordList] = {}
        self._yes = {fold_label(word) for word in layout.yes}
        self._no = {fold_label(word) for word in layout.no}
        self._vacant = {fold_label(word) for word in layout.vacant}
        self._indicators: WordList | None = None

    def row(self, record: Record) -> Row:
        """A record with the values that its cells alone tell; other kinds of cells keep their text."""
        values: dict[str, list[Value]] = {}
        for column in record.sheet.columns:
            cell = record.cells.get(column.key)
            if cell is not None and (found := self._cell(column, cell, record.sheet)):
                values[column.key] = found
        return Row(record, values)

    def words(self, column: Column) -> WordList:
        """The closed list that a column takes its values from."""
        if column.kind == "indicator":
            self._indicators = self._indicators or read_indicators()
            return self._indicators
        if column.choices:
            spellings: dict[str, Word] = {}
            for choice in column.choices:
                word = Word(choice.iri, choice.key, choice.label.fr)
                for name in (choice.label.fr, choice.label.en, choice.key, *choice.synonyms):
                    spellings.setdefault(fold_label(name), word)
            return WordList(spellings)
        return self.scheme(*column.schemes)

    def scheme(self, *schemes: str) -> WordList:
        """The words of vocabularies taken together; each is read once."""
        if schemes not in self._words:
            self._words[schemes] = read_words(schemes)
        return self._words[schemes]

    def is_vacant(self, text: str) -> bool:
        """Whether a text says that nobody is there."""
        return fold_label(text) in self._vacant

    def _cell(self, column: Column, cell: Cell, sheet: SheetLayout) -> list[Value]:
        if column.kind in {"concept", "choice", "indicator"}:
            return self._listed(column, cell, sheet)
        texts = split_many(cell.text) if column.many else [cell.text]
        values = [value for text in texts if (value := self._one(column, text, cell))]
        return list({(value.text, value.term): value for value in values}.values())

    def _one(self, column: Column, text: str, cell: Cell) -> Value | None:
        plain = Value(text, cell, fold_label(text))
        match column.kind:
            case "text":
                return Value(
                    text, cell, plain.key, ox.Literal(text, language="fr") if column.language else ox.Literal(text)
                )
            case "date":
                day = read_date(text)
                found = Value(text, cell, day.isoformat(), typed(day.isoformat(), "date")) if day else None
            case "year":
                year = read_year(text)
                found = Value(text, cell, year, typed(year, "gYear")) if year else None
            case "number":
                number = read_number(text)
                found = None if number is None else Value(text, cell, str(number), typed(str(number), "integer"))
            case "decimal":
                amount = read_decimal(text)
                found = None if amount is None else Value(text, cell, amount, typed(amount, "decimal"))
            case "yes-no":
                found = self._yes_no(text, cell)
            case "college":
                found = _college(text, cell)
            case "rule":
                found = _rule(text, cell)
            case _:
                return plain
        if found is None:
            expected, example = _EXPECTED[column.kind]
            self._say(faults.UNREADABLE_VALUE.at(_typed_place(cell, text), expected=expected, example=example))
        return found

    def _yes_no(self, text: str, cell: Cell) -> Value | None:
        folded = fold_label(text)
        if folded in self._yes:
            return Value(text, cell, "yes", typed("true", "boolean"))
        return Value(text, cell, "no", typed("false", "boolean")) if folded in self._no else None

    def _listed(self, column: Column, cell: Cell, sheet: SheetLayout) -> list[Value]:
        """The values of a closed list in a cell; a comma or « et » is a separator only when the whole is no value."""
        words = self.words(column)
        texts = split_many(cell.text)
        if len(texts) == 1 and column.many and words.find(texts[0]).word is None:
            texts = _finer(texts[0], words)
        values = [value for text in texts if (value := self._word(column, text, cell, sheet))]
        values = list({value.key: value for value in values}.values())
        if len(values) > 1 and not column.many:
            self._say(faults.SEVERAL_VALUES.at(cell.place, kept=values[0].text))
            return values[:1]
        return values

    def _word(self, column: Column, text: str, cell: Cell, sheet: SheetLayout) -> Value | None:
        match = self.words(column).find(text)
        if match.word is None:
            if column.kind == "indicator":
                return Value(text, cell, "")
            if other := self._other(column, text, sheet):
                self._say(faults.VALUE_OF_ANOTHER_COLUMN.at(cell.place, value=text, other=other))
            else:
                self._say(faults.UNKNOWN_VALUE.at(cell.place, match.candidates, value=text))
            return None
        if not match.sure:
            self._say(faults.READ_AS.at(cell.place, value=text, label=match.word.label))
        term = ox.NamedNode(match.word.iri) if match.word.iri else None
        return Value(text, cell, match.word.key, term)

    def _other(self, column: Column, text: str, sheet: SheetLayout) -> str:
        """The heading of another column of the sheet whose list has exactly that value: a line pasted one cell off."""
        for other in sheet.columns:
            if other is not column and other.kind in {"concept", "choice"}:
                match = self.words(other).find(text)
                if match.word is not None and match.sure:
                    return other.heading.fr
        return ""


def _finer(text: str, words: WordList) -> list[str]:
    for separator in (",", "/", " et "):
        parts = [part.strip() for part in text.split(separator)]
        if len(parts) > 1 and all(words.find(part).word for part in parts):
            return parts
    return [text]


def typed(text: str, kind: str) -> ox.Literal:
    """A literal of an XML Schema datatype."""
    return ox.Literal(text, datatype=ox.NamedNode(f"{_XSD}{kind}"))


def _typed_place(cell: Cell, text: str) -> Place:
    return Place(cell.place.sheet, cell.place.line, cell.place.column, cell.place.cell, text)


def _rule(text: str, cell: Cell) -> Value | None:
    name = text.strip().upper().replace("–", "-")
    if not _RULE.fullmatch(name):
        return None
    return Value(text, cell, name, ox.NamedNode(f"{ROOT}/shape/{name}"))


def _college(text: str, cell: Cell) -> Value:
    number = first_number(text)
    label = ox.Literal(text, language="fr")
    if number is None:
        return Value(text, cell, fold_label(text), label)
    return Value(text, cell, str(number), label, {"rank": typed(str(number), "integer")})
