"""The page of a structure: where, when, how to reach it, and all its solutions."""

from typing import Any
from urllib.parse import quote

from ftgraph.exports.opening_hours import in_words
from ftgraph.exports.text import one_line, phone, plain
from ftgraph.namespaces import thing
from ftgraph.solutions import Context, of_structure
from ftgraph.structures import Structure, read
from ftgraph_api.pages import sources
from ftgraph_api.pages.question import Question
from ftgraph_api.pages.solution import Field, report_address
from ftgraph_api.state import Served

_LONGEST_TEXT = 160


def values(question: Question, served: Served, identifier: str) -> dict[str, Any] | None:
    """All that the page shows; None when there is no such structure."""
    found = read(served.reader, thing(question.settings.base, "structure", identifier))
    if found is None:
        return None
    context = Context(question.language, question.settings.stale_days)
    rows = of_structure(question.index, found.iri, today=question.today, context=context)
    return {
        "structure": found,
        "description": plain(found.description),
        "fields": [field for field in _fields(question, served, found) if field.value],
        "solutions": [(row, f"/solutions/{quote(row.id)}", one_line(row.description, _LONGEST_TEXT)) for row in rows],
        "report": report_address(question, found.label, identifier, found.email),
        "rdf": f"/doc/structure/{quote(identifier)}",
    }


def _fields(question: Question, served: Served, found: Structure) -> list[Field]:
    english = question.language == "en"
    place = f"{found.postal_code} {found.locality}".strip()
    where = "\n".join(part for part in (found.address, found.complement, place) if part)
    source = sources.by_key(served).get(found.source)
    return [
        Field("Where" if english else "Où", where),
        Field("Opening hours" if english else "Horaires", in_words(found.hours, question.language)),
        Field(
            "Telephone" if english else "Téléphone",
            phone(found.telephone),
            f"tel:{found.telephone.replace(' ', '')}" if found.telephone else "",
        ),
        Field("E-mail" if english else "Courriel", found.email, f"mailto:{found.email}" if found.email else ""),
        Field("Web site" if english else "Site", found.homepage, found.homepage),
        Field("SIRET", found.siret),
        Field("Source", source.title if source else found.source, found.page),
    ]
