"""The competency questions and their answers: as a table of the terminal, JSON, CSV; their list as Markdown."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

import orjson
from rich.table import Table
from rich.text import Text as Styled

from ftgraph.exports import french_csv
from ftgraph.exports.formats import CSV, JSON, TABLE, Format
from ftgraph.exports.text import one_line
from ftgraph.queries import Query
from ftgraph.questions import Answered, shown
from ftgraph.wording import Language, Text

FORMATS: Sequence[Format] = (JSON, CSV, TABLE)
"""What an answer is told as; the last one for the terminal only."""

SUBJECTS: Mapping[str, Text] = {
    "solutions": Text("Solutions", "Solutions"),
    "structures": Text("Structures", "Structures"),
    "coverage": Text("Manques", "Gaps"),
    "quality": Text("Qualité de la carte", "Quality of the map"),
    "territories": Text("Territoires et zonages", "Territories and zonings"),
    "committees": Text("Comités", "Committees"),
    "contracts": Text("Contrats", "Contracts"),
    "charter": Text("Charte d’engagements réciproques", "Charter of mutual commitments"),
    "roadmaps": Text("Feuilles de route et besoins", "Roadmaps and needs"),
    "functions": Text("Fonctions à l’œuvre", "Functions at work"),
    "indicators": Text("Indicateurs", "Indicators"),
    "network": Text("Réseau des acteurs", "Network of actors"),
    "governance": Text("Règles de la gouvernance", "Rules of governance"),
    "catalogue": Text("Sources et imports", "Sources and imports"),
    "descriptions": Text("Ce qui est dit d’une chose", "What is said of a thing"),
    "history": Text("Historique", "History"),
    "reasoning": Text("Ce qui se déduit", "What follows"),
    "dumps": Text("Exports complets", "Dumps"),
}
"""The subjects of the catalogue, in the order that they are listed."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INTRODUCTION = """# Les questions

{count} questions auxquelles le graphe répond, telles que les posent les équipes départementales et les instances de
gouvernance. Chacune est une requête de `queries/`, avec une réponse de référence sur l’exemple
(`tests/queries/golden`), une commande, une adresse pour les programmes et une page. Ce document vient des en-têtes des
requêtes : `ftgraph question list --markdown` l’écrit.

Les exemples se lisent sur les données de `ftgraph demo` : **tout y est illustratif**. Un territoire se donne par sa
référence (`departement:35`, `bassin:EX35-04`, `commune:35238`) ou son nom ; un frein, un public, un niveau par son
code. Sans jour, la question porte sur aujourd’hui. Les adresses suivent celle du site (`http://127.0.0.1:8000` avec
`ftgraph serve`).
"""


def pieces(kind: Format, answered: Answered, language: Language = "fr") -> Iterator[bytes]:
    """An answer in `kind`: JSON (the question, its columns, one object a row) or CSV (all the columns)."""
    if kind is JSON:
        query = answered.query
        document = {
            "name": query.name,
            "question": title(query, language),
            "columns": {name: label(query, name, language) for name in answered.names},
            "count": len(answered.rows),
            "rows": [dict(zip(answered.names, row, strict=True)) for row in answered.rows],
        }
        yield orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
        return
    headings = [label(answered.query, name, language) for name in answered.names]
    yield from french_csv.pieces(headings, ((row, [0] * len(row)) for row in answered.rows))


def table(answered: Answered, language: Language = "fr", most: int = 0) -> Table:
    """An answer for the terminal, at most `most` rows (0: all): addresses are left out where names stand for them."""
    positions = shown(answered)
    found = Table(title=title(answered.query, language), title_justify="left", header_style="bold")
    for position in positions:
        found.add_column(label(answered.query, answered.names[position], language), overflow="fold")
    for row in answered.rows[: most or None]:
        found.add_row(*(Styled(read(row[position], language)) for position in positions))
    return found


def read(text: str, language: Language) -> str:
    """A value as people read it: a day as French writes it."""
    if language == "fr" and _DAY.fullmatch(text):
        year, month, day = text.split("-")
        return f"{day}/{month}/{year}"
    return one_line(text)


def listing(asked: Sequence[Query], language: Language = "fr") -> Table:
    """The questions for the terminal: name and wording."""
    found = Table("Nom" if language == "fr" else "Name", "Question", header_style="bold")
    for query in asked:
        found.add_row(query.name, title(query, language))
    return found


def detail(query: Query, language: Language = "fr") -> Table:
    """A question's parameters for the terminal, each with its example."""
    headings = ("Paramètre", "Ce que c’est", "Exemple") if language == "fr" else ("Parameter", "What it is", "Example")
    found = Table(*headings, title=title(query, language), title_justify="left", header_style="bold")
    for each in query.parameters:
        said = each.help.get(language, "")
        optional = (
            "" if each.required and not each.default else (" (facultatif)" if language == "fr" else " (optional)")
        )
        found.add_row(f"--{each.name}", said + optional, ", ".join(query.example.get(each.name, ())))
    return found


def title(query: Query, language: Language) -> str:
    """The question as it is asked, else the title."""
    words = query.question or query.title
    return words.get(language) or words["fr"]


def label(query: Query, column: str, language: Language) -> str:
    """A column's heading."""
    words = query.columns[column]
    return words.get(language) or words.get("fr", column)


def command(query: Query) -> str:
    """The command that asks the example."""
    options = [part for name, values in query.example.items() for value in values for part in (f"--{name}", value)]
    return shlex.join(["ftgraph", "question", "ask", query.name, *options])


def address(query: Query, path: str = "/api/v1/queries") -> str:
    """The address that answers the example, below `path`."""
    pairs = [(name, value) for name, values in query.example.items() for value in values]
    return f"{path}/{query.name}" + (f"?{urlencode(pairs, safe=':/')}" if pairs else "")


def markdown(asked: Sequence[Query]) -> str:
    """`docs/questions.md`: the questions by subject, each with its command, its addresses and its facts."""
    order = list(SUBJECTS)
    by_subject = sorted(asked, key=lambda query: (_rank(query, order), query.name))
    lines = [_INTRODUCTION.format(count=len(asked))]
    number = 0
    for subject, queries in groupby(by_subject, key=_subject):
        lines.append(f"## {SUBJECTS[subject].fr if subject in SUBJECTS else subject}\n")
        for query in queries:
            number += 1
            lines += _entry(query, number)
    return "\n".join(lines)


def _entry(query: Query, number: int) -> list[str]:
    facts = f" Faits : {', '.join(query.sources)}." if query.sources else ""
    golden = f"../tests/queries/golden/{query.name}.json"
    return [
        f"### {number}. {query.question['fr']}\n",
        f"[`queries/{query.name}.rq`](../queries/{query.name}.rq), [réponse de référence]({golden}).{facts}\n",
        "```sh",
        command(query),
        "```",
        f"`{address(query)}`  ",
        f"`{address(query, '/donnees/questions')}`\n",
    ]


def _subject(query: Query) -> str:
    return query.name.partition("/")[0]


def _rank(query: Query, order: Sequence[str]) -> tuple[int, str]:
    subject = _subject(query)
    return (order.index(subject) if subject in SUBJECTS else len(order), subject)
