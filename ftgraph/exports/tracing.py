"""What carries each fact, as JSON, as CSV (one line a fact and carrier) and as tables of the terminal."""

from collections.abc import Iterator, Sequence

import orjson
from rich.table import Table
from rich.text import Text as Styled

from ftgraph.exports import french_csv
from ftgraph.exports.formats import CSV, JSON, TABLE, Format
from ftgraph.exports.wording import counted, pick
from ftgraph.tracing import KINDS, Fact, uncarried
from ftgraph.wording import Language, Text

FORMATS: Sequence[Format] = (JSON, CSV, TABLE)
"""What a trace is told as; the last one for the terminal only."""

_HEADINGS: Sequence[tuple[str, str]] = (
    ("Fait", "Fact"),
    ("Titre", "Title"),
    ("Porté par", "Carried by"),
    ("Nom", "Name"),
    ("Identifiant", "Identifier"),
)
_NOTHING = Text("rien", "nothing")


def pieces(kind: Format, facts: Sequence[Fact], language: Language = "fr") -> Iterator[bytes]:
    """The trace in `kind`: JSON or CSV. A fact that nothing carries keeps a line in CSV, its carrier left out."""
    if kind is JSON:
        yield orjson.dumps([_document(each) for each in facts], option=orjson.OPT_INDENT_2) + b"\n"
        return
    headings = [pick(each, language) for each in _HEADINGS]
    yield from french_csv.pieces(headings, ((line, [0] * len(line)) for line in _lines(facts, language)))


def title(fact: Fact, language: Language) -> str:
    """A fact's title without the citation that its label begins with."""
    label = fact.label.say(language)
    return label.partition(" – ")[2] or label


def overview(facts: Sequence[Fact], language: Language = "fr") -> Table:
    """A line a fact: how many carriers of each kind."""
    table = Table(header_style="bold")
    table.add_column(pick(_HEADINGS[0], language), no_wrap=True)
    table.add_column(pick(_HEADINGS[1], language), min_width=24)
    for name in KINDS.values():
        table.add_column(name.say(language), justify="right")
    for fact in facts:
        counts = [str(len(fact.of(kind)) or "") for kind in KINDS]
        table.add_row(fact.identifier, title(fact, language), *counts, style="" if fact.carriers else "bold red")
    return table


def detail(fact: Fact, language: Language = "fr") -> Table:
    """All that carries one fact."""
    table = Table(
        title=f"{fact.label.say(language)}\n{fact.says.say(language)}", title_justify="left", header_style="bold"
    )
    for heading in _HEADINGS[2:]:
        table.add_column(pick(heading, language), overflow="fold")
    for kind, name in KINDS.items():
        for number, each in enumerate(fact.of(kind)):
            table.add_row(
                name.say(language) if not number else "", each.label.say(language), each.identifier or each.name
            )
    return table


def conclusion(facts: Sequence[Fact], language: Language = "fr") -> Styled:
    """Whether the facts are carried, and which are not."""
    missing = uncarried(facts)
    names = ", ".join(each.identifier for each in missing)
    carried = counted(len(facts) - len(missing), "fait porté", "faits portés")
    said = Text(f"{carried} sur {len(facts)}.", f"Facts carried: {len(facts) - len(missing)} of {len(facts)}.")
    gap = Text(f" Rien ne porte {names}.", f" Nothing carries {names}.") if missing else Text("")
    return Styled(said.say(language) + gap.say(language), "bold red" if missing else "bold green")


def _document(fact: Fact) -> dict[str, object]:
    return {
        "fact": fact.identifier,
        "iri": fact.iri,
        "page": fact.page,
        "label": fact.label,
        "says": fact.says,
        "carriers": fact.carriers,
    }


def _lines(facts: Sequence[Fact], language: Language) -> Iterator[list[str]]:
    for fact in facts:
        start = [fact.identifier, title(fact, language)]
        if not fact.carriers:
            yield [*start, _NOTHING.say(language), "", ""]
        for each in fact.carriers:
            name = KINDS[each.kind].say(language)
            yield [*start, name, each.label.say(language), each.identifier or each.name]
