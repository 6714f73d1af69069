"""Dashboards, comparisons, observations and doubles in their formats: table, JSON, CSV, XLSX."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import orjson

from ftgraph.exports import french_csv, workbook
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.document import Table
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import CSV, JSON, XLSX, Format
from ftgraph.exports.wording import pick
from ftgraph.indicators.comparison import Comparison, Ranked
from ftgraph.indicators.dashboard import Card, Dashboard, Figure
from ftgraph.indicators.doubles import Doubles, Named
from ftgraph.sources.observation_structure import Indicator
from ftgraph.wording import Language

Pair = tuple[str, str]
TREND: dict[str, Pair] = {
    "better": ("amélioration", "improvement"),
    "worse": ("dégradation", "worsening"),
    "stable": ("stable", "stable"),
    "higher": ("en hausse", "rising"),
    "lower": ("en baisse", "falling"),
    "": ("", ""),
}
STATUS: dict[str, Pair] = {
    "final": ("définitive", "final"),
    "provisional": ("provisoire", "provisional"),
    "estimated": ("estimée", "estimated"),
    "withheld": ("masquée", "withheld"),
    "": ("", ""),
}
WHY: dict[str, Pair] = {
    "said": ("l’un est dit redoubler l’autre", "one is said to duplicate the other"),
    "same-name": ("même nom, aux mots vides près", "the same name but for empty words"),
    "near-name": ("noms proches", "near names"),
    "same-definition": ("même définition", "the same definition"),
    "other-unit": ("unités différentes", "different units"),
}
DIRECTION: dict[str, Pair] = {
    "up": ("à la hausse", "upwards"),
    "down": ("à la baisse", "downwards"),
    "context": ("aucun", "none"),
}
_DASHBOARD: Sequence[tuple[Pair, int]] = (
    (("Indicateur", "Indicator"), 44),
    (("Ventilation", "Breakdown"), 26),
    (("Période", "Period"), 20),
    (("Valeur", "Value"), 12),
    (("Unité", "Unit"), 12),
    (("État", "Status"), 12),
    (("Territoire", "Territory"), 24),
    (("Code du territoire", "Territory code"), 18),
    (("Opérateur", "Operator"), 20),
    (("Public", "Public"), 20),
    (("Code de la période", "Period code"), 12),
    (("Sens souhaité", "Desired direction"), 14),
    (("Source", "Source"), 24),
)
_COMPARISON: Sequence[tuple[Pair, int]] = (
    (("Rang", "Rank"), 8),
    (("Territoire", "Territory"), 30),
    (("Valeur", "Value"), 12),
    (("État", "Status"), 12),
    (("Période précédente", "Period before"), 14),
    (("Écart", "Change"), 10),
    (("Tendance", "Trend"), 16),
    (("Code", "Code"), 18),
    (("Indicateur", "Indicator"), 40),
    (("Période", "Period"), 20),
    (("Opérateur", "Operator"), 20),
)
_OBSERVATIONS: Sequence[tuple[Pair, int]] = (
    (("Indicateur", "Indicator"), 44),
    (("Territoire", "Territory"), 28),
    (("Période", "Period"), 12),
    (("Public", "Public"), 20),
    (("Sexe", "Sex"), 12),
    (("Âge", "Age"), 12),
    (("Niveau de formation", "Education level"), 18),
    (("Allocation", "Allowance"), 14),
    (("Ancienneté d’inscription", "Time since registration"), 18),
    (("Opérateur", "Operator"), 18),
    (("Accompagnement", "Support"), 18),
    (("Valeur", "Value"), 12),
    (("État", "Status"), 12),
    (("Source", "Source"), 24),
)
_DOUBLES: Sequence[tuple[Pair, int]] = (
    (("Indicateur", "Indicator"), 44),
    (("Proche de", "Near to"), 44),
    (("Pourquoi", "Why"), 34),
    (("Ressemblance", "Likeness"), 12),
    (("Suivi par", "Followed by"), 40),
    (("L’autre est suivi par", "The other is followed by"), 40),
)
_SHOWN = 6
_NOTE = (
    "Une valeur « masquée » porte sur trop peu de personnes, ou en ferait retrouver une qui est dans ce cas.",
    "A value told “withheld” is about too few people, or would give away one that is.",
)


@dataclass(frozen=True)
class ObservationRow:
    """An observation as it is listed: keys and notations. `value` is None where it is withheld."""

    indicator: str
    territory: str
    period: str
    codes: dict[str, str]
    value: float | None
    status: str
    source: str


@dataclass(frozen=True)
class DashboardDocument:
    """A dashboard as JSON says it."""

    generation: int
    as_of: date
    dashboard: Dashboard


@dataclass(frozen=True)
class ComparisonDocument:
    """A comparison as JSON says it."""

    generation: int
    as_of: date
    comparison: Comparison


@dataclass(frozen=True)
class ObservationsDocument:
    """Observations as JSON says them. `total` counts all that answer, `observations` holds the first of them."""

    generation: int
    as_of: date
    total: int
    observations: tuple[ObservationRow, ...]


@dataclass(frozen=True)
class DoublesDocument:
    """Doubles and contradictions as JSON says them."""

    generation: int
    as_of: date
    doubles: Doubles


@dataclass(frozen=True)
class IndicatorsDocument:
    """The indicators of the common core as JSON says them."""

    generation: int
    as_of: date
    indicators: tuple[Indicator, ...]


def dashboard(kind: Format, answer: DashboardDocument, language: Language = "fr") -> bytes:
    """A dashboard, one line a value."""
    rows = list(_dashboard_rows(answer.dashboard, language))
    return _render(kind, answer, _DASHBOARD, rows, language, _place(answer.dashboard))


def comparison(kind: Format, answer: ComparisonDocument, language: Language = "fr") -> bytes:
    """A comparison, one line a territory."""
    told = answer.comparison
    rows = [_ranked(each, told, language) for each in told.rows]
    return _render(kind, answer, _COMPARISON, rows, language, f"{told.label}, {told.period_label}")


def observations(kind: Format, answer: ObservationsDocument, language: Language = "fr") -> bytes:
    """Observations, one a line, in the columns that an import reads."""
    rows = [
        (
            each.indicator,
            each.territory,
            each.period,
            *each.codes.values(),
            each.value,
            pick(STATUS.get(each.status, (each.status, each.status)), language),
            each.source,
        )
        for each in answer.observations
    ]
    return _render(kind, answer, _OBSERVATIONS, rows, language, "")


def doubles(kind: Format, answer: DoublesDocument, language: Language = "fr") -> bytes:
    """Doubles, then contradictions, one a line."""
    found = answer.doubles
    rows: list[tuple[Value, ...]] = [
        (
            _named(each.first, language),
            _named(each.second, language),
            ", ".join(pick(WHY[why], language) for why in each.why),
            each.likeness,
            ", ".join(each.first.followers),
            ", ".join(each.second.followers),
        )
        for each in found.doubles
    ]
    differ = pick(("valeurs différentes selon la source", "values that differ by source"), language)
    rows += [
        (
            each.label.say(language),
            f"{each.territory.rpartition('/id/')[2]}, {each.period}",
            differ,
            None,
            "\u202f; ".join(f"{told.source}\u202f: {told.value:g}".replace(".", ",") for told in each.told),
            "",
        )
        for each in found.contradictions
    ]
    return _render(kind, answer, _DOUBLES, rows, language, "")


def _named(named: Named, language: Language) -> str:
    core = pick((" (socle commun)", " (common core)"), language) if named.core else ""
    return f"{named.label.say(language)}{core}"


def _place(told: Dashboard) -> str:
    parts = [told.label or told.reference]
    parts += [told.operator_label] if told.operator != "total" else []
    return ", ".join(parts)


def _dashboard_rows(told: Dashboard, language: Language) -> Iterator[tuple[Value, ...]]:
    for card in told.cards:
        for series in (card.series, *card.parts):
            for figure in series.figures:
                if figure.status:
                    yield _figure(told, card, series.label, figure, language)


def _figure(told: Dashboard, card: Card, part: str, figure: Figure, language: Language) -> tuple[Value, ...]:
    return (
        card.label,
        part,
        figure.label,
        figure.value,
        card.unit,
        pick(STATUS.get(figure.status, (figure.status, figure.status)), language),
        told.label,
        told.reference,
        told.operator_label,
        told.public_label,
        figure.period,
        pick(DIRECTION.get(card.direction, ("", "")), language),
        ", ".join(card.sources),
    )


def _ranked(row: Ranked, told: Comparison, language: Language) -> tuple[Value, ...]:
    return (
        row.rank,
        row.label,
        row.figure.value,
        pick(STATUS.get(row.figure.status, ("", "")), language),
        row.previous.value if row.previous else None,
        row.change,
        pick(TREND[row.trend], language),
        row.reference,
        told.label,
        told.period_label,
        told.operator_label,
    )


def _render(
    kind: Format,
    answer: object,
    columns: Sequence[tuple[Pair, int]],
    rows: Sequence[Sequence[Value]],
    language: Language,
    title: str,
) -> bytes:
    headings = [pick(heading, language) for heading, _ in columns]
    if kind is JSON:
        return orjson.dumps(answer)
    digits = _digits(rows)
    if kind is CSV:
        lines = ((row, [digits[_about(row)] if isinstance(value, float) else 0 for value in row]) for row in rows)
        return b"".join(french_csv.pieces(headings, lines))
    if kind is XLSX:
        return b"".join(_workbook(headings, [width for _, width in columns], rows, language, title))
    shown = tuple(tuple(_read(value, digits[_about(row)]) for value in row[:_SHOWN]) for row in rows)
    none = pick(("Aucune ligne.", "No row."), language)
    table = Table(title, "" if rows else none, tuple(headings[:_SHOWN]), printable(shown))
    head = [title, "-" * len(title)] if title else []
    return "\n".join([*head, *table_lines(table)]).encode() + b"\n"


def _workbook(
    headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Value]], language: Language, title: str
) -> Iterable[bytes]:
    places = [
        max((_places(row[column]) for row in rows if isinstance(row[column], float)), default=0)
        for column in range(len(headings))
    ]
    sheet = workbook.Sheet(pick(("Indicateurs", "Indicators"), language), headings, widths, places, rows)
    about = [
        (pick(("Contenu", "Content"), language), title),
        (pick(("Lecture", "Reading"), language), pick(_NOTE, language)),
    ]
    return workbook.pieces([sheet], about, pick(("À propos", "About"), language))


def _places(value: Value) -> int:
    """The decimals of a number as a spreadsheet shows it: none for a whole number."""
    if not isinstance(value, float) or value == int(value):
        return 0
    return 1 if round(value, 1) == round(value, 6) else 2


def _read(value: Value, digits: int) -> str:
    match value:
        case None:
            return ""
        case float():
            return french_csv.cell(value, digits)
    return str(value)


def _about(row: Sequence[Value]) -> str:
    """What a line is about, whose numbers are written with as many decimals: its indicator, where it begins by one."""
    return row[0] if isinstance(row[0], str) else ""


def _digits(rows: Sequence[Sequence[Value]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        most = max((_places(value) for value in row), default=0)
        found[_about(row)] = max(found.get(_about(row), 0), most)
    return found


def indicators(answer: IndicatorsDocument) -> bytes:
    """The indicators with their definitions, as JSON."""
    return orjson.dumps(asdict(answer))
