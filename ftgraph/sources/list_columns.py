"""Which column of a département's list is which: French headings recognised, or given by a small TOML file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ftgraph.errors import SourceError
from ftgraph.sources.vocabulary_labels import fold_label

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "identifiant": ("identifiant", "id", "référence", "numéro", "code solution"),
    "nom": (
        "nom",
        "intitulé",
        "titre",
        "solution",
        "nom de la solution",
        "intitulé de la solution",
        "action",
        "nom de l’action",
        "intitulé de l’action",
        "service",
        "nom du service",
        "dispositif",
        "nom du dispositif",
        "offre",
        "libellé",
    ),
    "structure": (
        "structure",
        "organisme",
        "opérateur",
        "porteur",
        "structure porteuse",
        "nom de la structure",
        "nom de l’organisme",
        "association",
        "partenaire",
        "prestataire",
    ),
    "siret": ("siret", "numéro siret", "n° siret"),
    "frein": (
        "frein",
        "thématique",
        "thème",
        "problématique",
        "frein levé",
        "frein traité",
        "frein concerné",
        "frein périphérique",
        "besoin",
        "domaine",
        "catégorie",
    ),
    "description": ("description", "descriptif", "présentation", "résumé", "objectif", "contenu", "détail"),
    "adresse": ("adresse", "lieu", "adresse postale", "rue", "voie"),
    "complement": ("complément", "complément d’adresse", "complément adresse", "bâtiment"),
    "code_postal": ("code postal", "cp", "postal"),
    "commune": ("commune", "ville", "localité"),
    "code_insee": ("code insee", "insee", "code commune", "code insee commune", "code officiel géographique", "cog"),
    "telephone": ("téléphone", "tél", "numéro de téléphone", "n° de téléphone", "tel fixe", "contact téléphonique"),
    "courriel": ("courriel", "email", "e-mail", "mél", "mail", "adresse mail", "adresse électronique", "adresse email"),
    "contact": ("contact", "nom du contact", "référent", "interlocuteur", "personne à contacter"),
    "site": ("site", "site web", "site internet", "lien", "url", "page web", "adresse internet"),
    "public": ("public", "public cible", "public visé", "bénéficiaire", "public concerné", "public éligible", "cible"),
    "frais": ("coût", "tarif", "frais", "prix", "participation", "participation financière", "reste à charge"),
    "conditions": ("conditions d’accès", "condition", "critères d’éligibilité", "critère", "prérequis", "éligibilité"),
    "mode": ("modalité", "mode d’accueil", "modalité d’accueil", "mode", "présentiel ou distance", "format"),
    "mobilisation": ("modalités d’orientation", "comment mobiliser", "modalité de mobilisation", "orientation"),
    "type": ("type", "type de service", "type de solution", "nature"),
    "horaires": ("horaires", "horaires d’accueil", "horaires d’ouverture", "heures d’ouverture"),
    "zone": (
        "zone",
        "zone d’intervention",
        "territoire d’intervention",
        "territoire",
        "secteur",
        "périmètre",
        "zone géographique",
        "zone d’éligibilité",
        "couverture",
        "secteur géographique",
        "territoire couvert",
        "zone couverte",
    ),
    "date": ("date de mise à jour", "mise à jour", "date maj", "maj", "date", "dernière mise à jour", "actualisé le"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long", "lon", "lng"),
}


@dataclass(frozen=True, slots=True)
class ListMapping:
    """What a TOML file says of a list. All parts are optional.

    `columns`: field → heading; `values`: field → (text of a cell → value); `defaults`: field → text for empty cells;
    `departement`: the code of the list's département, which places its communes.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    departement: str = ""


def read_mapping(path: Path) -> ListMapping:
    """The mapping in a TOML file: `departement = "35"`, `[columns]`, `[values.<field>]`, `[defaults]`.

    Raises `SourceError` when it is not TOML or names a field that lists do not have.
    """
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"Le fichier de correspondance « {path.name} » est illisible : {error}.",
            f"The mapping “{path.name}” cannot be read: {error}.",
            cure='Il s’écrit en TOML : [columns], puis nom = "Intitulé de l’action".',
            cure_en='It is written in TOML: [columns], then nom = "Intitulé de l’action".',
        ) from error
    mapping = ListMapping(
        columns=_texts(path, content, "columns"),
        values=_sections(path, content.get("values", {})),
        defaults=_texts(path, content, "defaults"),
        departement=str(content.get("departement", "")),
    )
    for name in (*mapping.columns, *mapping.values, *mapping.defaults):
        if name not in HEADINGS:
            raise SourceError(
                f"« {name} », dans « {path.name} », n’est pas un champ connu.",
                f"“{name}” in “{path.name}” is not a known field.",
                cure=f"Champs : {', '.join(HEADINGS)}.",
                cure_en=f"Fields: {', '.join(HEADINGS)}.",
            )
    return mapping


def find_columns(columns: Iterable[str], mapping: ListMapping, name: str) -> dict[str, str]:
    """Field → heading of the file. Raises `SourceError` when a mapped heading is absent or none holds the names."""
    present = list(columns)
    found: dict[str, str] = {}
    for wanted, heading in mapping.columns.items():
        match = next((one for one in present if fold_label(one) == fold_label(heading)), None)
        if match is None:
            raise SourceError(
                f"La colonne « {heading} » n’est pas dans « {name} ».",
                f"“{name}” has no column “{heading}”.",
                cure=f"Ses colonnes : {', '.join(present)}.",
                cure_en=f"Its columns: {', '.join(present)}.",
            )
        found[wanted] = match
    taken = set(found.values())
    by_label = {fold_label(label): wanted for wanted, labels in HEADINGS.items() for label in labels}
    for heading in present:
        wanted = by_label.get(fold_label(heading), "")
        if wanted and wanted not in found and heading not in taken:
            found[wanted] = heading
    if "nom" not in found:
        raise SourceError(
            f"Aucune colonne de « {name} » n’est reconnue comme le nom de la solution.",
            f"No column of “{name}” is recognised as the solution’s name.",
            cure=f"Nommez-la « Nom », ou donnez un fichier de correspondance. Ses colonnes : {', '.join(present)}.",
            cure_en=f"Name it “Nom”, or give a mapping file. Its columns: {', '.join(present)}.",
        )
    return found


def _sections(path: Path, content: Any) -> dict[str, dict[str, str]]:
    if not isinstance(content, dict):
        return {"values": _texts(path, {"values": content}, "values")}
    return {name: _texts(path, content, name, "values.") for name in content}


def _texts(path: Path, content: Any, name: str, prefix: str = "") -> dict[str, str]:
    section = content.get(name, {}) if isinstance(content, dict) else None
    if not isinstance(section, dict) or not all(isinstance(value, str) for value in section.values()):
        raise SourceError(
            f"La partie [{prefix}{name}] de « {path.name} » doit associer des textes à des textes.",
            f"[{prefix}{name}] in “{path.name}” must map text to text.",
            cure='Exemple : nom = "Intitulé de l’action".',
            cure_en='For example: nom = "Intitulé de l’action".',
        )
    return dict(section)
