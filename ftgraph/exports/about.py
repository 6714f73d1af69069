"""What a file says of itself: the question, the day, the generation, the sources and their licences, the example."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ftgraph.datasets import Dataset
from ftgraph.exports.wording import EXTENT, FRESHNESS, REACH, count, pick, word
from ftgraph.solutions import FacetValue, SolutionFilters

Pairs = list[tuple[str, str]]
ABOUT = ("À propos", "About")


EXAMPLE = (
    "Ces données sont un exemple illustratif : elles ne décrivent aucune offre réelle.",
    "This data is an illustrative example: it describes no real offer.",
)
_READING = (
    "« Zone non précisée » : la source ne dit pas où la solution est ouverte ; ce n’est pas « partout ».",
    "“Zone not stated”: the source does not say where the solution is open; that is not “everywhere”.",
)


def question(
    filters: SolutionFilters, language: str = "fr", facets: Mapping[str, Sequence[FacetValue]] = MappingProxyType({})
) -> Pairs:
    """The filters in words: (criterion, values); nothing for those that were not used.

    `facets`: the answer's, which know the labels of what was asked for; a value that they lack stands as it was given.
    """
    known = {each.value: each.label for facet in facets.values() for each in facet}
    reach = tuple(word(REACH, each, language) for each in filters.reach)
    lines: Sequence[tuple[tuple[str, str], object]] = (
        (("Freins", "Barriers"), _named(filters.barriers, known)),
        (("Texte", "Text"), filters.text),
        (("Publics", "Publics"), _named(filters.publics, known)),
        (("Frais", "Fees"), _named(filters.fees, known)),
        (("Modes d’accueil", "Modes"), _named(filters.modes, known)),
        (("Types de service", "Service types"), _named(filters.service_types, known)),
        (("Réseaux", "Networks"), _named(filters.networks, known)),
        (("Sources", "Sources"), filters.sources),
        (("Accès", "Reach"), reach),
        (("Couverture", "Extent"), word(EXTENT, filters.extent, language)),
        (("Fraîcheur", "Freshness"), word(FRESHNESS, filters.freshness, language)),
        (("Mises à jour depuis", "Updated since"), filters.updated_since),
        (("Qualité minimale", "Minimum quality"), filters.min_quality),
        (("Distances depuis", "Distances from"), filters.near),
    )
    return [(pick(label, language), _text(value)) for label, value in lines if value or value == 0]


def _named(values: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(known.get(value, value) for value in values)


def _text(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(str(each) for each in value)
        case date():
            return value.strftime("%d/%m/%Y")
        case float():
            return str(value).replace(".", ",")
    return str(value)


def place(territory: str, as_of: date, generation: int, language: str = "fr") -> Pairs:
    """Where, for which day and from which generation an answer was given."""
    return [
        (pick(("Territoire", "Territory"), language), territory or pick(("Tous", "All"), language)),
        (pick(("Date de la question", "Asked as of"), language), as_of.strftime("%d/%m/%Y")),
        (pick(("Génération des données", "Generation of the data"), language), str(generation)),
    ]


def total(number: int, language: str = "fr") -> Pairs:
    """How many solutions answer."""
    return [(pick(("Solutions", "Solutions"), language), count(number))]


def origins(sources: Sequence[Dataset], *, example: bool, language: str = "fr") -> Pairs:
    """The sources with their licences, and what has to be known to read the file."""
    named = [
        (
            pick(("Source", "Source"), language),
            f"{each.title} ({each.code})" + (f" ; licence : {each.licence}" if each.licence else ""),
        )
        for each in sources
    ]
    warning = [(pick(("Exemple", "Example"), language), pick(EXAMPLE, language))] if example else []
    return [*warning, *named, (pick(("Lecture", "Reading"), language), pick(_READING, language))]
