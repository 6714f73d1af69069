"""Structures and services of the example, in data·inclusion v1 form, from the models in `catalogue/`.

Every choice left to chance comes from a generator seeded with the row's identifier: adding a model moves no other row.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from place import Commune, Department
from wording import fill, misspell, slug

CATALOGUE = Path(__file__).parent / "catalogue"
SOURCE = "exemple-35"
FIRST, FRESH, LAST = date(2023, 6, 1), date(2025, 12, 1), date(2026, 11, 20)
STALE_SHARE = 0.15
DUPLICATES = 8
REGION = ("22", "29", "35", "56")
STREETS = (
    "rue Anne-de-Bretagne", "rue de la Gare", "rue des Lavandières", "boulevard de la République", "rue du Stade",
    "allée des Tilleuls", "rue Jean-Moulin", "place de l’Église", "rue des Écoles", "avenue de la Libération",
    "rue Simone-Veil", "impasse du Verger", "rue du Moulin-à-Vent", "rue Louise-Michel", "zone artisanale de la Lande",
)  # fmt: skip
COMPLEMENTS = ("1er étage", "Bâtiment B", "-", "Entrée par la cour", "Salle des mariages, rez-de-chaussée")
CONTACTS = ("Accueil", "Pôle insertion", "Secrétariat", "Conseillère référente", "Service accompagnement social")

Row = dict[str, Any]


def chance(*key: str) -> random.Random:
    """The generator of a row's choices."""
    return random.Random("/".join((SOURCE, *key)))  # noqa: S311 – an example, not a secret


def _choice(value: str | Sequence[str] | None, index: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value[index % len(value)]


def _day(luck: random.Random, stale: bool | None = None) -> str:
    stale = luck.random() < STALE_SHARE if stale is None else stale
    start, end = (FIRST, FRESH - timedelta(days=30)) if stale else (FRESH, LAST)
    return (start + timedelta(days=luck.randrange((end - start).days + 1))).isoformat()


def _near(value: float | None, luck: random.Random) -> float | None:
    return None if value is None else round(value + luck.uniform(-0.006, 0.006), 6)


def _address(commune: Commune, model: Row, luck: random.Random) -> Row:
    street = model.get("adresse") or f"{luck.randint(1, 48)} {luck.choice(STREETS)}"
    return {
        "commune": commune.name,
        "code_postal": commune.postal_code,
        "code_insee": commune.code,
        "adresse": street,
        "complement_adresse": luck.choice(COMPLEMENTS) if luck.random() < 0.15 else None,
        "longitude": _near(commune.longitude, luck),
        "latitude": _near(commune.latitude, luck),
    }


def structures(place: Department) -> dict[str, list[Row]]:
    """The structures by the key of their model, in the order of the catalogue."""
    models = tomllib.loads((CATALOGUE / "structures.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[Row]] = {key: [] for key in models}
    count = 0
    for key, model in models.items():
        for line in model["lieux"]:
            town, _, own_name = line.partition(" | ")
            commune = place.communes[town]
            name = own_name or fill(model["nom"], town, commune.zone)
            identifier = f"{SOURCE}--{key.replace('_', '-')}-{slug(town)}"
            if any(row["id"] == identifier for row in rows[key]):
                identifier += "-2"
            luck = chance(identifier)
            rows[key].append(
                {
                    "source": SOURCE,
                    "id": identifier,
                    "nom": name,
                    "date_maj": _day(luck),
                    "description": fill(model["description"], town, commune.zone),
                    "lien_source": f"https://example.org/{SOURCE}/structures/{identifier.removeprefix(SOURCE + '--')}",
                    "siret": None,
                    **_address(commune, model, luck),
                    # 02 61 91 00 00 to 02 61 91 99 99: set aside by ARCEP for fiction, never given to anyone.
                    "telephone": f"+3326191{count * 37 % 10000:04d}",
                    "courriel": f"{slug(own_name or key, 24)}.{slug(town, 20)}@example.org",
                    "site_web": f"https://example.org/{slug(name)}" if luck.random() < 0.6 else None,
                    "horaires_accueil": model.get("horaires"),
                    "accessibilite_lieu": None,
                    "reseaux_porteurs": model.get("reseaux"),
                    "exemple": True,
                }
            )
            count += 1
    return rows


def _zone(rule: str, commune: Commune, place: Department) -> list[str] | None:
    """The codes of a model's `zone`: a rule's name, or `codes:` and the codes themselves."""
    if rule.startswith("codes:"):
        return rule.removeprefix("codes:").split(",")
    return {
        "sans": None,
        "commune": [commune.code],
        "communes-voisines": _neighbours(commune, place),
        "epci": [commune.epci],
        "bassin": list(place.zones[commune.zone]),
        "departement": [place.code],
        "region": list(REGION),
        "france": ["france"],
    }[rule]


def _neighbours(commune: Commune, place: Department) -> list[str]:
    def distance(other: Commune) -> float:
        if None in (other.latitude, other.longitude, commune.latitude, commune.longitude):
            return float("inf")
        return abs(other.latitude - commune.latitude) + abs(other.longitude - commune.longitude)  # type: ignore[operator]

    inside = (other for other in place.communes.values() if other.zone == commune.zone)
    return [other.code for other in sorted(inside, key=lambda other: (distance(other), other.code))[:6]]


def _chosen(model: Row, carriers: Sequence[Row]) -> Iterator[Row]:
    """The structures that offer a model: all those of its kind, or the communes and names in `a`, in that order."""
    for wanted in model.get("a") or [row["nom"] for row in carriers]:
        found = [row for row in carriers if wanted in (row["commune"], row["nom"])]
        if not found:
            raise KeyError(f"{model['nom']} : {wanted}")
        yield found[0]


def _service(model: Row, structure: Row, index: int, place: Department) -> Row:
    commune = place.communes[structure["commune"]]
    first_name = _choice(model["nom"], 0) or ""
    identifier = f"{SOURCE}--{slug(first_name, 48)}-{structure['id'].rsplit('--', 1)[1]}"
    luck = chance(identifier)
    modes = model.get("accueil", ["en-presentiel"])
    local = "en-presentiel" in modes or luck.random() < 0.5
    keys = ("commune", "code_postal", "code_insee", "adresse", "complement_adresse", "longitude", "latitude")
    texts = [model["description"], _choice(model.get("details"), index)]
    # Models in which everything is stale, or only in some communes, draw the gaps of the coverage table.
    stale = True if model.get("perime") or commune.name in model.get("perimes", ()) else None
    if model.get("a_jour"):
        stale = False
    link = "utiliser-lien-mobilisation" in model["mobilisation"]
    return {
        "source": SOURCE,
        "structure_id": structure["id"],
        "id": identifier,
        "nom": fill(_choice(model["nom"], index) or "", commune.name, commune.zone),
        "description": fill("\n\n".join(text for text in texts if text), commune.name, commune.zone),
        "lien_source": f"https://example.org/{SOURCE}/services/{identifier.removeprefix(SOURCE + '--')}",
        "date_maj": _day(luck, stale),
        "type": model.get("type"),
        "thematiques": model.get("themes") or None,
        "frais": model.get("frais"),
        "frais_precisions": _choice(model.get("frais_precisions"), index),
        "publics": model.get("publics"),
        "publics_precisions": _choice(model.get("publics_precisions"), index)
        or ("-" if luck.random() < 0.04 else None),
        "conditions_acces": _choice(model.get("conditions"), index) or ("Aucun" if luck.random() < 0.08 else None),
        **{key: structure[key] if local else None for key in keys},
        "telephone": structure["telephone"],
        "courriel": structure["courriel"] if luck.random() < 0.9 else None,
        "modes_accueil": modes,
        "zone_eligibilite": _zone(model["zone"], commune, place),
        "contact_nom_prenom": luck.choice(CONTACTS) if luck.random() < 0.25 else None,
        "lien_mobilisation": f"https://example.org/{SOURCE}/rendez-vous" if link else None,
        "modes_mobilisation": model["mobilisation"],
        "mobilisable_par": model["par_qui"],
        "mobilisation_precisions": _choice(model.get("mobilisation_precisions"), index),
        "volume_horaire_hebdomadaire": model.get("hebdo"),
        "nombre_semaines": model.get("semaines"),
        "horaires_accueil": model.get("horaires"),
        "exemple": True,
    }


def models() -> list[Row]:
    """The solution models of the catalogue, file by file."""
    files = sorted(path for path in CATALOGUE.glob("*.toml") if path.stem not in ("structures", "liste-departement"))
    return [model for path in files for model in tomllib.loads(path.read_text(encoding="utf-8"))["service"]]


def services(place: Department, carriers: dict[str, list[Row]]) -> list[Row]:
    """All services, with their duplicates and misplaced rows, by identifier."""
    rows = [
        _service(model, structure, index, place)
        for model in models()
        for index, structure in enumerate(_chosen(model, carriers[model["par"]]))
    ]
    # Only where every barrier is well served: neither may fill or empty a cell of the coverage table by accident.
    misplaced = chance("misplaced").sample(_located(rows, "Rennes"), len(MISPLACED))
    for row, patch in zip(misplaced, MISPLACED, strict=True):
        row.update(patch)
    twins = chance("duplicates").sample(_located(rows, "Rennes", "Saint-Malo", "Vitré"), DUPLICATES)
    rows += [_duplicate(row, way) for way, row in enumerate(twins)]
    return sorted(rows, key=lambda row: str(row["id"]))


# What real files hold: degrees swapped, the homonym of another département, no position at all, Brest for Saint-Malo.
MISPLACED: tuple[Row, ...] = (
    {"latitude": -1.679291, "longitude": 48.113475},
    {"commune": "Rennes", "code_postal": "53110", "code_insee": "53189", "latitude": 48.4823, "longitude": -0.4918},
    {"latitude": 0.0, "longitude": 0.0},
    {"commune": "Saint-Malo", "code_insee": "35288", "code_postal": "35400", "latitude": 48.3904, "longitude": -4.4861},
)


def _located(rows: Sequence[Row], *communes: str) -> list[Row]:
    return [row for row in rows if row["commune"] in communes and row["thematiques"] and row["latitude"] is not None]


def _duplicate(row: Row, way: int) -> Row:
    """The same offer entered a second time, by somebody else: spelling, date and contact differ."""
    luck = chance("duplicate", row["id"])
    return {
        **row,
        "id": f"{row['id']}-bis",
        "lien_source": f"{row['lien_source']}-bis",
        "nom": misspell(row["nom"], way),
        "description": row["description"].split("\n\n")[0].replace("’", "'"),
        "date_maj": _day(luck, stale=False),
        "contact_nom_prenom": None,
    }
