"""A solution as a line of a table: one list of columns, shared by CSV, XLSX and their tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.exports.opening_hours import in_words
from ftgraph.exports.text import one_line, phone, plain
from ftgraph.exports.wording import EXTENT, FRESHNESS, REACH, UNSTATED_ZONE, YES, pick, word
from ftgraph.solutions.rows import Labelled, SolutionRow

Value = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """One column. `width` in characters; `read` takes a row and the language; `places`: decimals of a number."""

    heading: tuple[str, str]
    width: int
    read: Callable[[SolutionRow, str], Value]
    places: int = 0


def _labels(values: Sequence[Labelled]) -> str:
    return ", ".join(value.label for value in values)


def _zones(row: SolutionRow, language: str) -> str:
    return _labels(row.zones) if row.zones else pick(UNSTATED_ZONE, language)


def _places(row: SolutionRow) -> tuple[int | None, ...]:
    """Communes covered, of how many; inhabitants covered, of how many; none where the question names no territory."""
    covered = row.coverage
    if covered is None:
        return (None, None, None, None)
    if covered.extent == "unstated":
        return (None, covered.communes_total, None, covered.population_total)
    return (covered.communes, covered.communes_total, covered.population, covered.population_total)


def _code(place: Labelled | None) -> str:
    return place.value.partition(":")[2] if place else ""


def _example(row: SolutionRow, language: str) -> str:
    return pick(YES, language) if row.example else ""


COLUMNS: Sequence[Column] = (
    Column(("Solution", "Solution"), 44, lambda row, _: one_line(row.title)),
    Column(("Structure", "Structure"), 34, lambda row, _: one_line(row.structure.label)),
    Column(("Freins", "Barriers"), 34, lambda row, _: _labels(row.barriers)),
    Column(("Accès", "Reach"), 18, lambda row, lang: word(REACH, row.reach, lang)),
    Column(
        ("Couverture", "Extent"),
        18,
        lambda row, lang: word(EXTENT, row.coverage.extent if row.coverage else None, lang),
    ),
    Column(("Communes couvertes", "Communes covered"), 12, lambda row, _: _places(row)[0]),
    Column(("Communes du territoire", "Communes of the territory"), 12, lambda row, _: _places(row)[1]),
    Column(("Habitants couverts", "Inhabitants covered"), 12, lambda row, _: _places(row)[2]),
    Column(("Habitants du territoire", "Inhabitants of the territory"), 12, lambda row, _: _places(row)[3]),
    Column(("Distance (km)", "Distance (km)"), 10, lambda row, _: row.distance_km, 1),
    Column(("Fraîcheur", "Freshness"), 12, lambda row, lang: word(FRESHNESS, row.freshness, lang)),
    Column(("Mise à jour", "Updated"), 12, lambda row, _: row.modified),
    Column(("Zone d’ouverture", "Zone"), 30, _zones),
    Column(("Commune", "Commune"), 24, lambda row, _: row.commune.label if row.commune else ""),
    Column(("Code commune", "Commune code"), 10, lambda row, _: _code(row.commune)),
    Column(("Code postal", "Postcode"), 10, lambda row, _: row.postal_code),
    Column(("Adresse", "Address"), 34, lambda row, _: one_line(row.address)),
    Column(("Publics", "Publics"), 34, lambda row, _: _labels(row.publics)),
    Column(("Précisions sur les publics", "About the publics"), 34, lambda row, _: plain(row.public_details)),
    Column(("Frais", "Fee"), 12, lambda row, _: row.fee.label if row.fee else ""),
    Column(("Précisions sur les frais", "About the fee"), 30, lambda row, _: plain(row.fee_details)),
    Column(("Modes d’accueil", "Modes"), 24, lambda row, _: _labels(row.modes)),
    Column(("Type de service", "Type"), 24, lambda row, _: row.service_type.label if row.service_type else ""),
    Column(("Réseaux", "Networks"), 24, lambda row, _: _labels(row.networks)),
    Column(("Conditions d’accès", "Conditions"), 34, lambda row, _: plain(row.access_conditions)),
    Column(("Comment mobiliser", "How to call on it"), 34, lambda row, _: plain(row.mobilisation_details)),
    Column(("Lien pour mobiliser", "Link to call on it"), 30, lambda row, _: row.mobilisation_page),
    Column(("Téléphone", "Telephone"), 16, lambda row, _: phone(row.telephone)),
    Column(("Courriel", "Email"), 28, lambda row, _: one_line(row.email)),
    Column(("Horaires", "Opening hours"), 24, lambda row, lang: plain(in_words(row.opening_hours, lang))),
    Column(("Page", "Page"), 30, lambda row, _: row.page),
    Column(("Latitude", "Latitude"), 10, lambda row, _: row.latitude, 6),
    Column(("Longitude", "Longitude"), 10, lambda row, _: row.longitude, 6),
    Column(("Qualité (0 à 1)", "Quality (0 to 1)"), 10, lambda row, _: row.quality, 2),
    Column(("Frein non reconnu", "Unrecognised barrier"), 20, lambda row, _: plain(row.unrecognised_barrier)),
    Column(("Description", "Description"), 60, lambda row, _: plain(row.description)),
    Column(("Source", "Source"), 16, lambda row, _: row.source),
    Column(("Exemple", "Example"), 10, _example),
    Column(("Identifiant", "Identifier"), 30, lambda row, _: row.id),
    Column(("Adresse stable (IRI)", "IRI"), 40, lambda row, _: row.iri),
)


def headings(language: str = "fr") -> list[str]:
    """The columns' headings."""
    return [pick(column.heading, language) for column in COLUMNS]
