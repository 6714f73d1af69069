"""A check's report as one HTML page that needs nothing else, and as the part of a page that the site shows."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import Document
from ftgraph.exports.wording import pick


def render(document: Document) -> str:
    """The whole page."""
    return _environment().get_template("report.html.j2").render(**_values(document))


def fragment(document: Document) -> str:
    """What stands in the page's `<main>`, for a page of the site."""
    return _environment().get_template("report-body.html.j2").render(**_values(document))


def _values(document: Document) -> dict[str, object]:
    return {"report": document, "words": words, "say": lambda pair: pick(pair, document.language)}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ftgraph.exports.committee"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
