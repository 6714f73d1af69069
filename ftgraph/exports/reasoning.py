"""What reasoning finds, as JSON, as CSV and as text to read: classes that follow, checks, contradictions explained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports.formats import CSV, JSON, TEXT, Format
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import count, pick
from ftgraph.reasoning.classification import Classification, Classified
from ftgraph.reasoning.inconsistency import Checked, Explanation
from ftgraph.wording import Language, Text

CLASSES_FORMATS: Sequence[Format] = (JSON, CSV, TEXT)
"""What individuals and their classes are sent as."""

_HEADINGS = (
    ("Classe", "Class"),
    ("Chose", "Thing"),
    ("Ce que disent les données", "What the data says"),
    ("Parce que", "Because"),
    ("Règles appliquées", "Rules applied"),
    ("IRI de la chose", "Thing’s IRI"),
    ("IRI de la classe", "Class’s IRI"),
)


@dataclass(frozen=True)
class ClassesDocument:
    """The classes that follow from the data of a generation. `total`: rows before the cut at `limit`."""

    generation: int
    total: int
    classification: Classification


def classes(kind: Format, document: ClassesDocument, language: Language = "fr") -> Iterator[bytes]:
    """The rows in `kind`, in pieces."""
    if kind is JSON:
        yield orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    elif kind is CSV:
        headings = [pick(each, language) for each in _HEADINGS]
        lines = (_line(each, language) for each in document.classification.rows)
        yield from french_csv.pieces(headings, ((line, [0] * len(line)) for line in lines))
    else:
        yield "\n".join(_told(document, language)).encode() + b"\n"


def checked(kind: Format, found: Checked, language: Language = "fr") -> bytes:
    """What a check concludes, as JSON or text."""
    if kind is JSON:
        document = {"holds": found.holds, **orjson.loads(orjson.dumps(found))}
        return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    said = [
        Text(
            f"{count(found.axioms)} axiomes et {count(found.assertions)} affirmations examinés "
            f"par {_ENGINES[found.engine].fr}.",
            f"{found.axioms} axioms and {found.assertions} assertions looked at by {_ENGINES[found.engine].say('en')}.",
        ),
        left_out(found.dated, found.texts),
        Text("Tout se tient.", "It all holds together.") if found.consistent else _BROKEN,
    ]
    said += [
        Text(f"Aucune chose ne peut être « {label.fr} ».", f"Nothing can be “{label.say('en')}”.")
        for _, label in found.impossible
    ]
    if found.consistent and not found.impossible:
        said.append(Text("Chaque classe peut avoir un membre.", "Every class can have a member."))
    elif found.consistent:
        said[-1 - len(found.impossible)] = Text("Rien ne se contredit, mais :", "Nothing is contradictory, but:")
    return "\n".join(each.say(language) for each in said).encode() + b"\n"


def explained(kind: Format, found: Sequence[Explanation], language: Language = "fr") -> bytes:
    """Contradictions in words, as JSON or text."""
    if kind is JSON:
        return orjson.dumps({"explanations": found}, option=orjson.OPT_INDENT_2) + b"\n"
    if not found:
        return (Text("Aucune contradiction.", "No contradiction.").say(language) + "\n").encode()
    lines: list[str] = []
    for number, each in enumerate(found, 1):
        lines.append(f"{number}. {each.headline.say(language)}")
        for title, sentences in ((_STATED, each.facts), (_ONTOLOGY, each.rules)):
            if sentences:
                lines.append(f"   {title.say(language)}")
                lines += [f"   - {sentence.say(language)}" for sentence in sentences]
        lines.append(f"   {_SMALLEST.say(language)}")
    return "\n".join(lines).encode() + b"\n"


def left_out(dated: int, others: int) -> Text:
    """What was not handed to the reasoner."""
    return Text(
        f"Laissés de côté : {count(dated)} valeurs datées, que le raisonneur refuse (xsd:date n’est pas un type "
        f"d’OWL 2), et {count(others)} textes et nombres, dont aucun axiome ne parle.",
        f"Left out: {dated} dated values, which the reasoner refuses (xsd:date is not a type of OWL 2), "
        f"and {others} texts and numbers, which no axiom speaks of.",
    )


_ENGINES = {
    "hermit": Text("HermiT"),
    "forward": Text("les règles directes", "the forward rules"),
}
_BROKEN = Text(
    "Des affirmations se contredisent ; « ftgraph reason explain » dit lesquelles.",
    "Statements contradict each other; “ftgraph reason explain” says which.",
)
_STATED = Text("Ce qui est dit :", "What is said:")
_ONTOLOGY = Text("Ce que pose l’ontologie :", "What the ontology lays down:")
_SMALLEST = Text(
    "Retirer une seule de ces lignes lève la contradiction.", "Taking one of these lines away ends the contradiction."
)


def _line(row: Classified, language: Language) -> list[str]:
    return [
        row.kind_label.say(language),
        one_line(row.label.say(language)),
        ", ".join(each.say(language) for each in row.said),
        " ".join(each.say(language) for each in row.facts),
        " ".join(each.say(language) for each in row.rules),
        row.individual,
        row.kind,
    ]


def _told(document: ClassesDocument, language: Language) -> Iterator[str]:
    found = document.classification
    yield Text(
        f"{count(found.individuals)} choses examinées, {count(found.assertions)} affirmations, "
        f"par {_ENGINES[found.engine].fr}.",
        f"{found.individuals} things looked at, {found.assertions} assertions, by {_ENGINES[found.engine].say('en')}.",
    ).say(language)
    yield left_out(found.dated, found.values).say(language)
    if found.contradictions:
        yield _BROKEN.say(language)
        return
    yield Text(
        f"{count(document.total)} classements qui ne sont pas écrits mais qui se déduisent"
        + (" :" if document.total else "."),
        f"{document.total} classes that are not written but follow" + (":" if document.total else "."),
    ).say(language)
    for (label, definition), rows in groupby(found.rows, key=lambda each: (each.kind_label, each.definition)):
        yield ""
        yield f"{label.say(language).upper()} – {definition.say(language)}"
        for row in rows:
            said = ", ".join(each.say(language) for each in row.said)
            written = Text(f" (écrit : {said})", f" (written: {said})").say(language) if said else ""
            yield f"  {one_line(row.label.say(language))}{written}"
            for sentence in (*row.facts, *row.rules):
                yield f"    - {sentence.say(language)}"
