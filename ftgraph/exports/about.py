"""What a file says of itself: the question, the day, the generation, the sources and their licences, the example."""

from collections.abc import Sequence
from datetime import date

from ftgraph.datasets import Dataset
from ftgraph.exports.wording import EXTENT, FRESHNESS, REACH, count, pick, word
from ftgraph.solutions import SolutionFilters

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


def question(filters: SolutionFilters, language: str = "fr") -> Pairs:
    """The filters in words: (criterion, values); nothing for those that were not used."""
    reach = tuple(word(REACH, each, language) for each in filters.reach)
    lines: Sequence[tuple[tuple[str, str], object]] = (
        (("Freins", "Barriers"), filters.barriers),
        (("Texte", "Text"), filters.text),
        (("Publics", "Publics"), filters.publics),
        (("Frais", "Fees"), filters.fees),
        (("Modes d’accueil", "Modes"), filters.modes),
        (("Types de service", "Service types"), filters.service_types),
        (("Réseaux", "Networks"), filters.networks),
        (("Sources", "Sources"), filters.sources),
        (("Accès", "Reach"), reach),
        (("Couverture", "Extent"), word(EXTENT, filters.extent, language)),
        (("Fraîcheur", "Freshness"), word(FRESHNESS, filters.freshness, language)),
        (("Mises à jour depuis", "Updated since"), filters.updated_since),
        (("Qualité minimale", "Minimum quality"), filters.min_quality),
        (("Distances depuis", "Distances from"), filters.near),
    )
    return [(pick(label, language), _text(value)) for label, value in lines if value or value == 0]


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
