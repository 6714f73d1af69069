"""A seeded national graph, as data·inclusion files: 200,000 services and 80,000 structures, zones of every kind.

    python bench/national.py FOLDER [--services N] [--structures N] [--seed S]

Communes are drawn by population. Texts follow Zipf's law over 6,000 words: the little words of French, the words of
the field below, then made-up ones. The proportions are assumptions, written below, not measures of the real base.
"""

import argparse
import random
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from data_inclusion.schema import v1

from ftgraph.sources import territories as territory_source
from ftgraph.sources.territories import Territories, Territory

TODAY = date(2026, 11, 24)
ZONE_KINDS = ("commune", "communes", "epci", "departement", "departements", "country", "unstated")
ZONE_WEIGHTS = (24, 7, 22, 31, 5, 4, 7)
SOURCES = ("dora", "france-travail", "emplois-de-linclusion", "mes-aides", "soliguide", "carif-oref", "agefiph")
WORDS = """accompagnement atelier permis conduire véhicule location vélo logement hébergement garde enfants crèche santé
soins écoute numérique ordinateur internet formation métier emploi entreprise création budget dettes droits démarches
français lecture écriture calcul bénévolat sport culture jeunes familles handicap réfugiés insertion parcours
conseil rendez-vous gratuit collectif individuel permanence quartier rural mobilité covoiturage garage solidaire aide
financière alimentaire vestiaire mobilier électroménager parentalité médiation séparation violences
addictions""".split()
LITTLE_WORDS = """de la et les des à le en un pour une du dans vous est au sur par avec votre qui nous ce se plus vos
aux ou son il cette sa leur ces être pas sont ont notre chaque selon afin""".split()
SYLLABLES = """ba bi bon cha ci com con cou da dé di fa fer for ga gui in jar la li lou ma mé mi mon na né ni no pa
pé pi por pré ra ré ri ro sa sé si son ta té ti tra tri va ven vi vou""".split()
ENDINGS = "ement ation eur age ité ier ance able ique oir ette ment ière aire if é er in on al".split()
VOCABULARY = 6_000
OWN_CONTACT = 0.75  # services reached at their structure's address: 20 of 26 real ones
ZIPF_SHIFT = 2.7


class Words:
    """A vocabulary and how often each of its words is drawn: the word of rank r as 1 / (r + 2.7)."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        words = dict.fromkeys([*LITTLE_WORDS, *WORDS])
        while len(words) < VOCABULARY:
            words["".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) + draw.choice(ENDINGS)] = None
        self._words = list(words)
        self._weights = list(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(1, VOCABULARY + 1)))

    def text(self, draw: random.Random, least: int, most: int) -> str:
        """A text of `least` to `most` words."""
        words = draw.choices(self._words, cum_weights=self._weights, k=draw.randint(least, most))
        return " ".join(words).capitalize()


def generate(folder: Path, services: int, structures: int, seed: int) -> None:
    """Write `structures.jsonl` and `services.jsonl` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, words = random.Random(seed), Words(seed)
    territories = territory_source.load()
    communes = [each for each in territories.all("commune") if each.parent("departement")]
    weights = [max(each.population or 0, 50) for each in communes]
    places = draw.choices(communes, weights, k=structures)
    with (folder / "structures.jsonl").open("wb") as out:
        for number, place in enumerate(places):
            _line(out, _structure(draw, words, number, place))
    with (folder / "services.jsonl").open("wb") as out:
        for number in range(services):
            structure = draw.randrange(structures)
            _line(out, _service(draw, words, number, structure, places[structure], territories))


def _line(out: BinaryIO, row: dict[str, Any]) -> None:
    out.write(orjson.dumps(row) + b"\n")


def _source(number: int) -> str:
    return SOURCES[number % len(SOURCES)]


def _day(draw: random.Random) -> str:
    return (TODAY - timedelta(days=int(draw.expovariate(1 / 260)))).isoformat()


def _place(draw: random.Random, place: Territory) -> dict[str, Any]:
    known = place.latitude is not None and place.longitude is not None
    return {
        "commune": place.name,
        "code_insee": place.code,
        "code_postal": place.postal_codes[0] if place.postal_codes else None,
        "adresse": f"{draw.randint(1, 200)} rue {draw.choice(WORDS)}",
        "latitude": round((place.latitude or 0) + draw.gauss(0, 0.01), 6) if known else None,
        "longitude": round((place.longitude or 0) + draw.gauss(0, 0.01), 6) if known else None,
    }


def _contact(draw: random.Random, number: int) -> dict[str, Any]:
    return {
        "telephone": f"+3326191{abs(number) % 10000:04d}",
        "courriel": f"contact{number}@example.org",
        "horaires_accueil": "Mo-Fr 09:00-12:00,14:00-17:00" if draw.random() < 0.5 else None,
    }


def _structure(draw: random.Random, words: Words, number: int, place: Territory) -> dict[str, Any]:
    source = _source(number)
    return {
        "source": source,
        "id": f"{source}--structure-{number}",
        "nom": f"{words.text(draw, 2, 4)} de {place.name}"[:150],
        "description": words.text(draw, 15, 60),
        "date_maj": _day(draw),
        "siret": f"{number:014d}" if draw.random() < 0.8 else None,
        "site_web": f"https://example.org/{number}",
        "lien_source": f"https://example.org/structures/{number}",
        "reseaux_porteurs": [draw.choice(list(v1.ReseauPorteur)).value] if draw.random() < 0.5 else None,
        **_place(draw, place),
        **_contact(draw, number),
    }


def _zone(draw: random.Random, place: Territory, territories: Territories) -> list[str] | None:
    departement = place.parent("departement") or ""
    match draw.choices(ZONE_KINDS, ZONE_WEIGHTS)[0]:
        case "commune":
            return [place.code]
        case "communes":
            near = territories.communes_of("departement", departement)
            return sorted({place.code, *draw.sample(near, min(len(near), draw.randint(2, 40)))})
        case "epci":
            epci = place.parent("epci")
            return [epci] if epci else [place.code]
        case "departement":
            return [departement]
        case "departements":
            others = draw.sample(list(territories.codes("departement")), draw.randint(1, 8))
            return sorted({departement, *others})
        case "country":
            return ["france"]
        case _:
            return None


def _some(draw: random.Random, values: Any, most: int) -> list[str]:
    return sorted({draw.choice(values).value for _ in range(draw.randint(1, most))})


def _service(
    draw: random.Random, words: Words, number: int, structure: int, place: Territory, territories: Territories
) -> dict[str, Any]:
    source = _source(structure)
    fee = draw.choices(("gratuit", "payant", None), (60, 15, 25))[0]
    publics = ["tous-publics"] if draw.random() < 0.35 else _some(draw, list(v1.Public)[1:], 4)
    modes = draw.choices((["en-presentiel"], ["a-distance"], ["a-distance", "en-presentiel"], None), (68, 9, 13, 10))[0]
    return {
        "source": source,
        "structure_id": f"{source}--structure-{structure}",
        "id": f"{source}--service-{number}",
        "nom": words.text(draw, 4, 9)[:150],
        "description": words.text(draw, 30, 160),
        "lien_source": f"https://example.org/services/{number}",
        "date_maj": _day(draw),
        "type": draw.choice(list(v1.TypeService)).value,
        "thematiques": _some(draw, list(v1.Thematique), 4),
        "frais": fee,
        "frais_precisions": "10 € l'adhésion annuelle" if fee == "payant" else None,
        "publics": publics,
        "publics_precisions": words.text(draw, 4, 12) if draw.random() < 0.4 else None,
        "conditions_acces": words.text(draw, 4, 12) if draw.random() < 0.6 else None,
        "modes_accueil": modes,
        "zone_eligibilite": _zone(draw, place, territories),
        "lien_mobilisation": f"https://example.org/mobiliser/{number}" if draw.random() < 0.4 else None,
        "modes_mobilisation": _some(draw, list(v1.ModeMobilisation), 3),
        "mobilisable_par": _some(draw, list(v1.PersonneMobilisatrice), 2),
        "volume_horaire_hebdomadaire": draw.choice((1, 2, 7, 15, None)),
        "nombre_semaines": draw.choice((1, 4, 12, None)),
        "score_qualite": round(draw.random(), 2),
        **_place(draw, place),
        **_contact(draw, structure if draw.random() < OWN_CONTACT else -number),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--services", type=int, default=200_000)
    parser.add_argument("--structures", type=int, default=80_000)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    generate(given.folder, given.services, given.structures, given.seed)


if __name__ == "__main__":
    main()
