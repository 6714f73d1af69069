"""The data·inclusion quality score of one solution, recomputed and explained: which criteria, what each is worth, what
would raise it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.sources import quality
from ftgraph.sources.quality import Assessed
from ftgraph.wording import Text

_DCT, _SCHEMA = PREFIXES["dct"], PREFIXES["schema"]


@dataclass(frozen=True)
class _Criterion:
    name: Text
    todo: Text


_CRITERIA: Mapping[str, _Criterion] = {
    "adresse_bien_definie": _Criterion(
        Text("Adresse, si l’accueil est sur place", "Address, where users come in person"),
        Text("Indiquer l’adresse.", "State the address."),
    ),
    "modes_mobilisation_bien_definis": _Criterion(
        Text("Comment mobiliser, et par qui", "How it is used, and by whom"),
        Text(
            "Dire comment la solution se mobilise, et si c’est par l’usager ou un professionnel.",
            "Say how the solution is used, and whether by users or professionals.",
        ),
    ),
    "au_moins_un_public": _Criterion(
        Text("Au moins un public", "At least one public"), Text("Indiquer les publics.", "State the publics.")
    ),
    "au_moins_une_thematique": _Criterion(
        Text("Au moins un frein (thématique)", "At least one barrier (theme)"),
        Text("Rattacher la solution à un frein.", "Tie the solution to a barrier."),
    ),
    "au_moins_un_moyen_de_contact": _Criterion(
        Text("Au moins un moyen de contact", "At least one means of contact"),
        Text("Donner un téléphone, un courriel ou un lien.", "Give a telephone, an e-mail or a link."),
    ),
    "courriel_bien_defini": _Criterion(
        Text("Courriel, s’il faut écrire", "E-mail, where one is to write"),
        Text("Donner l’adresse électronique.", "Give the e-mail address."),
    ),
    "date_maj_recente": _Criterion(
        Text("Mise à jour récente", "Recent update"),
        Text(
            "Vérifier la fiche et la dater : 1 sous six mois, puis de moins en moins jusqu’à deux ans.",
            "Check the record and date it: 1 under six months, then less and less up to two years.",
        ),
    ),
    "frais_bien_definis": _Criterion(
        Text("Frais précisés", "Fee stated"),
        Text("Dire si c’est gratuit ; sinon, à quel prix.", "Say whether it is free; if not, at what price."),
    ),
    "description_bien_definie": _Criterion(
        Text("Présentation de 200 à 2\u202f000 caractères", "Description of 200 to 2,000 characters"),
        Text("Écrire une présentation de 200 à 2\u202f000 caractères.", "Write 200 to 2,000 characters."),
    ),
    "telephone_bien_defini": _Criterion(
        Text("Téléphone, s’il faut appeler", "Telephone, where one is to call"),
        Text("Donner le numéro de téléphone.", "Give the telephone number."),
    ),
}


@dataclass(frozen=True)
class Criterion:
    """A criterion. `mark`: 0 to 1, None where it does not apply; `weight`: its part of the score, 0 to 1;
    `gain`: what the score would gain with the mark at 1; `todo`: how, empty where nothing is to be done."""

    key: str
    name: Text
    mark: float | None
    weight: float
    gain: float
    todo: Text


@dataclass(frozen=True)
class Explained:
    """A solution's score on `day`. `published`: the one in the graph, computed on the day of the import."""

    identifier: str
    title: str
    day: date
    published: float | None
    score: float
    criteria: Sequence[Criterion]


def explain(graph: Queryable, identifier: str, day: date) -> Explained:
    """The score of the solution of that identifier, recomputed on `day`. Raises `UsageError` when there is none."""
    said: dict[str, list[str]] = defaultdict(list)
    for row in graph.select(queries.text("solutions/one", identifier=identifier)):
        if row[0] is not None and row[1] is not None:
            said[row[0].value].append(row[1].value)
    if not said:
        raise UsageError(
            f"Aucune solution « {identifier[:120]} ».",
            f"No solution “{identifier[:120]}”.",
            cure="L’identifiant est dans « ftgraph solutions --format json », et en fin d’adresse de la fiche.",
            cure_en="The identifier is in “ftgraph solutions --format json”, and ends the address of its page.",
        )
    service = assessed(said)
    marks = {key: None if mark is None else round(mark, 2) for key, mark in quality.criteria(service, day).items()}
    weight = 1 / sum(mark is not None for mark in marks.values())
    published = said.get(f"{DEF}qualityScore")
    return Explained(
        identifier,
        said[f"{_DCT}title"][0],
        day,
        float(published[0]) if published else None,
        quality.score(service, day),
        tuple(_criterion(key, mark, weight) for key, mark in marks.items()),
    )


def assessed(said: Mapping[str, Sequence[str]]) -> Assessed:
    """What the score looks at, from what the graph says: property (IRI) → values as text."""

    def one(name: str) -> str:
        values = said.get(name, ())
        return values[0] if values else ""

    def notations(name: str) -> tuple[str, ...]:
        return tuple(unquote(value.rpartition("/")[2]) for value in said.get(f"{DEF}{name}", ()))

    modified = one(f"{_DCT}modified")
    fees = notations("fee")
    return Assessed(
        source=unquote(one(f"{_DCT}isPartOf").rpartition("/")[2]),
        modified=date.fromisoformat(modified[:10]) if modified else None,
        description_length=len(one(f"{_DCT}description")),
        address=bool(one(f"{DEF}address")),
        telephone=bool(one(f"{_SCHEMA}telephone")),
        email=bool(one(f"{_SCHEMA}email")),
        link=bool(one(f"{DEF}mobilisationPage")),
        fee=fees[0] if fees else None,
        fee_details=bool(one(f"{DEF}feeDetails")),
        barriers=bool(notations("barrier")),
        publics=bool(notations("public")),
        modes=notations("mode"),
        mobilisation_modes=notations("mobilisationMode"),
        mobilisable_by=bool(notations("mobilisableBy")),
    )


def _criterion(key: str, mark: float | None, weight: float) -> Criterion:
    told = _CRITERIA[key]
    if mark is None:
        return Criterion(key, told.name, None, 0.0, 0.0, Text(""))
    gain = weight * (1 - mark)
    return Criterion(key, told.name, mark, weight, gain, told.todo if mark < 1 else Text(""))
