"""The page of one solution: what, for whom, how, where, when, cost, source and date, and its structure's others."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson
import segno

from ftgraph.exports.neighbours import schema_org
from ftgraph.exports.opening_hours import in_words
from ftgraph.exports.text import phone, plain
from ftgraph.namespaces import thing
from ftgraph.quality.score import explain
from ftgraph.solutions import Context, SolutionRow, by_identifier, of_structure
from ftgraph_api.pages import sources
from ftgraph_api.pages.question import Question
from ftgraph_api.state import Served


@dataclass(frozen=True)
class Field:
    """A line of the page. `link`: where its value leads."""

    label: str
    value: str
    link: str = ""


def values(question: Question, served: Served, identifier: str) -> dict[str, Any] | None:
    """All that the page shows; None when there is no such solution."""
    context = Context(question.language, question.settings.stale_days)
    row = by_identifier(question.index, identifier, today=question.today, context=context)
    if row is None:
        return None
    others = of_structure(question.index, row.structure.value, today=question.today, context=context)
    return {
        "row": row,
        "linked": _linked(row),
        "description": plain(row.description),
        "fields": [field for field in _fields(question, served, row) if field.value],
        "others": [(each.title, f"/solutions/{quote(each.id)}") for each in others if each.id != row.id],
        "score": explain(served.reader, row.id, question.today),
        "report": report_address(question, row.title, row.id, row.email),
        "structure": _structure(question, row),
        "today": question.today,
        "generation": question.index.generation,
        "qr": segno.make(row.iri, error="m", micro=False).svg_inline(scale=2, svgclass="qr", title=row.iri),
    }


def _linked(row: SolutionRow) -> str:
    """The solution as schema.org describes services: what search engines read. No text of it can end the element."""
    said = orjson.dumps({"@context": schema_org.CONTEXT, **schema_org.service(row)}).decode()
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _fields(question: Question, served: Served, row: SolutionRow) -> list[Field]:
    def say(french: str, english: str) -> str:
        return english if question.language == "en" else french

    def listed(values: Any) -> str:
        return ", ".join(value.label for value in values)

    place = ", ".join(
        part
        for part in (row.address, f"{row.postal_code} {row.commune.label if row.commune else ''}".strip())
        if part.strip()
    )
    return [
        Field(say("Besoins couverts", "Needs covered"), listed(row.barriers) or row.unrecognised_barrier),
        Field(say("Pour qui", "For whom"), "\n".join(filter(None, (listed(row.publics), plain(row.public_details))))),
        Field(say("Conditions d’accès", "Conditions"), plain(row.access_conditions)),
        Field(say("Comment la mobiliser", "How to use it"), plain(row.mobilisation_details)),
        Field(say("En ligne", "Online"), row.mobilisation_page, row.mobilisation_page),
        Field(
            say("Téléphone", "Telephone"),
            phone(row.telephone),
            f"tel:{row.telephone.replace(' ', '')}" if row.telephone else "",
        ),
        Field(say("Courriel", "E-mail"), row.email, f"mailto:{row.email}" if row.email else ""),
        Field(say("Où", "Where"), place),
        Field(
            say("Ouverte à", "Open to"),
            ", ".join(zone.label for zone in row.zones) or say("Zone non précisée par la source", "Zone not stated"),
        ),
        Field(say("Modalité", "Mode"), listed(row.modes)),
        Field(say("Horaires", "Opening hours"), in_words(row.opening_hours, question.language)),
        Field(
            say("Coût", "Cost"),
            "\n".join(filter(None, (row.fee.label if row.fee else "", plain(row.fee_details)))),
        ),
        Field(say("Type", "Type"), row.service_type.label if row.service_type else ""),
        Field(say("Réseaux", "Networks"), listed(row.networks)),
        Field(say("Source", "Source"), _source(served, row), row.page),
    ]


def _source(served: Served, row: SolutionRow) -> str:
    found = sources.by_key(served).get(row.source)
    return found.title if found else row.source


def _structure(question: Question, row: SolutionRow) -> str:
    """The structure's page; "" for one that has no name of ours."""
    root = thing(question.settings.base, "structure", "")
    return f"/structures/{row.structure.value.removeprefix(root)}" if row.structure.value.startswith(root) else ""


def report_address(question: Question, title: str, identifier: str, email: str) -> str:
    """Where an error is reported: a letter to the site's contact, else to who is described, else how to."""
    to = question.settings.contact or email
    if not to:
        return "/a-propos#erreur"
    english = question.language == "en"
    subject = f"Error on “{title}” ({identifier})" if english else f"Erreur sur la fiche « {title} » ({identifier})"
    body = "What is wrong, and what is right:\n\n" if english else "Ce qui est inexact, et ce qui est exact :\n\n"
    return f"mailto:{to}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
