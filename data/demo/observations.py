"""The example’s observations: invented values for the common core, that add up as real ones would.

`python data/demo/observations.py` writes `observations.csv` beside it. Same bytes each time: each chance is drawn from
what the value is about.
"""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

QUARTERS = ("T1 2025", "T2 2025", "T3 2025", "T4 2025", "T1 2026", "T2 2026", "T3 2026")
BASINS = {
    "bassin:EX35-01": 0.52,
    "bassin:EX35-02": 0.11,
    "bassin:EX35-03": 0.07,
    "bassin:EX35-04": 0.08,
    "bassin:EX35-05": 0.09,
    "bassin:EX35-06": 0.06,
    "bassin:EX35-07": 0.03,
    "bassin:EX35-08": 0.04,
}
DEPARTEMENT, REGION, COUNTRY = "departement:35", "region:53", "country:FR"
OTHERS = {"departement:22": 0.55, "departement:29": 0.82, "departement:56": 0.72}
GENDER = {"Femmes": 0.51, "Hommes": 0.49}
AGE = {"Moins de 25 ans": 0.16, "De 25 à 49 ans": 0.57, "50 ans et plus": 0.27}
OPERATOR = {
    "France Travail": 0.71,
    "Mission locale": 0.14,
    "Cap emploi": 0.05,
    "Conseil départemental": 0.08,
    "Autre opérateur": 0.02,
}
ALLOWANCE = {"ARE": 0.42, "ASS": 0.04, "RSA": 0.19, "AAH": 0.006, "CEJ": 0.03, "Sans allocation": 0.314}
SENIORITY = {"Moins d’un an": 0.55, "Un an à moins de deux ans": 0.22, "Deux ans et plus": 0.23}
EDUCATION = {
    "Sans diplôme professionnel": 0.17,
    "Niveau 3 (CAP, BEP)": 0.31,
    "Niveau 4 (baccalauréat)": 0.22,
    "Niveau 5 et plus": 0.30,
}
SUPPORT = {
    "Accompagnement suivi": 0.33,
    "Accompagnement guidé": 0.41,
    "Parcours intensif": 0.17,
    "Accompagnement social": 0.09,
}
PUBLICS = {"Personnes en situation de handicap": 0.11, "Résidents en QPV ou FRR": 0.15}
HEADINGS = (
    "Indicateur",
    "Territoire",
    "Période",
    "Public",
    "Sexe",
    "Âge",
    "Niveau de formation",
    "Allocation",
    "Ancienneté d’inscription",
    "Opérateur",
    "Accompagnement",
    "Valeur",
    "Effectif",
    "État",
)
Row = dict[str, str]


def chance(*about: object) -> float:
    """From -1 to 1, drawn from what it is about."""
    digest = hashlib.blake2b("|".join(map(str, about)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**63 - 1


def split(total: int, shares: dict[str, float], *about: object) -> dict[str, int]:
    """A total cut along shares, to the unit."""
    weights = {key: share * (1 + 0.12 * chance(key, *about)) for key, share in shares.items()}
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    found = {key: int(value) for key, value in exact.items()}
    for key in sorted(exact, key=lambda each: found[each] - exact[each])[: total - sum(found.values())]:
        found[key] += 1
    return found


def row(indicator: str, place: str, quarter: str, value: str, base: int | None = None, **more: str) -> Row:
    """A line of the file."""
    state = "Provisoire" if quarter == QUARTERS[-1] else ""
    stated = {"Indicateur": indicator, "Territoire": place, "Période": quarter, "Valeur": value, "État": state}
    return stated | ({"Effectif": str(base)} if base is not None else {}) | more


def stock(name: str, level: float, quarter: str, step: float, cuts: dict[str, dict[str, float]]) -> Iterator[Row]:
    """A number of people: by basin, whose sum is the département, then the région, then the country."""
    rank = QUARTERS.index(quarter)
    total = round(level * (1 + step * rank) * (1 + 0.02 * chance(name, quarter)))
    basins = split(total, BASINS, name, quarter)
    places = {**basins, DEPARTEMENT: total}
    for place, value in places.items():
        yield row(name, place, quarter, str(value))
    others = {
        place: round(total * share * (1 + 0.03 * chance(name, place, quarter))) for place, share in OTHERS.items()
    }
    for place, value in others.items():
        yield row(name, place, quarter, str(value))
    yield row(name, REGION, quarter, str(total + sum(others.values())))
    yield row(name, COUNTRY, quarter, str(round(total * 92.4 * (1 + 0.01 * chance(name, COUNTRY, quarter)))))
    for column, shares in cuts.items():
        sums = dict.fromkeys(shares, 0)
        for place, value in basins.items():
            for key, part in split(value, shares, name, place, quarter).items():
                sums[key] += part
                yield row(name, place, quarter, str(part), **{column: key})
        for key, part in sums.items():
            yield row(name, DEPARTEMENT, quarter, str(part), **{column: key})


def mean(
    name: str, level: float, quarter: str, step: float, size: float, cuts: dict[str, dict[str, float]]
) -> Iterator[Row]:
    """A rate or a mean, with on how many it is computed."""
    rank = QUARTERS.index(quarter)
    for place in (*BASINS, DEPARTEMENT, *OTHERS, REGION, COUNTRY):
        share = BASINS.get(place, OTHERS.get(place, {DEPARTEMENT: 1.0, REGION: 3.09, COUNTRY: 92.4}.get(place, 1.0)))
        value = (level + step * rank) * (1 + 0.07 * chance(name, place) + 0.02 * chance(name, place, quarter))
        base = round(size * share)
        yield row(name, place, quarter, f"{value:.1f}".replace(".", ","), base)
        if place != DEPARTEMENT:
            continue
        for column, shares in cuts.items():
            for key, part in shares.items():
                cut = value * (1 + 0.12 * chance(name, key) + 0.02 * chance(name, place, quarter, key))
                yield row(name, place, quarter, f"{cut:.1f}".replace(".", ","), round(base * part), **{column: key})


def features(quarter: str, registered: list[Row]) -> Iterator[Row]:
    """The features of those registered, in the département and its basins."""
    totals = {
        each["Territoire"]: int(each["Valeur"])
        for each in registered
        if not {"Sexe", "Âge", "Opérateur"} & each.keys() and each["Territoire"] in BASINS
    }
    for column, shares in (("Allocation", ALLOWANCE), ("Niveau de formation", EDUCATION)):
        sums = dict.fromkeys(shares, 0)
        for place, value in totals.items():
            for key, part in split(value, shares, "profil", place, quarter).items():
                sums[key] += part
                yield row("Principales caractéristiques des inscrits", place, quarter, str(part), **{column: key})
        for key, part in sums.items():
            yield row("Principales caractéristiques des inscrits", DEPARTEMENT, quarter, str(part), **{column: key})
    for key, share in PUBLICS.items():
        counts = {place: round(value * share * (1 + 0.2 * chance(key, place))) for place, value in totals.items()}
        for place, part in {**counts, DEPARTEMENT: sum(counts.values())}.items():
            yield row("Principales caractéristiques des inscrits", place, quarter, str(part), Public=key)
    whole = sum(totals.values())
    for key, part in split(whole, SENIORITY, "ancienneté", quarter).items():
        more = {"Ancienneté d’inscription": key}
        yield row("Principales caractéristiques des inscrits", DEPARTEMENT, quarter, str(part), **more)
    for key, part in split(whole, SUPPORT, "accompagnement", quarter).items():
        more = {"Accompagnement": key}
        yield row("Répartition par type d’accompagnement et par opérateur", DEPARTEMENT, quarter, str(part), **more)


def rows() -> Iterator[Row]:
    """All the lines."""
    for quarter in QUARTERS:
        recent = quarter in QUARTERS[-2:]
        registered = list(
            stock(
                "Nombre d’inscrits ou d’enregistrés",
                61_500,
                quarter,
                -0.006,
                {"Sexe": GENDER, **({"Âge": AGE, "Opérateur": OPERATOR} if recent else {})},
            )
        )
        yield from registered
        if recent:
            yield from features(quarter, registered)
        yield from stock("Flux entrants des inscrits", 9_800, quarter, 0.004, {})
        yield from stock("Flux sortants des inscrits", 10_050, quarter, 0.003, {})
        operators = {"Opérateur": OPERATOR} if recent else {}
        yield from stock("Personnes en attente de diagnostic", 5_800, quarter, -0.05, operators)
        yield from stock("Personnes en attente de mise en parcours", 2_150, quarter, -0.03, {})
        yield from stock("Réorientations", 240, quarter, 0.02, {})
        yield from stock("Progression dans l’employabilité", 3_900, quarter, 0.03, {})
        yield from mean("Délai entre inscription et diagnostic", 24, quarter, -0.9, 9_000, operators)
        yield from mean("Délai entre diagnostic et mise en parcours", 17, quarter, -0.4, 8_000, {})
        yield from mean(
            "Taux de retour à l’emploi", 41, quarter, 0.5, 15_000, {"Sexe": GENDER, "Âge": AGE} if recent else {}
        )
        yield from mean("Taux de retour à l’emploi durable", 27, quarter, 0.4, 15_000, {})
        yield from mean("Taux de pourvoi des offres d’emploi", 78, quarter, 0.6, 4_200, operators)
        yield from mean("Délai de pourvoi des offres d’emploi", 38, quarter, -0.7, 3_300, {})
        yield from mean("Satisfaction des usagers", 72, quarter, 0.3, 2_400, {})
        yield from mean("Satisfaction des employeurs", 81, quarter, 0.2, 900, {})


OTHER = (
    ("Indicateur", "Territoire", "T1 2026", "T2 2026", "T3 2026"),
    ("Taux de pourvoi", "Ille-et-Vilaine", "79,4", "80,1", "81,2"),
    ("Délai de pourvoi", "Ille-et-Vilaine", "33,9", "33,7", "33,0"),
    ("Taux de pourvoi", "Finistère", "77,9", "78,3", "s"),
)
"""Another source, as an observatory would hand it in: one column a period, Windows-1252, and it disagrees in places."""


def main() -> None:
    """Write the files."""
    path = Path(__file__).with_suffix(".csv")
    other = "\r\n".join(";".join(line) for line in OTHER) + "\r\n"
    path.with_name("observations-observatoire.csv").write_bytes(other.encode("cp1252"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS, restval="", delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main()
