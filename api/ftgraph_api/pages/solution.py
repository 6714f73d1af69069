"""The page of one solution: what, for whom, how, where, when, cost, source and date, and its structure's others."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from ftgraph.exports.opening_hours import in_words
from ftgraph.exports.text import phone, plain
from ftgraph.exports.wording import REACH, word
from ftgraph.solutions import Context, SolutionRow, by_identifier, of_structure
from ftgraph_api.pages.find import Question


@dataclass(frozen=True)
class Field:
    """A line of the page. `link`: where its value leads."""

    label: str
    value: str
    link: str = ""


def values(question: Question, identifier: str) -> dict[str, Any] | None:
    """All that the page shows; None when there is no such solution."""
    context = Context(question.language, question.settings.stale_days)
    row = by_identifier(question.index, identifier, today=question.today, context=context)
    if row is None:
        return None
    others = of_structure(question.index, row.structure.value, today=question.today, context=context)
    return {
        "row": row,
        "description": plain(row.description),
        "fields": [field for field in _fields(question, row) if field.value],
        "others": [(each.title, f"/solutions/{quote(each.id)}") for each in others if each.id != row.id],
        "report": _report(question, row),
        "rdf": f"/api/v1/solutions.ttl?{urlencode([('text', row.title)])}",
        "reach": word(REACH, row.reach, question.language),
    }


def _fields(question: Question, row: SolutionRow) -> list[Field]:
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
        Field(say("Téléphone", "Telephone"), phone(row.telephone), f"tel:{row.telephone}" if row.telephone else ""),
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
        Field(say("Source", "Source"), row.source, row.page),
    ]


def _report(question: Question, row: SolutionRow) -> str:
    if not question.settings.contact:
        return ""
    asked = urlencode({"subject": f"Fiche « {row.title} » ({row.id})"}, quote_via=quote)
    return f"mailto:{question.settings.contact}?{asked}"
