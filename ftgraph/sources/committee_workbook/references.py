"""Cells that name a row of another sheet: a formation, a member, a roadmap, a meeting…"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from ftgraph.sources.committee_workbook.layout import Column
from ftgraph.sources.committee_workbook.rows import CellReader, Row
from ftgraph.sources.committee_workbook.values import read_date
from ftgraph.sources.vocabulary_labels import fold_label

_SURE = 88
_NEAR = 50


class References:
    """Finds the rows that a text names, among those of the same committee."""

    def __init__(self, rows: Sequence[Row], reader: CellReader) -> None:
        self._reader = reader
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row.record.sheet.key, []).append(row)

    def among(self, column: Column, row: Row, same: Sequence[str] | None = None) -> list[Row]:
        """The rows that a cell of `column` may name: of its target and committee, that `where` and `same` keep."""
        rows = (each for each in self._rows.get(column.target, ()) if each is not row and each.holds(column.where))
        kept = [each for each in rows if each.nodes.get(column.node) and row.committee in ("", each.committee)]
        for key in column.same if same is None else same:
            wanted = {value.key for value in row.values.get(key, ())}
            kept = [each for each in kept if {value.key for value in each.values.get(key, ())} == wanted]
        return kept

    def sheet(self, column: Column) -> str:
        """What the file calls the sheet that `column` names rows of; "" when it has no row."""
        return next((each.record.place.sheet for each in self._rows.get(column.target, ())), "")

    def find(self, column: Column, text: str, row: Row) -> tuple[list[Row], list[tuple[str, str]]]:
        """(the rows named, the nearest names when there is none). One node may stand on several rows.

        A row that has the name but not what must be the `same` (a meeting of another formation) is told with that.
        """
        found, near = self._find(column, text, self.among(column, row))
        if not found and column.same:
            others, _ = self._find(column, text, self.among(column, row, ()))
            near = [("", _told_apart(text, other, column.same)) for other in others[:3]] or near
        return found, near

    def _find(self, column: Column, text: str, rows: list[Row]) -> tuple[list[Row], list[tuple[str, str]]]:
        if not rows:
            return [], []
        sheet = rows[0].record.sheet
        folded = fold_label(text)
        if folded in {fold_label(word) for word in column.all}:
            return rows, []
        day = read_date(text)
        names: dict[str, list[Row]] = {}
        for key in sheet.named_by:
            named = sheet.by_key[key]
            wanted = self._reader.words(named).find(text).word if named.kind in {"concept", "choice"} else None
            found = []
            for each in rows:
                for value in each.values.get(key, ()):
                    if wanted and value.key == wanted.key:
                        found.append(each)
                    elif day and named.kind == "date":
                        found.extend([each] if value.key == day.isoformat() else [])
                    else:
                        names.setdefault(fold_label(value.text), []).append(each)
            found.extend(each for each in names.get(folded, ()) if each not in found)
            if found:
                return found, []
        close = process.extract(folded, list(names), scorer=fuzz.ratio, limit=2, score_cutoff=_SURE)
        if close and (len(close) == 1 or close[0][1] > close[1][1]):
            return names[close[0][0]], []
        # « COPIL » for « COPIL d’Ille-et-Vilaine »: the only name that holds the words.
        within = [name for name in names if f" {folded} " in f" {name} " or f" {name} " in f" {folded} "]
        if len(within) == 1 and folded:
            return names[within[0]], []
        best = process.extract(folded, list(names), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
        return [], [(name, self._shown(names[name][0], name)) for name, _, _ in best]

    def only(self, column: Column, row: Row) -> Row | None:
        """The one row that an empty cell can mean, or None."""
        rows = self.among(column, row)
        return rows[0] if len({each.iri(column.node) for each in rows}) == 1 else None

    @staticmethod
    def _shown(row: Row, name: str) -> str:
        texts = [value.text for key in row.record.sheet.named_by for value in row.values.get(key, ())]
        return next((text for text in texts if fold_label(text) == name), name)


def _told_apart(text: str, row: Row, keys: Sequence[str]) -> str:
    """`15/01/2026 (Formation : COPIL, ligne 2)`: what a row has that the one asking must have too."""
    columns = row.record.sheet.by_key
    said = [f"{columns[key].heading.fr} : {row.text(key) or '—'}" for key in keys if key in columns]
    return f"{text} ({', '.join((*said, f'ligne {row.record.place.line}'))})"
