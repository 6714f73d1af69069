"""The OpenAPI document as a page: each address that programs use, what it takes, what it answers. No script needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftgraph.wording import Language, Text

TAGS: Mapping[str, Text] = {
    "solutions": Text("Solutions", "Solutions"),
    "coverage": Text("Manques", "Gaps"),
    "committees": Text("Comités", "Committees"),
    "territories": Text("Territoires", "Territories"),
    "vocabularies": Text("Vocabulaires", "Vocabularies"),
    "contracts": Text("Contrats et charte", "Contracts and charter"),
    "roadmaps": Text("Feuilles de route et besoins", "Roadmaps and needs"),
    "indicators": Text("Indicateurs", "Indicators"),
    "network": Text("Avant et après les comités", "Before and after the committees"),
    "quality": Text("Qualité de la carte", "Quality of the map"),
    "history": Text("Historique", "History"),
    "reasoning": Text("Ce qui se déduit", "What follows"),
    "queries": Text("Questions du catalogue", "Questions of the catalogue"),
    "sparql": Text("SPARQL", "SPARQL"),
    "graph store": Text("Graphes", "Graphs"),
    "linked data": Text("Données liées", "Linked data"),
    "changes": Text("Suivre les changements", "Following changes"),
    "discovery": Text("Découvrir et télécharger", "Discovery and dumps"),
    "health": Text("Exploitation", "Operations"),
}


@dataclass(frozen=True)
class Given:
    """A parameter. `where`: query or path; `kind`: its type in a few words; `values`: those that it may take."""

    name: str
    where: str
    required: bool
    kind: str
    values: Sequence[str]
    text: str


@dataclass(frozen=True)
class Answered:
    """What an operation answers: its status, when, in which media types."""

    status: str
    text: str
    kinds: Sequence[str]


@dataclass(frozen=True)
class Operation:
    """One operation. `bodies`: the media types that it takes; `example`: an address to open, "" where there is none."""

    anchor: str
    method: str
    path: str
    title: str
    text: str
    key: bool
    given: Sequence[Given]
    bodies: Sequence[str]
    answers: Sequence[Answered]
    example: str


def sections(document: Mapping[str, Any], language: Language) -> list[tuple[str, str, list[Operation]]]:
    """The operations by subject: (anchor, title, operations), in the order of `TAGS`; unknown subjects last."""
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(path, method, told, language))
    titles = {tag: TAGS[tag].say(language) if tag in TAGS else tag for tag in found}
    return [(tag.replace(" ", "-"), titles[tag], operations) for tag, operations in found.items() if operations]


def _operation(path: str, method: str, told: Mapping[str, Any], language: Language) -> Operation:
    given = [_given(each, language) for each in told.get("parameters", ())]
    text = told.get("description", "")
    title = told["summary"]
    return Operation(
        told["operationId"],
        method.upper(),
        path,
        title,
        "" if text.startswith(title) and "\n" not in text else text.partition("\n")[2].strip() or text,
        "security" in told,
        given,
        list(told.get("requestBody", {}).get("content", {})),
        [Answered(status, each["description"], list(each.get("content", {}))) for status, each in _sorted(told)],
        path if method == "get" and not any(each.required for each in given) else "",
    )


def _sorted(told: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return sorted((str(status), each) for status, each in told["responses"].items())


def _given(told: Mapping[str, Any], language: Language) -> Given:
    schema = told["schema"]
    many = schema.get("type") == "array"
    one = schema["items"] if many else schema
    french, _, english = told.get("description", "").partition("\n\n")
    return Given(
        told["name"],
        told["in"],
        bool(told.get("required")),
        _kind(one, language, many=many),
        [str(value) for value in one.get("enum", ())],
        english if english and language == "en" else french,
    )


_KINDS: Mapping[str, Text] = {
    "date": Text("date AAAA-MM-JJ", "date YYYY-MM-DD"),
    "iri": Text("IRI", "IRI"),
    "integer": Text("nombre entier", "whole number"),
    "number": Text("nombre", "number"),
    "boolean": Text("true ou false", "true or false"),
    "string": Text("texte", "text"),
}


def _kind(schema: Mapping[str, Any], language: Language, *, many: bool) -> str:
    text = _KINDS.get(schema.get("format", ""), _KINDS[schema.get("type", "string")]).say(language)
    return f"{text}{Text(', plusieurs fois', ', several times').say(language)}" if many else text
