"""What a stranger's RDF must be before a parser of RDF sees it: plain UTF-8, of bounded size and nesting.

Each limit answers an attack that was tried on the parser: DTD entities and cited triples 100,000 deep end the process
(so do chains of terms in a JSON-LD context, and JSON objects 5,000 deep), XML 100,000 deep or with as many namespaces
keeps it busy for ever.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from ftgraph.errors import SourceError
from ftgraph.sources.xml_guard import declares_entities, is_utf16

_ARCHIVES = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")
_BOM = b"\xef\xbb\xbf"
_XML_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")
# What opens and closes in Turtle and its kin, outside texts, IRIs and comments.
_TURTLE = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\n\r]++|\\.)*+"'
    rb"|'(?:[^'\\\n\r]++|\\.)*+'"
    rb'|<[^<>"{}|^`\x00-\x20]*+>'
    rb"|\#[^\n\r]*+"
    rb"|\\."
    rb"|(?P<opens><<|[\[({])"
    rb"|(?P<closes>>>|[\])}])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Limits:
    """What is read of one RDF file. `depth`: brackets, elements or objects one inside the other.

    `iri`: characters of an IRI, and of what a prefix stands for; `max_written`: characters of all the triples, once
    written in full: a short prefix that stands for a long IRI fills the memory.
    """

    max_bytes: int = 10_000_000
    max_triples: int = 200_000
    max_written: int = 100_000_000
    depth: int = 100
    iri: int = 2_000
    namespaces: int = 200
    context_terms: int = 1_000
    contexts: int = 1_000
    faults: int = 500


def refused(name: str, fr: str, en: str, *, line: int | None = None, cure: str = "", cure_en: str = "") -> SourceError:
    """The file `name` cannot be read: `fr` and `en` end the sentence."""
    where = f", ligne {line}," if line else ""
    where_en = f", line {line}," if line else ""
    return SourceError(
        f"Le fichier «\u202f{name}\u202f»{where} {fr}.",
        f"The file “{name}”{where_en} {en}.",
        line=line,
        cure=cure,
        cure_en=cure_en,
    )


def line_at(payload: bytes, offset: int) -> int:
    """The line of a byte, from 1."""
    return payload.count(b"\n", 0, offset) + 1


def plain(payload: bytes, name: str, limits: Limits) -> bytes:
    """The payload without its byte order mark. Raises `SourceError` unless it is UTF-8 text within the size limit."""
    if len(payload) > limits.max_bytes:
        most = limits.max_bytes / 1_000_000
        raise refused(
            name,
            f"dépasse {most:g} Mo".replace(".", ","),
            f"is over {most:g} MB",
            cure="Remettez-le en plusieurs parts.",
            cure_en="Hand it in in several parts.",
        )
    if payload.startswith(_ARCHIVES):
        raise refused(
            name,
            "est compressé",
            "is compressed",
            cure="Décompressez-le avant de le remettre.",
            cure_en="Unpack it before handing it in.",
        )
    cure, cure_en = "Enregistrez-le en UTF-8.", "Save it as UTF-8."
    if is_utf16(payload[:2]) or b"\0" in payload:
        raise refused(name, "n’est pas un texte en UTF-8", "is no text in UTF-8", cure=cure, cure_en=cure_en)
    try:
        payload.decode()
    except UnicodeDecodeError as error:
        line = line_at(payload, error.start)
        raise refused(name, "n’est pas en UTF-8", "is not in UTF-8", line=line, cure=cure, cure_en=cure_en) from error
    return payload.removeprefix(_BOM)


def _too_deep(name: str, limits: Limits, line: int | None) -> SourceError:
    return refused(
        name,
        f"emboîte plus de {limits.depth} niveaux",
        f"nests more than {limits.depth} levels",
        line=line,
        cure="Nommez par des IRI les choses emboîtées, et décrivez-les l’une après l’autre.",
        cure_en="Name nested things by IRIs, and describe them one after the other.",
    )


def long_iri(name: str, limits: Limits, line: int | None) -> SourceError:
    """An IRI, or what a prefix stands for, is over the limit."""
    return refused(
        name, f"a une IRI de plus de {limits.iri} caractères", f"has an IRI over {limits.iri} characters", line=line
    )


def check_turtle(payload: bytes, name: str, limits: Limits) -> None:
    """Turtle, TriG, N-Triples or N-Quads: refuses deep nesting. What is ill-formed is left to the parser."""
    depth = 0
    for token in _TURTLE.finditer(payload):
        if token.lastgroup == "opens":
            depth += 1
            if depth > limits.depth:
                raise _too_deep(name, limits, line_at(payload, token.start()))
        elif token.lastgroup == "closes" and depth:
            depth -= 1


def check_xml(payload: bytes, name: str, limits: Limits) -> None:
    """RDF/XML: refuses declarations, other encodings, deep nesting, crowds of namespaces, what is ill-formed."""
    if declares_entities([payload]):
        raise refused(
            name,
            "contient une déclaration DOCTYPE ou ENTITY",
            "declares a DOCTYPE or ENTITY",
            cure="Retirez-la, et écrivez les IRI en entier.",
            cure_en="Take it out, and write IRIs whole.",
        )
    parser = expat.ParserCreate()
    scopes: list[int] = []

    def opened(_: str, attributes: dict[str, str]) -> None:
        scopes.append(sum(attribute.startswith("xmlns") for attribute in attributes))
        if len(scopes) > limits.depth:
            raise _too_deep(name, limits, parser.CurrentLineNumber)
        spaces = (value for key, value in attributes.items() if key.startswith("xmlns") or key == "xml:base")
        if any(len(value) > limits.iri for value in spaces):
            raise long_iri(name, limits, parser.CurrentLineNumber)
        if len(attributes) > limits.namespaces or sum(scopes) > limits.namespaces:
            raise refused(
                name,
                f"donne plus de {limits.namespaces} attributs ou espaces de noms à un élément",
                f"gives an element more than {limits.namespaces} attributes or namespaces",
                line=parser.CurrentLineNumber,
            )

    def closed(_: str) -> None:
        scopes.pop()

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in _XML_ENCODINGS:
            raise refused(
                name,
                "n’est pas en UTF-8",
                "is not in UTF-8",
                line=1,
                cure="Enregistrez-le en UTF-8.",
                cure_en="Save it as UTF-8.",
            )

    parser.StartElementHandler, parser.EndElementHandler, parser.XmlDeclHandler = opened, closed, declared
    try:
        parser.Parse(payload, True)
    except expat.ExpatError as error:
        raise refused(name, "n’est pas du XML bien formé", "is no well-formed XML", line=error.lineno) from error


def check_json(payload: bytes, name: str, limits: Limits) -> None:
    """JSON-LD: refuses remote and imported contexts, deep nesting, repeated keys, what is ill-formed."""
    try:
        document = json.loads(
            payload, object_pairs_hook=_once(name), parse_int=str, parse_float=str, parse_constant=_no_number
        )
    except RecursionError as error:
        raise _too_deep(name, limits, None) from error
    except json.JSONDecodeError as error:
        raise refused(name, "n’est pas du JSON bien formé", "is no well-formed JSON", line=error.lineno) from error
    except ValueError as error:
        raise refused(
            name, "contient un nombre qui n’existe pas en JSON", "has a number that is none in JSON"
        ) from error
    contexts = 0
    waiting: list[tuple[Any, int]] = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if not isinstance(value, dict | list):
            continue
        if depth > limits.depth:
            raise _too_deep(name, limits, None)
        if isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
            continue
        if "@context" in value:
            contexts += _check_context(value["@context"], name, limits)
            if contexts > limits.contexts:
                raise refused(
                    name, f"a plus de {limits.contexts} contextes", f"has more than {limits.contexts} contexts"
                )
        waiting.extend((item, depth + 1) for key, item in value.items() if key != "@context")


def _once(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise refused(name, "répète une clé dans un même objet JSON", "repeats a key in a JSON object")
        return found

    return object_of


def _no_number(text: str) -> None:
    raise ValueError(text)


def _check_context(context: Any, name: str, limits: Limits) -> int:
    """How many contexts `context` holds; refuses those that would be fetched or that depend on where they are used."""
    members = context if isinstance(context, list) else [context]
    for member in members:
        if isinstance(member, list | str) or (isinstance(member, dict) and "@import" in member):
            raise refused(
                name,
                "renvoie à un contexte JSON-LD qui n’est pas dans le fichier",
                "refers to a JSON-LD context that is not in the file",
                cure="Recopiez le contexte dans le fichier\u00a0: rien n’est cherché sur le réseau.",
                cure_en="Copy the context into the file: nothing is fetched from the network.",
            )
        if not isinstance(member, dict):
            continue
        if len(member) > limits.context_terms:
            raise refused(
                name,
                f"a un contexte de plus de {limits.context_terms} termes",
                f"has a context of more than {limits.context_terms} terms",
            )
        if _longest(member) > limits.iri:
            raise long_iri(name, limits, None)
        if any(isinstance(term, dict) and "@context" in term for term in member.values()):
            raise refused(
                name,
                "a un contexte dans la définition d’un terme",
                "has a context in the definition of a term",
                cure="Placez ses termes dans le contexte général.",
                cure_en="Put its terms in the general context.",
            )
    return len(members)


def _longest(context: dict[str, Any]) -> int:
    """The length of the longest text that a term of the context stands for."""
    definitions = (term.values() if isinstance(term, dict) else [term] for term in context.values())
    return max((len(text) for definition in definitions for text in definition if isinstance(text, str)), default=0)
