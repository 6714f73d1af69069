"""A check's report as a tagged PDF. Typst sets it from one template; the report enters as data, never as markup."""

from dataclasses import asdict
from importlib.resources import files

import orjson

from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import Document
from ftgraph.exports.wording import pick

_LABELS = {
    "where": words.WHERE,
    "read": words.READ,
    "remedy": words.REMEDY,
    "basis": words.BASIS,
    "undecidable": words.UNDECIDABLE,
    "kept": words.KEPT,
    "not_applicable": words.NOT_APPLICABLE,
}


def render(document: Document) -> bytes:
    """The file. Fonts are those inside the typesetter: the same everywhere."""
    import typst

    template = files("ftgraph.exports.committee").joinpath("templates/report.typ").read_bytes()
    labels = {name: pick(pair, document.language) for name, pair in _LABELS.items()}
    made = typst.Compiler(template, ignore_system_fonts=True).compile(
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={
            "report": orjson.dumps(asdict(document), default=sorted).decode(),
            "labels": orjson.dumps(labels).decode(),
        },
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, no output path
    return made
