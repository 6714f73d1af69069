"""One page on paper, from rows of (label, value): a title, text, a table of facts, a link with its QR code, the day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

import orjson

from ftgraph.exports.committee.printable import printable


@dataclass(frozen=True)
class Sheet:
    """What is printed. `link`: the permanent address, drawn as a QR code too; `notes`: lines at the foot."""

    language: str
    title: str
    subtitle: str
    text: str
    facts: Sequence[tuple[str, str]]
    link: str
    notes: Sequence[str]


def render(sheet: Sheet) -> bytes:
    """The PDF, tagged. What is printed enters as data, never as markup."""
    import segno
    import typst

    code = segno.make(sheet.link, error="m", micro=False)
    values = asdict(printable(sheet)) | {"qr": ["".join("1" if dark else "0" for dark in row) for row in code.matrix]}
    template = files("ftgraph.exports").joinpath("sheet.typ").read_bytes()
    made = typst.Compiler(template, ignore_system_fonts=True).compile(
        format="pdf", pdf_standards="ua-1", sys_inputs={"sheet": orjson.dumps(values).decode()}
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, no output path
    return made
