"""The parameters of the routes: one table that reads the address and feeds the OpenAPI document.

Read here and not by FastAPI: its validation of twenty parameters costs more than the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from rapidfuzz import process

from ftgraph.errors import UsageError
from ftgraph.index.load import REACHES
from ftgraph.solutions.filters import EXTENTS, FRESHNESS, MOST_ROWS, SORTS, SolutionFilters

MOST_VALUES = 50
LONGEST = 300
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MOST_FIELDS = 300


@dataclass(frozen=True)
class Parameter:
    """One parameter of the address. `field`: the filter it fills, if any; `kind`: text, date, number, integer, flag.

    `formerly`: the name it had, still read when the present one is not given. A `required` one has an `example`.
    """

    name: str
    help: tuple[str, str]
    kind: str = "text"
    field: str = ""
    many: bool = False
    longest: int = LONGEST
    values: Sequence[str] = ()
    example: str = ""
    most: int = 0
    default: Any = None
    formerly: str = ""
    required: bool = False


ON = Parameter(
    "on", ("Date de la question ; par défaut, aujourd’hui.", "The day asked for."), "date", "as_of", formerly="as_of"
)
FILTERS: Sequence[Parameter] = (
    Parameter(
        "barrier",
        (
            "Frein : code, IRI ou nom ; les plus fins sont compris.",
            "Barrier: code, IRI or name; narrower ones included.",
        ),
        field="barriers",
        many=True,
        example="mobilite",
    ),
    Parameter(
        "territory",
        (
            "Territoire : référence (clpe:CLPE35002, departement:35, commune:35238…), IRI, nom ou code postal.",
            "Territory: a reference (clpe:CLPE35002, departement:35, commune:35238…), an IRI, a name or a postcode.",
        ),
        field="territory",
        example="departement:35",
    ),
    Parameter(
        "public",
        ("Public ; « tous publics » répond toujours.", "Public; “everyone” always matches."),
        field="publics",
        many=True,
    ),
    Parameter("fee", ("Frais : gratuit ou payant.", "Fee: gratuit (free) or payant."), field="fees", many=True),
    Parameter("mode", ("Mode d’accueil.", "In person or remotely."), field="modes", many=True),
    Parameter("type", ("Type de service.", "Type of service."), field="service_types", many=True),
    Parameter("network", ("Réseau porteur.", "Network that runs it."), field="networks", many=True),
    Parameter("source", ("Source des données.", "Source of the data."), field="sources", many=True),
    Parameter(
        "reach",
        ("Accès depuis le territoire demandé.", "How it reaches the territory asked for."),
        field="reach",
        many=True,
        values=REACHES,
    ),
    Parameter(
        "extent",
        ("Couverture du territoire : toute, ou une partie.", "All or part of the territory is covered."),
        field="extent",
        values=EXTENTS,
    ),
    Parameter("freshness", ("À jour ou à vérifier.", "Up to date, or to check."), field="freshness", values=FRESHNESS),
    Parameter("updated_since", ("Mise à jour depuis cette date.", "Updated since."), "date", field="updated_since"),
    Parameter(
        "min_quality", ("Score de qualité minimal, de 0 à 1.", "Minimum quality score."), "number", "min_quality"
    ),
    Parameter(
        "text",
        (
            "Texte libre ; les mots courants (« pas le permis ») sont compris comme des freins.",
            "Free text; lay words are read as barriers.",
        ),
        field="text",
        example="pas le permis",
    ),
    Parameter(
        "interpret",
        ("Comprendre les mots courants du texte.", "Read lay words in the text."),
        "flag",
        "interpret",
        default=True,
    ),
    ON,
    Parameter(
        "near",
        ("Commune d’où compter les distances : nom, code ou code postal.", "Commune that distances are from."),
        field="near",
    ),
    Parameter("sort", ("Ordre des lignes.", "Order of the rows."), field="sort", values=SORTS, default="relevance"),
)
LIMIT = Parameter(
    "limit",
    (
        "Nombre de lignes d’une page. En JSON : 20 par défaut ; autres formats : toutes les lignes si absent.",
        "Rows in a page. 20 in JSON unless given; all of them in the other formats.",
    ),
    "integer",
    most=MOST_ROWS,
)
CURSOR = Parameter("cursor", ("Page suivante : le next_cursor de la précédente.", "The next page."), longest=500)
LANGUAGE = Parameter("lang", ("Langue des libellés et messages.", "Language."), values=("fr", "en"), default="fr")
FORMAT = Parameter("format", ("Format de la réponse, avant l’en-tête Accept.", "Format, before the Accept header."))
ZONING = Parameter(
    "zoning",
    (
        "Zonage des lignes : un zonage chargé, ou arrondissement, epci, departement…",
        "Zoning of the rows: a loaded one, or arrondissement, epci, departement…",
    ),
)


class Given:
    """The parameters that an address gives, checked against a table. Raises `UsageError` on what does not fit it."""

    def __init__(self, query: bytes, table: Mapping[str, Parameter]) -> None:
        self._values: dict[str, list[Any]] = {}
        former = {each.formerly: each.name for each in table.values() if each.formerly}
        pairs = _pairs(query)
        names = {name for name, text in pairs if text}
        for given, text in pairs:
            name = former.get(given, given)
            if name != given and name in names:
                continue
            parameter = table.get(name)
            if parameter is None:
                raise _unknown(name, table)
            if text:
                self._values.setdefault(name, []).append(_read(parameter, text))
        for name, values in self._values.items():
            _check_count(table[name], values)
        for parameter in table.values():
            if parameter.required and not self.one(parameter.name):
                raise _missing(parameter)

    def one(self, name: str) -> Any:
        """The value of a parameter given once, or None."""
        values = self._values.get(name)
        return values[0] if values else None

    def text(self, name: str) -> str:
        """The same for a text, empty where it is not given."""
        return self.one(name) or ""

    def number(self, parameter: Parameter) -> int:
        """The value of a number, its default where it is not given."""
        value = self.one(parameter.name)
        return int(parameter.default if value is None else value)

    def many(self, name: str) -> Sequence[Any]:
        """The values of a parameter given several times."""
        return self._values.get(name, ())

    def filters(self) -> SolutionFilters:
        """The question."""
        fields: dict[str, Any] = {}
        for parameter in FILTERS:
            if values := self._values.get(parameter.name):
                fields[parameter.field] = tuple(values) if parameter.many else values[0]
        return SolutionFilters(**fields)

    def items(self) -> list[tuple[str, str]]:
        """What was given, as address parameters, in a fixed order."""
        return [(name, str(value)) for name, values in sorted(self._values.items()) for value in values]


def table(*parameters: Parameter) -> Mapping[str, Parameter]:
    """Parameters by name."""
    return {parameter.name: parameter for parameter in parameters}


def openapi(parameters: Mapping[str, Parameter]) -> list[dict[str, Any]]:
    """The same table as OpenAPI 3.1 parameter objects."""
    found = []
    for parameter in parameters.values():
        described = _described(parameter)
        found.append(described)
        if parameter.formerly:
            said = f"Ancien nom de « {parameter.name} ».\n\nFormer name of “{parameter.name}”."
            found.append({**described, "name": parameter.formerly, "description": said, "deprecated": True})
    return found


def _pairs(query: bytes) -> list[tuple[str, str]]:
    if not query:
        return []
    try:
        return parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise UsageError(
            f"L’adresse porte plus de {_MOST_FIELDS} paramètres.", f"More than {_MOST_FIELDS} parameters."
        ) from error


def _read(parameter: Parameter, text: str) -> Any:
    if len(text) > parameter.longest:
        raise UsageError(
            f"« {parameter.name} » compte {len(text)} caractères : {parameter.longest} au plus.",
            f"“{parameter.name}” is {len(text)} characters long: {parameter.longest} at most.",
        )
    try:
        value = _KINDS[parameter.kind](text)
    except ValueError as error:
        expected = _EXPECTED[parameter.kind]
        raise UsageError(
            f"« {parameter.name} » vaut « {text} » : {expected[0]} est attendu.",
            f"“{parameter.name}” is “{text}”: {expected[1]} is expected.",
        ) from error
    if parameter.values and value not in parameter.values:
        allowed = ", ".join(parameter.values)
        raise UsageError(
            f"« {parameter.name} » vaut « {text} » : valeur inconnue.",
            f"“{parameter.name}” is “{text}”: unknown value.",
            cure=f"Valeurs possibles : {allowed}.",
            cure_en=f"Possible values: {allowed}.",
        )
    if parameter.most and not 0 <= value <= parameter.most:
        raise UsageError(
            f"« {parameter.name} » vaut {value} : un nombre de 0 à {parameter.most} est attendu.",
            f"“{parameter.name}” is {value}: a number from 0 to {parameter.most} is expected.",
        )
    return value


def _check_count(parameter: Parameter, values: Sequence[Any]) -> None:
    most = MOST_VALUES if parameter.many else 1
    if len(values) > most:
        raise UsageError(
            f"« {parameter.name} » est donné {len(values)} fois : {most} au plus.",
            f"“{parameter.name}” is given {len(values)} times: {most} at most.",
        )


def _unknown(name: str, known: Mapping[str, Parameter]) -> UsageError:
    near = process.extractOne(name, list(known), score_cutoff=60)
    hint = f"Peut-être « {near[0]} ». " if near else ""
    hint_en = f"Perhaps “{near[0]}”. " if near else ""
    return UsageError(
        f"Le paramètre « {name[:LONGEST]} » n’existe pas.",
        f"There is no parameter “{name[:LONGEST]}”.",
        cure=f"{hint}Paramètres possibles : {', '.join(known)}.",
        cure_en=f"{hint_en}Possible parameters: {', '.join(known)}.",
    )


def _missing(parameter: Parameter) -> UsageError:
    fr, en = parameter.help
    return UsageError(
        f"Le paramètre « {parameter.name} » manque.",
        f"Parameter “{parameter.name}” is missing.",
        cure=f"{fr} Par exemple {parameter.name}={parameter.example}.",
        cure_en=f"{en} For example {parameter.name}={parameter.example}.",
    )


def _text(text: str) -> str:
    """Without control characters, which no filter knows."""
    return "".join(character for character in text if character.isprintable() or character == " ").strip()


def _date(text: str) -> date:
    if len(text) != len("2026-01-01"):
        raise ValueError(text)
    day = date.fromisoformat(text)
    # Days are counted from it, before and after: the calendar’s first and last years would have none.
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(text)
    return day


def _flag(text: str) -> bool:
    flags = {"true": True, "1": True, "oui": True, "false": False, "0": False, "non": False}
    if text.lower() not in flags:
        raise ValueError(text)
    return flags[text.lower()]


def _integer(text: str) -> int:
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "text": _text,
    "date": _date,
    "number": lambda text: float(text.replace(",", ".")),
    "integer": _integer,
    "flag": _flag,
}
_EXPECTED: Mapping[str, tuple[str, str]] = {
    "text": ("un texte", "a text"),
    "date": ("une date AAAA-MM-JJ, de 1900 à 2200,", "a date YYYY-MM-DD, from 1900 to 2200,"),
    "number": ("un nombre", "a number"),
    "integer": ("un nombre entier", "a whole number"),
    "flag": ("true ou false", "true or false"),
}
_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "number", "minimum": 0, "maximum": 1},
    "integer": {"type": "integer", "minimum": 0},
    "flag": {"type": "boolean"},
}


def _described(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_SCHEMAS[parameter.kind])
    if parameter.kind == "text":
        schema["maxLength"] = parameter.longest
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.most:
        schema["maximum"] = parameter.most
    if parameter.default is not None:
        schema["default"] = parameter.default
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    described = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "allowEmptyValue": not (parameter.many or parameter.required),  # as a form sends what was not filled in
        "description": f"{parameter.help[0]}\n\n{parameter.help[1]}",
        "schema": schema,
    }
    if parameter.example:
        described["example"] = [parameter.example] if parameter.many else parameter.example
    return described
