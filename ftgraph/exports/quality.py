"""What is to be corrected on the map as JSON, CSV, XLSX (a sheet a kind), a table; scores explained."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from rich.table import Table
from rich.text import Text as Styled

from ftgraph.exports import french_csv, workbook
from ftgraph.exports.columns import Value
from ftgraph.exports.formats import CSV, JSON, TABLE, XLSX, Format
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import count, counted, decimal, pick
from ftgraph.exports.workbook import Sheet
from ftgraph.quality.kinds import KINDS, OF_ONE
from ftgraph.quality.score import Explained
from ftgraph.quality.worklist import Item, Worklist
from ftgraph.wording import Language

QUALITY_FORMATS: Sequence[Format] = (JSON, CSV, XLSX)
"""What a work list is sent as."""
SCORE_FORMATS: Sequence[Format] = (JSON, TABLE)
"""What a score explained is told as; the last one for the terminal only."""
MOST_ITEMS = 200_000
"""Lines of a file: past that, the list is to be narrowed."""
_HEADINGS: Sequence[tuple[str, str]] = (
    ("Sorte", "Kind"),
    ("Solution", "Solution"),
    ("Structure", "Structure"),
    ("Commune", "Commune"),
    ("Source", "Source"),
    ("Mise à jour", "Updated"),
    ("Constat", "What is wrong"),
    ("Que faire", "What to do"),
    ("Autre fiche", "Other record"),
    ("Habitants concernés", "Inhabitants concerned"),
    ("Communes concernées", "Communes concerned"),
    ("Identifiant", "Identifier"),
    ("Adresse", "Address"),
)
_WIDTHS = (22, 44, 36, 22, 20, 12, 60, 60, 40, 14, 14, 44, 60)


@dataclass(frozen=True, slots=True)
class Line:
    """A fault as JSON says it."""

    kind: str
    code: str
    identifier: str
    iri: str
    title: str
    structure: str
    source: str
    commune: str
    modified: date | None
    people: int
    communes: int
    says: str
    todo: str
    other: str
    other_title: str
    other_source: str


@dataclass(frozen=True, slots=True)
class QualityDocument:
    """A page of the work list as JSON says it. `counts`: by kind; `sources`: source → kind → how many."""

    generation: int
    as_of: date
    territory: str
    total: int
    counts: Mapping[str, int]
    sources: Mapping[str, Mapping[str, int]]
    offset: int
    items: Sequence[Line]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as JSON says it; `mark` is null where it does not apply."""

    key: str
    name: str
    mark: float | None
    weight: float
    gain: float
    todo: str


@dataclass(frozen=True, slots=True)
class ScoreDocument:
    """A score explained as JSON says it. `published`: the one in the graph."""

    identifier: str
    title: str
    as_of: date
    published: float | None
    score: float
    criteria: Sequence[CriterionLine]


def pieces(
    kind: Format, found: Worklist, generation: int, language: Language = "fr", *, offset: int = 0, limit: int = 0
) -> Iterator[bytes]:
    """The list in `kind`: from `offset`, at most `limit` lines (0: all); XLSX always whole."""
    if kind is JSON:
        yield orjson.dumps(document(found, generation, language, offset, limit), option=orjson.OPT_INDENT_2) + b"\n"
        return
    headings = [pick(each, language) for each in _HEADINGS]
    if kind is CSV:
        items = found.items(offset, limit or MOST_ITEMS)
        yield from french_csv.pieces(headings, ((cells(item, language), [0] * len(headings)) for item in items))
        return
    sheets = [_sheet(name.say(language), headings, found.of_kind(key), language) for key, name in KINDS.items()]
    yield from workbook.pieces(sheets, _about(found, generation, language), pick(("À propos", "About"), language))


def document(
    found: Worklist, generation: int, language: Language = "fr", offset: int = 0, limit: int = 0
) -> QualityDocument:
    """A page of the list."""
    return QualityDocument(
        generation,
        found.survey.day,
        found.territory.reference if found.territory else "",
        found.total,
        found.counts,
        found.by_source,
        offset,
        [_line(item, language) for item in found.items(offset, limit or MOST_ITEMS)],
    )


def cells(item: Item, language: Language) -> list[Value]:
    """An item as a line of a table, in the order of the headings."""
    other = f"{item.other_title} ({item.other}, {item.other_source})" if item.other else ""
    return [
        OF_ONE[item.kind].say(language),
        one_line(item.title),
        one_line(item.structure),
        item.commune,
        item.source,
        item.modified,
        item.says.say(language),
        item.todo.say(language),
        one_line(other),
        item.people,
        item.communes,
        item.identifier,
        item.iri,
    ]


def table(found: Worklist, most: int, language: Language = "fr") -> Table:
    """The first items for the terminal: which record, what is wrong and what to do, how many people it touches."""
    shown = Table(header_style="bold", show_lines=True)
    shown.add_column(pick(_HEADINGS[1], language), ratio=2, overflow="fold")
    shown.add_column(pick(_HEADINGS[6], language), ratio=3)
    shown.add_column(pick(("Habitants", "Inhabitants"), language), justify="right", no_wrap=True)
    for item in found.items(0, most):
        where = f"{one_line(item.structure)} – {item.commune}" if item.commune else one_line(item.structure)
        what = f"{OF_ONE[item.kind].say(language)} – {item.says.say(language)}\n→ {item.todo.say(language)}"
        record = f"{one_line(item.title)}\n{where}\n{item.identifier}"
        shown.add_row(Styled(record), Styled(what), count(item.people))
    return shown


def summary(found: Worklist, language: Language = "fr") -> str:
    """How many faults are wanted, and how many there are of each kind, in one line."""
    parts = [f"{KINDS[kind].say(language).lower()} {count(number)}" for kind, number in found.counts.items()]
    if language == "en":
        return f"{count(found.total)} finding{'' if found.total == 1 else 's'}. By kind: {', '.join(parts)}."
    return f"{counted(found.total, 'constat')}. Par sorte : {', '.join(parts)}."


def score(explained: Explained, language: Language = "fr") -> ScoreDocument:
    """A score explained, to be told as JSON."""
    return ScoreDocument(
        explained.identifier,
        explained.title,
        explained.day,
        explained.published,
        explained.score,
        [
            CriterionLine(
                each.key, each.name.say(language), each.mark, round(each.weight, 4), round(each.gain, 4),
                each.todo.say(language),
            )
            for each in explained.criteria
        ],
    )  # fmt: skip


def score_table(explained: Explained, language: Language = "fr") -> Table:
    """A score explained for the terminal: a line a criterion."""
    title = one_line(explained.title)
    shown = Table(title=f"{title} : {decimal(explained.score, 2)}", title_justify="left", header_style="bold")
    for heading in (("Critère", "Criterion"), ("Note", "Mark"), ("Poids", "Weight"), ("Gain", "Gain")):
        shown.add_column(pick(heading, language))
    shown.add_column(pick(("Pour gagner des points", "To raise it"), language))
    for each in explained.criteria:
        applies = each.mark is not None
        shown.add_row(
            each.name.say(language),
            decimal(each.mark, 2) if each.mark is not None else pick(("sans objet", "n/a"), language),
            decimal(each.weight, 2) if applies else "",
            f"+{decimal(each.gain, 2)}" if each.gain else "",
            each.todo.say(language),
        )
    return shown


def _line(item: Item, language: Language) -> Line:
    return Line(
        item.kind,
        item.code,
        item.identifier,
        item.iri,
        item.title,
        item.structure,
        item.source,
        item.commune,
        item.modified,
        item.people,
        item.communes,
        item.says.say(language),
        item.todo.say(language),
        item.other,
        item.other_title,
        item.other_source,
    )


def _sheet(name: str, headings: Sequence[str], items: Iterable[Item], language: Language) -> Sheet:
    lines = (cells(item, language) for item in items)
    return Sheet(name, headings, _WIDTHS, [0] * len(headings), lines, "C2")


def _about(found: Worklist, generation: int, language: Language) -> list[tuple[str, str]]:
    territory = found.territory.label if found.territory else pick(("Tous", "All"), language)
    return [
        (pick(("Territoire", "Territory"), language), territory),
        (pick(("Vu le", "As of"), language), f"{found.survey.day:%d/%m/%Y}"),
        (pick(("Génération", "Generation"), language), str(generation)),
        (pick(("Constats", "Faults"), language), summary(found, language)),
        (
            pick(("Lecture", "Reading"), language),
            pick(
                (
                    "Chaque ligne est un constat à vérifier, pas une certitude ; ce qui touche le plus d’habitants "
                    "vient d’abord. Les corrections se font à la source.",
                    "Each line is to be checked, not certain; what touches most inhabitants comes first. Corrections "
                    "are made at the source.",
                ),
                language,
            ),
        ),
    ]
