"""Contracts, and what steering asks of them, in their formats: JSON, CSV, text in columns."""

from collections.abc import Sequence
from datetime import date

from ftgraph.exports.columns import Value
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.contracts import rows
from ftgraph.exports.contracts.documents import (
    CompetingDocument,
    ContractDocument,
    ContractsDocument,
    Document,
    EndingDocument,
    FundingDocument,
    OverloadDocument,
    ResponsesDocument,
    UnreviewedDocument,
)
from ftgraph.exports.formats import TEXT, Format
from ftgraph.exports.listing import NONE, Headings, euros, lines, render
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import pick, word
from ftgraph.wording import Language

_Listed = tuple[Headings, Sequence[Sequence[Value]], int, tuple[str, str]]
_NO_CONTRACT = (
    "Aucun contrat ne répond. Un contrat se publie avec son comité : feuille Contrats, « ftgraph committee import ».",
    "No contract matches. A contract is published with its committee: sheet Contrats, “ftgraph committee import”.",
)
_NO_RESPONSE = (
    "Aucune réponse à un appel n’est publiée ici. "
    "Elles se disent sur la feuille Réponses aux appels, puis «\u202fftgraph committee import\u202f».",
    "No response to a call is published here. "
    "They are told on the sheet Réponses aux appels, then “ftgraph committee import”.",
)
_NO_FUNDING = (
    "Aucun contrat en vigueur n’a de champ qui couvre ce frein ici. "
    "Élargissez le territoire, ou dites le champ des contrats sur la feuille Contrats.",
    "No contract in force has a field that covers this barrier here. "
    "Widen the territory, or give the contracts’ fields on the sheet Contrats.",
)


def document(kind: Format, answer: Document, language: Language = "fr") -> bytes:
    """An answer, as a file or as text."""
    answer = printable(answer)
    if isinstance(answer, ContractDocument) and kind is TEXT:
        return "\n".join(_whole(answer, language)).encode() + b"\n"
    headings, found, shown, empty = _listed(answer, language)
    return render(kind, answer, headings, found, language, shown=shown, empty=empty)


def _listed(answer: Document, language: Language) -> _Listed:
    """The columns of an answer, its lines, how many columns are read on a screen, what is said of no line."""
    found: _Listed
    match answer:
        case ContractsDocument():
            found = (rows.LIST, [rows.contract(each, language) for each in answer.contracts], 6, _NO_CONTRACT)
        case ContractDocument():
            found = (rows.LIST, [rows.contract(answer.contract, language)], 6, NONE)
        case EndingDocument():
            found = (rows.ENDING, [rows.ending(each, language) for each in answer.ending], 6, NONE)
        case UnreviewedDocument():
            found = (rows.UNREVIEWED, [rows.unreviewed(each, language) for each in answer.unreviewed], 6, NONE)
        case CompetingDocument():
            found = (rows.COMPETING, [rows.competing(each, language) for each in answer.competing], 3, NONE)
        case ResponsesDocument():
            found = (rows.RESPONSES, [rows.response(each, language) for each in answer.responses], 7, _NO_RESPONSE)
        case FundingDocument():
            found = (rows.FUNDING, [rows.funding(each, language) for each in answer.funding], 6, _NO_FUNDING)
        case OverloadDocument():
            found = (rows.OVERLOAD, [rows.burden(each, language) for each in answer.actors], 8, NONE)
        case _:
            found = (rows.SUCCESSION, [rows.succession(each, language) for each in answer.successions], 6, NONE)
    return found


def _whole(answer: ContractDocument, language: Language) -> list[str]:
    """One contract, read on a screen."""
    found = answer.contract
    out = [one_line(found.title), "=" * len(found.title)]
    row = rows.contract(found, language)
    for heading, value in list(zip(rows.LIST, row, strict=True))[1:-1]:
        if value not in (None, ""):
            shown = day(value) if isinstance(value, date) else euros(value) if isinstance(value, float) else value
            out.append(f"{pick(heading, language)} : {shown}")
    for envelope in found.envelopes:
        parts = [f"{one_line(share.funder)} {euros(share.amount)}".strip() for share in envelope.shares]
        more = [one_line(other.label.say(language)) for other in envelope.also_funds]
        name = envelope.title or word(rows.ENVELOPES, envelope.kind, language)
        out.append(
            f"{pick(('Enveloppe', 'Envelope'), language)} « {name} » : {euros(envelope.amount)} – {', '.join(parts)}"
        )
        out += [f"  {pick(('finance aussi', 'also funds'), language)} : {other}" for other in more]
    events = [(each.on, each.label.say(language), one_line(each.of), one_line(each.by)) for each in answer.calendar]
    title = pick(("Calendrier", "Calendar"), language)
    out += ["", title, "-" * len(title), *lines([pick(each, language) for each in rows.CALENDAR], events, language)]
    if answer.responses:
        title = pick(("Réponses", "Responses"), language)
        told = [rows.response(each, language) for each in answer.responses]
        named = [pick(each, language) for each in rows.RESPONSES]
        out += ["", title, "-" * len(title)]
        out += lines([named[0], *named[2:7]], [(row[0], *row[2:7]) for row in told], language)
    if answer.competing:
        title = pick(("En concurrence avec", "In competition with"), language)
        out += ["", title, "-" * len(title)]
        for pair in answer.competing:
            other = pair.contract if pair.call.iri == found.iri else pair.call
            out.append(f"{one_line(other.title)} : {pair.reason.say(language)}")
    return out
