"""The catalogue of query files: one question a file, its header its documentation, its parameters RDF terms.

A query file is plain SPARQL. Its header is TOML in `#+` lines:

    #+ title = { fr = "Solutions d’un frein", en = "Solutions for a barrier" }
    #+ source = ["P8.14"]
    #+ [parameters.barrier]
    #+ type = "concept:barrier"
    #+ many = true
    #+ help = { fr = "Freins, les plus fins compris", en = "Barriers, narrower ones included" }
    #+ [columns]
    #+ solution = { fr = "La solution", en = "The solution" }

`source`, which may be absent, names the facts of the 2023 document that the question answers for. `question`, which may
be absent too, is the question as a user asks it; it stands in for the title, and `[example]` then holds a value (or a
list) for each parameter, as a user gives it: a territory's reference where the term is its IRI. A parameter's `default`
serves at the doors only, see `ftgraph.questions`.

In its body, two kinds of comment are instructions: `#@ values NAME` becomes `VALUES ?NAME { … }` with the terms given;
`#@ if NAME` … `#@ end` keeps its lines only when NAME is given (`#@ unless NAME`: when it is not). `$NAME` is the one
term given, put in its place: for a subquery, a MINUS or an OPTIONAL, whose filters do not see a `VALUES` that stands
outside. Terms are written by the RDF library's own serialiser: nothing that a caller passes is ever pasted as text.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from ftgraph import assets
from ftgraph.errors import UsageError
from ftgraph.namespaces import PREFIXES, concept

Term = NamedNode | Literal
Bindings = Mapping[str, Sequence[Term]]

_XSD = PREFIXES["xsd"]
_PLACE = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Parameter:
    """One parameter: `type` is iri, concept:<scheme>, string, date, integer, decimal or boolean."""

    name: str
    type: str
    many: bool
    required: bool
    help: Mapping[str, str]
    default: str = ""

    def term(self, value: Any) -> Term:
        """`value` (text, number, date or term) as an RDF term. Raises `UsageError` when it does not fit the type."""
        if isinstance(value, NamedNode | Literal):
            return value
        kind, _, scheme = self.type.partition(":")
        try:
            return _TERMS[kind](str(value), scheme)
        except ValueError as error:
            raise UsageError(
                f"Le paramètre « {self.name} » vaut « {value} » : {self.type} attendu.",
                f"Parameter “{self.name}” is “{value}”: {self.type} expected.",
            ) from error


@dataclass(frozen=True)
class Query:
    """One question. `name` is its path below `queries/`, without suffix: `solutions/matching`.

    `sources`: the facts of the 2023 document that it answers for (P8.14). `question`: as a user asks it, empty where no
    user does; `example`: values of its parameters, as a user gives them.
    """

    name: str
    title: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    body: str
    sources: tuple[str, ...] = ()
    question: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, **values: Any) -> str:
        """The SPARQL to send, parameters bound. A value may be one term (or text) or a sequence of them.

        Raises `UsageError` for a parameter that is unknown, missing, repeated or of the wrong type.
        """
        return _prologue() + _expand(self.body, self._bindings(values))

    def _bindings(self, values: Mapping[str, Any]) -> Bindings:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UsageError(
                    f"La requête « {self.name} » n’a pas de paramètre « {name} ».",
                    f"Query “{self.name}” has no parameter “{name}”.",
                    cure=f"Paramètres possibles : {', '.join(known) or 'aucun'}.",
                    cure_en=f"Possible parameters: {', '.join(known) or 'none'}.",
                )
        bindings: dict[str, Sequence[Term]] = {}
        for name, parameter in known.items():
            given = _sequence(values.get(name))
            if not given and parameter.required:
                raise UsageError(
                    f"Le paramètre « {name} » de la requête « {self.name} » est obligatoire.",
                    f"Parameter “{name}” of query “{self.name}” is required.",
                )
            if len(given) > 1 and not parameter.many:
                raise UsageError(
                    f"Le paramètre « {name} » ne se donne qu’une fois.", f"Parameter “{name}” is given once only."
                )
            bindings[name] = [parameter.term(value) for value in given]
        return bindings


@lru_cache(1024)
def load(name: str) -> Query:
    """The query `subject/question`, its file read once a process. Raises `UsageError`: none of that name."""
    path = assets.queries() / f"{name}.rq"
    if not path.is_file() or ".." in name:
        raise UsageError(f"Aucune requête « {name} ».", f"No query “{name}”.")
    return parse(name, path.read_text(encoding="utf-8"))


def catalogue() -> Iterable[Query]:
    """All the queries, by name."""
    root = assets.queries()
    for path in sorted(root.rglob("*.rq")):
        yield load(path.relative_to(root).with_suffix("").as_posix())


def text(name: str, **values: Any) -> str:
    """`load(name).text(**values)`."""
    return load(name).text(**values)


def parse(name: str, source: str) -> Query:
    """A query from its file's text."""
    header = tomllib.loads("\n".join(line[3:] for line in source.splitlines() if line.startswith("#+ ")))
    parameters = tuple(
        Parameter(
            key,
            value["type"],
            bool(value.get("many", False)),
            bool(value.get("required", False)),
            value.get("help", {}),
            value.get("default", ""),
        )
        for key, value in header.get("parameters", {}).items()
    )
    body = "\n".join(line for line in source.splitlines() if not line.startswith("#+"))
    return Query(
        name,
        header.get("title") or header["question"],
        parameters,
        header.get("columns", {}),
        body.strip() + "\n",
        tuple(header.get("source", ())),
        header.get("question", {}),
        {key: tuple(map(str, _sequence(value))) for key, value in header.get("example", {}).items()},
    )


def files(subject: str) -> list[Path]:
    """The files of one subject, in name order."""
    return sorted((assets.queries() / subject).glob("*.rq"))


@cache
def _prologue() -> str:
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def _expand(body: str, bindings: Bindings) -> str:
    lines: list[str] = []
    kept = [True]
    for line in body.splitlines():
        instruction = line.strip()
        if not instruction.startswith("#@"):
            if kept[-1]:
                lines.append(_PLACE.sub(lambda place: str(bindings[place[1]][0]), line))
            continue
        verb, _, name = instruction[2:].strip().partition(" ")
        match verb:
            case "if":
                kept.append(kept[-1] and bool(bindings[name]))
            case "unless":
                kept.append(kept[-1] and not bindings[name])
            case "end":
                kept.pop()
            case "values" if kept[-1] and bindings[name]:
                lines.append(f"VALUES ?{name} {{ {' '.join(map(str, bindings[name]))} }}")
    return "\n".join(lines) + "\n"


def _sequence(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _boolean(text: str, _: str) -> Term:
    if text.lower() not in {"true", "false"}:
        raise ValueError(text)
    return Literal(text.lower() == "true")


_TERMS: dict[str, Callable[[str, str], Term]] = {
    "iri": lambda text, _: NamedNode(text),
    "concept": lambda text, scheme: NamedNode(text if ":" in text else concept(scheme, text)),
    "string": lambda text, _: Literal(text),
    "date": lambda text, _: Literal(date.fromisoformat(text).isoformat(), datatype=NamedNode(f"{_XSD}date")),
    "integer": lambda text, _: Literal(int(text)),
    "decimal": lambda text, _: Literal(f"{float(text):f}", datatype=NamedNode(f"{_XSD}decimal")),
    "boolean": _boolean,
}
