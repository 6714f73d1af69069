"""The charter, its commitments and their respect in their formats: JSON, CSV, text in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.charter import Charter, Commitment
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import TEXT, Format
from ftgraph.exports.listing import Headings, lines, render
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import pick
from ftgraph.wording import Language

_COMMITMENTS: Headings = (
    ("Qui s’engage", "Who commits"),
    ("Sur quoi", "On what"),
    ("Envers", "To"),
    ("État", "State"),
    ("Constaté le", "Found on"),
    ("Constaté par", "Found by"),
    ("Indicateurs", "Indicators"),
    ("Principes", "Principles"),
    ("Observations", "Remarks"),
    ("Constats", "Findings"),
    ("Charte", "Charter"),
    ("IRI", "IRI"),
)
_RESPECT: Headings = (
    ("Au", "On"),
    ("Respectés", "Respected"),
    ("En partie", "Partly"),
    ("Non respectés", "Not respected"),
    ("Non évalués", "Not assessed"),
)
EMPTY = (
    "Aucune charte n’est publiée. Elle se publie avec un comité : feuille Signataires, « ftgraph committee import ».",
    "No charter is published. It is published with a committee: sheet Signataires, “ftgraph committee import”.",
)


@dataclass(frozen=True)
class CharterDocument:
    """Charters as JSON says them, on a day."""

    generation: int
    as_of: date
    total: int
    charters: tuple[Charter, ...]


def document(kind: Format, answer: CharterDocument, language: Language = "fr") -> bytes:
    """The charters: as text, signatories, respect over time and commitments; as CSV, a line a commitment."""
    answer = printable(answer)
    if kind is TEXT:
        out = [line for each in answer.charters for line in _whole(each, language)]
        return "\n".join(out or [pick(EMPTY, language)]).encode() + b"\n"
    rows = [_commitment(each, found, language) for each in answer.charters for found in each.commitments]
    return render(kind, answer, _COMMITMENTS, rows, language, empty=EMPTY)


def _commitment(charter: Charter, each: Commitment, language: Language) -> tuple[Value, ...]:
    latest = each.history[-1] if each.history else None
    return (
        one_line(each.actor),
        one_line(each.subject),
        ", ".join(one_line(other.label.say(language)) for other in each.to),
        each.state_label.say(language),
        latest.on if latest else None,
        one_line(latest.by) if latest else "",
        ", ".join(other.label.say(language) for other in each.indicators),
        ", ".join(other.label.say(language) for other in each.principles),
        one_line(latest.note) if latest else "",
        len(each.history),
        one_line(charter.title),
        each.iri,
    )


def _whole(charter: Charter, language: Language) -> Sequence[str]:
    out = [one_line(charter.title), "=" * len(charter.title)]
    signed = ", ".join(
        f"{one_line(each.name)}{f' ({day(each.signed_on)})' if each.signed_on else ''}" for each in charter.signatories
    )
    about = (
        (("Adoptée par", "Adopted by"), one_line(charter.adopted_by)),
        (("En vigueur le", "In force on"), day(charter.valid_from)),
        (("Signataires", "Signatories"), signed),
        (
            ("Principes portés", "Principles upheld"),
            ", ".join(f"{named.label.say(language)} ({count})" for named, count in charter.principles),
        ),
        (("Signataires sans engagement", "Signatories without a commitment"), ", ".join(charter.silent)),
    )
    out += [f"{pick(name, language)} : {value}" for name, value in about if value]
    title = pick(("Respect dans le temps", "Respect over time"), language)
    tallies = [
        (each.on, each.respected, each.partly_respected, each.not_respected, each.not_assessed)
        for each in charter.respect
    ]
    out += ["", title, "-" * len(title), *lines([pick(each, language) for each in _RESPECT], tallies, language)]
    title = pick(("Engagements", "Commitments"), language)
    rows = [_commitment(charter, each, language) for each in charter.commitments]
    named = [pick(each, language) for each in _COMMITMENTS]
    return [*out, "", title, "-" * len(title), *lines(named, rows, language, shown=6), ""]
