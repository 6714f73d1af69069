"""The values of a stranger's RDF, looked at as they were written: codes, dates, SIRET, languages, numbers.

Stores rewrite what they hold (`"007"^^xsd:int` becomes `7`), so nothing after them can say what was handed in.
"""

import re
from collections.abc import Mapping
from datetime import date

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.sources.committee_workbook.values import read_siret
from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Text

_XSD = PREFIXES["xsd"]
_STRING, _DATE = f"{_XSD}string", f"{_XSD}date"
_TAGGED = f"{PREFIXES['rdf']}langString"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_FORMS = {
    f"{_XSD}{kind}": re.compile(form)
    for kind, form in {
        "date": rf"(\d{{4}}-\d\d-\d\d){_ZONE}",
        "dateTime": rf"(\d{{4}}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?{_ZONE}",
        "gYear": rf"-?\d{{4,}}{_ZONE}",
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?(?:\d+\.?\d*|\.\d+)",
        "double": r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
        "boolean": r"true|false|0|1",
    }.items()
}
_NUMBERS = {f"{_XSD}{kind}" for kind in ("integer", "int", "long", "short", "decimal", "double", "float")}
_WIDER = {
    f"{_XSD}decimal": _NUMBERS,
    f"{_XSD}integer": {f"{_XSD}{kind}" for kind in ("integer", "int", "long", "short")},
}
# Terms of other vocabularies, which our ontology gives no range.
_REUSED = {
    f"{PREFIXES[prefix]}{name}": kind
    for prefix, name, kind in (
        ("dct", "identifier", _STRING),
        ("skos", "notation", _STRING),
        ("schema", "telephone", _STRING),
        ("igeo", "codeINSEE", _STRING),
        ("skos", "prefLabel", _TAGGED),
        ("rdfs", "label", _TAGGED),
        ("dct", "title", _TAGGED),
        ("dct", "description", _TAGGED),
        ("dct", "date", _DATE),
        ("dct", "modified", _DATE),
    )
}
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SIRET_LENGTHS = {f"{DEF}siret": 14, f"{DEF}siren": 9}
_KINDS = {
    f"{_XSD}date": ("une date (AAAA-MM-JJ)", "a date (YYYY-MM-DD)"),
    f"{_XSD}dateTime": ("une date et une heure", "a date and a time"),
    f"{_XSD}gYear": ("une année", "a year"),
    f"{_XSD}integer": ("un nombre entier", "a whole number"),
    f"{_XSD}decimal": ("un nombre décimal", "a decimal number"),
    f"{_XSD}double": ("un nombre", "a number"),
    f"{_XSD}boolean": ("« true » ou « false »", "“true” or “false”"),
}


def declared_ranges() -> dict[str, str]:
    """Property IRI → the datatype that the ontology gives its values; `rdf:langString` for texts with a language."""
    ranges = dict(_REUSED)
    for quad in ox.parse(path=assets.ontology() / "ftgraph.ttl", format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == f"{PREFIXES['schema']}rangeIncludes" and isinstance(quad.object, ox.NamedNode):
            kind = quad.object.value
            if (kind.startswith(_XSD) or kind == _TAGGED) and isinstance(quad.subject, ox.NamedNode):
                ranges[quad.subject.value] = kind
    return ranges


def short(iri: str) -> str:
    """`ft:code` for an IRI of a known vocabulary, else the IRI."""
    for prefix, root in PREFIXES.items():
        if prefix != "voc" and iri.startswith(root):
            return f"{prefix}:{iri.removeprefix(root)}"
    return iri


def fault(ranges: Mapping[str, str], predicate: str, value: ox.Literal, place: Place) -> Fault | None:
    """What is wrong with one value of `predicate`, or None. `ranges`: from `declared_ranges`."""
    wanted = ranges.get(predicate, "")
    text, kind = value.value, value.datatype.value
    if wanted == _STRING and kind in _NUMBERS:
        return _code_as_number(place, text, predicate)
    if predicate in _SIRET_LENGTHS:
        return _siret(place, text, _SIRET_LENGTHS[predicate])
    if not _well_formed(text, kind):
        return _ill_formed(place, text, kind)
    if wanted in _FORMS and kind not in _WIDER.get(wanted, {wanted}):
        return _ill_formed(place, text, wanted) if kind in (_STRING, _TAGGED) else _other_kind(place, text, wanted)
    if wanted == _TAGGED and kind == _STRING:
        return _fault(
            "language-missing",
            "warning",
            place,
            f"Le texte de {place.column} ne dit pas sa langue.",
            f"The text of {place.column} does not say its language.",
            'Écrivez-la après le texte\u00a0: "…"@fr.',
            'Write it after the text: "…"@fr.',
        )
    return None


def _well_formed(text: str, kind: str) -> bool:
    form = _FORMS.get(kind)
    match = form.fullmatch(text.strip()) if form else None
    if form is None or match is None or not match.groups():
        return form is None or match is not None
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def _fault(code: str, severity: Severity, place: Place, fr: str, en: str, cure: str, cure_en: str) -> Fault:
    return Fault(code, severity, place, Text(fr, en), Text(cure, cure_en))


def _said(text: str) -> tuple[str, str]:
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    return f"«\u202f{shown}\u202f»", f"“{shown}”"


def _code_as_number(place: Place, text: str, predicate: str) -> Fault:
    said, said_en = _said(text)
    return _fault(
        "code-as-number",
        "violation",
        place,
        f"Le code {said} de {short(predicate)} est écrit comme un nombre\u00a0: un zéro initial y serait perdu.",
        f"The code {said_en} of {short(predicate)} is written as a number: a leading zero would be lost.",
        'Écrivez-le entre guillemets, avec tous ses chiffres\u00a0: "01001".',
        'Write it in quotation marks, with all its digits: "01001".',
    )


def _siret(place: Place, text: str, length: int) -> Fault | None:
    read = read_siret(text) if re.fullmatch(r"[0-9]+", text) and len(text) == length else None
    if read is not None:
        return None
    said, said_en = _said(text)
    name = "SIRET" if length == 14 else "SIREN"
    return _fault(
        "invalid-siret",
        "violation",
        place,
        f"{said} n’est pas un {name}\u00a0: il faut {length} chiffres, dont le dernier est la clé des autres.",
        f"{said_en} is no {name}: it has {length} digits, the last of which is the key to the others.",
        f"Vérifiez le {name} de l’organisation.",
        f"Check the organisation’s {name}.",
    )


def _ill_formed(place: Place, text: str, kind: str) -> Fault:
    said, said_en = _said(text)
    fr, en = _KINDS[kind]
    is_date = kind in (_DATE, f"{_XSD}dateTime")
    return Fault(
        "invalid-date" if is_date else "ill-formed-value",
        "violation",
        place,
        Text(f"{said} n’est pas {fr}.", f"{said_en} is not {en}."),
        Text(
            f"Corrigez {place.column}, et donnez-lui le type {short(kind)}.",
            f"Correct {place.column}, and give it the type {short(kind)}.",
        ),
        _iso(text) if is_date else (),
    )


def _other_kind(place: Place, text: str, wanted: str) -> Fault:
    said, said_en = _said(text)
    fr, en = _KINDS[wanted]
    return _fault(
        "other-datatype",
        "violation",
        place,
        f"{said} n’a pas le type attendu par {place.column}\u00a0: il faut {fr}.",
        f"{said_en} does not have the type that {place.column} expects: {en}.",
        f"Donnez-lui le type {short(wanted)}.",
        f"Give it the type {short(wanted)}.",
    )


def _iso(text: str) -> tuple[tuple[str, str], ...]:
    """The ISO form of a date written the French way."""
    match = _FRENCH_DATE.fullmatch(text.strip())
    if match is None:
        return ()
    day, month, year = map(int, match.groups())
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return ()
    return ((iso, iso),)
