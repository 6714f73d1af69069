"""Answers as tables for the terminal: French headings, badges in words, and lists in place of tables when it is narrow.

Texts come from sources: they are cleaned of control characters and printed as they are, never as markup.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from ftgraph.coverage import CoverageCell, CoverageMatrix
from ftgraph.exports import about
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import EXTENT, FRESHNESS, GAP, REACH, UNSTATED_ZONE, count, decimal, pick, word
from ftgraph.solutions import Answer, FacetValue, SolutionFilters, SolutionRow

_WIDE = 100
_FACETS: Mapping[str, tuple[str, str]] = {
    "barrier": ("Freins", "Barriers"),
    "public": ("Publics", "Publics"),
    "fee": ("Frais", "Fees"),
    "mode": ("Modes", "Modes"),
    "reach": ("Accès", "Reach"),
    "extent": ("Couverture", "Extent"),
    "freshness": ("Fraîcheur", "Freshness"),
    "source": ("Sources", "Sources"),
}
_WORDS = {"reach": REACH, "extent": EXTENT, "freshness": FRESHNESS}
_FACET_VALUES = 5
_FEW_BARRIERS = 5
_ZONE_WIDTH = 26
_COLUMN_WIDTH = 6
_MARKS: Mapping[str | None, str] = {
    None: "",
    "nothing": "",
    "out-of-date-only": "\u202fv",
    "remote-only": "\u202fd",
    "unstated-only": "\u202fz",
}
_REACH_STYLES = {"on-site": "green", "remote": "cyan", "wider-zone": "yellow", "unstated": "magenta"}


@dataclass(frozen=True)
class SolutionTable:
    """A page of solutions, to print with rich: a table, or a list when the terminal is under 100 columns."""

    answer: Answer
    filters: SolutionFilters
    language: str = "fr"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.answer.rows:
            yield _table(self.answer.rows, self.language) if options.max_width >= _WIDE else _list(self)
        yield from _footer(self.answer, self.filters, self.language)


@dataclass(frozen=True)
class CoverageTable:
    """A coverage matrix, to print with rich."""

    matrix: CoverageMatrix
    language: str = "fr"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        numbered = len(self.matrix.barriers) > _FEW_BARRIERS or options.max_width < _WIDE
        most = max((options.max_width - _ZONE_WIDTH) // _COLUMN_WIDTH, 1) if numbered else len(self.matrix.barriers)
        for start in range(0, len(self.matrix.barriers), most):
            yield _grid(self.matrix, slice(start, start + most), numbered=numbered)
        yield from _legend(self.matrix, self.language, numbered=numbered)


def solutions(answer: Answer, filters: SolutionFilters, language: str = "fr") -> SolutionTable:
    """What to print for a page of solutions."""
    return SolutionTable(answer, filters, language)


def coverage(matrix: CoverageMatrix, language: str = "fr") -> CoverageTable:
    """What to print for a coverage matrix."""
    return CoverageTable(matrix, language)


def _table(rows: Sequence[SolutionRow], language: str) -> Table:
    table = Table(header_style="bold", show_lines=True)
    distances = any(row.distance_km is not None for row in rows)
    reaches = any(row.reach for row in rows)
    headings: list[tuple[tuple[str, str], int]] = [(("Solution", "Solution"), 5), (("Où", "Where"), 3)]
    if distances:
        headings.append((("Distance", "Distance"), 2))
    if reaches:
        headings += [(("Accès", "Reach"), 2), (("Couverture", "Extent"), 3)]
    headings += [(("Frais", "Fee"), 2), (("Fraîcheur", "Freshness"), 2)]
    for heading, ratio in headings:
        table.add_column(pick(heading, language), ratio=ratio)
    for row in rows:
        cells = [_name(row), Text(_where(row, language))]
        if distances:
            cells.append(Text(_distance(row)))
        if reaches:
            cells += [_reach(row, language), Text(_extent(row, language))]
        cells += [Text(row.fee.label if row.fee else "–"), _freshness(row, language)]
        table.add_row(*cells)
    return table


def _list(table: SolutionTable) -> Text:
    """One paragraph a solution, for narrow terminals and screen readers."""
    language = table.language
    text = Text()
    for number, row in enumerate(table.answer.rows, start=1):
        text.append(f"{number}. ").append(one_line(row.title), "bold").append("\n")
        parts = [one_line(row.structure.label), _where(row, language), _distance(row)]
        text.append(f"   {' · '.join(part for part in parts if part)}\n")
        text.append("   ")
        if row.reach:
            text.append_text(_reach(row, language)).append(f" · {_extent(row, language)} · ")
        text.append_text(_freshness(row, language)).append("\n")
        marks = [row.fee.label] if row.fee else []
        if row.example:
            marks.append(pick(("Exemple", "Example"), language))
        text.append(f"   {' · '.join(marks)}\n" if marks else "", "dim")
    return text


def _name(row: SolutionRow) -> Text:
    return Text.assemble((one_line(row.title), "bold"), "\n", (one_line(row.structure.label), "dim"))


def _where(row: SolutionRow, language: str) -> str:
    if row.commune:
        return row.commune.label
    return ", ".join(zone.label for zone in row.zones) or pick(UNSTATED_ZONE, language)


def _distance(row: SolutionRow) -> str:
    return f"{decimal(row.distance_km, 1)}\u202fkm" if row.distance_km is not None else ""


def _reach(row: SolutionRow, language: str) -> Text:
    return Text(word(REACH, row.reach, language), _REACH_STYLES.get(row.reach or "", ""))


def _extent(row: SolutionRow, language: str) -> str:
    covered = row.coverage
    if covered is None:
        return ""
    if covered.extent != "part":
        return word(EXTENT, covered.extent, language)
    communes = f"{count(covered.communes)}/{count(covered.communes_total)} communes"
    return f"{word(EXTENT, covered.extent, language)} ({communes})"


def _freshness(row: SolutionRow, language: str) -> Text:
    style = "green" if row.freshness == "up-to-date" else "yellow"
    text = Text(word(FRESHNESS, row.freshness, language), style)
    return text.append(f" ({row.modified:%d/%m/%Y})", "dim") if row.modified else text


def _footer(answer: Answer, filters: SolutionFilters, language: str) -> Iterator[Text]:
    yield Text(_counted(answer, language), "bold")
    if answer.understood:
        named = ", ".join(each.label for each in answer.understood)
        yield Text(f"{pick(('Compris : ', 'Understood: '), language)}{named}.")
    if asked := about.question(filters, language, answer.facets):
        said = " ; ".join(f"{label} : {value}" for label, value in asked)
        yield Text(f"{pick(('Demandé', 'Asked'), language)} – {said}", "dim")
    for facet, heading in _FACETS.items():
        values = [value for value in answer.facets.get(facet, ()) if value.count]
        if len(values) > 1:
            yield Text(f"{pick(heading, language)} : {_facet(facet, values, language)}", "dim")
    if any(row.example for row in answer.rows):
        yield Text(pick(about.EXAMPLE, language), "italic")


def _counted(answer: Answer, language: str) -> str:
    place = f"{answer.territory.label} : " if answer.territory else ""
    if not answer.total:
        return place + pick(("aucune solution connue.", "no solution known."), language)
    noun = pick(("solution", "solution"), language) + ("s" if answer.total > 1 else "")
    shown = ""
    if len(answer.rows) < answer.total:
        listed = pick(("affichées" if len(answer.rows) > 1 else "affichée", "shown"), language)
        shown = f", {count(len(answer.rows))} {listed}"
    day = f"{pick(('au', 'on'), language)} {answer.as_of:%d/%m/%Y}"
    return f"{place}{count(answer.total)} {noun}{shown} ({day})."


def _facet(facet: str, values: Sequence[FacetValue], language: str) -> str:
    words = _WORDS.get(facet)
    named = [
        f"{word(words, value.value, language) if words else value.label} ({count(value.count)})"
        for value in values[:_FACET_VALUES]
    ]
    return ", ".join([*named, "…"] if len(values) > _FACET_VALUES else named)


def _grid(matrix: CoverageMatrix, part: slice, *, numbered: bool) -> Table:
    table = Table(header_style="bold")
    table.add_column(
        Text(matrix.zoning.label), min_width=_ZONE_WIDTH - 4, max_width=_ZONE_WIDTH - 4 if numbered else None
    )
    for number, barrier in list(enumerate(matrix.barriers, start=1))[part]:
        table.add_column(str(number) if numbered else barrier.label, justify="right", no_wrap=numbered)
    for zone, row in zip(matrix.zones, matrix.cells, strict=True):
        table.add_row(Text(zone.label), *(_count(cell) for cell in row[part]))
    return table


def _count(cell: CoverageCell) -> Text:
    style = {None: "", "nothing": "bold red"}.get(cell.gap, "yellow")
    return Text(f"{count(cell.total)}{_MARKS[cell.gap]}", style)


def _legend(matrix: CoverageMatrix, language: str, *, numbered: bool) -> Iterator[Text]:
    yield Text(f"{matrix.territory.label}, {pick(('au', 'on'), language)} {matrix.as_of:%d/%m/%Y}.", "bold")
    if numbered:
        names = " ; ".join(f"{number} {barrier.label}" for number, barrier in enumerate(matrix.barriers, start=1))
        yield Text(names)
    kinds = [f"{mark.strip()} : {word(GAP, gap, language)}" for gap, mark in _MARKS.items() if gap is not None and mark]
    yield Text(f"0 : {word(GAP, 'nothing', language)} ; {' ; '.join(kinds)}.", "dim")
