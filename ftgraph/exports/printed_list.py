"""A list of solutions on paper: who to call for what, six columns on A4 across, under the question and the day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

import orjson

from ftgraph.exports.committee.printable import printable

MOST_ROWS = 500
"""What is printed of a list: a longer one is read on a screen, or asked for with narrower filters."""


@dataclass(frozen=True)
class Line:
    """A solution: texts as printed; `link`: its permanent address."""

    title: str
    structure: str
    needs: str
    reach: str
    contact: str
    fee: str
    updated: str
    link: str


@dataclass(frozen=True)
class PrintedList:
    """What is printed. `question`: (criterion, values); `notes`: each page’s foot; `colon`: the language’s."""

    language: str
    title: str
    question: Sequence[tuple[str, str]]
    headings: Sequence[str]
    rows: Sequence[Line]
    notes: Sequence[str]
    colon: str


def render(printed: PrintedList) -> bytes:
    """The PDF, tagged. What is printed enters as data, never as markup."""
    import typst

    template = files("ftgraph.exports").joinpath("printed_list.typ").read_bytes()
    values = orjson.dumps(asdict(printable(printed))).decode()
    made = typst.Compiler(template, ignore_system_fonts=True).compile(
        format="pdf", pdf_standards="ua-1", sys_inputs={"list": values}
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, no output path
    return made
