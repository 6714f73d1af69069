"""The département of the example: its communes, EPCI and bassins, from `data/territories/` and `zoning.toml`."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TERRITORIES = HERE.parent / "territories"
ZONING_COLUMNS = ("code_commune", "nom_commune", "zone_code", "zone_nom", "code_epci", "nom_epci")


@dataclass(frozen=True)
class Commune:
    """A commune of the département: codes as strings, coordinates in degrees (WGS 84) where known."""

    code: str
    name: str
    epci: str
    epci_name: str
    zone: str
    zone_name: str
    postal_code: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Department:
    """The communes by name and the EPCI of each bassin by the bassin's code."""

    code: str
    communes: dict[str, Commune]
    zones: dict[str, tuple[str, ...]]


def _rows(name: str) -> list[dict[str, str]]:
    with (TERRITORIES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def department() -> Department:
    """Reads the tables. Raises `KeyError` when an EPCI of the département stands in no bassin of `zoning.toml`."""
    zoning = tomllib.loads((HERE / "zoning.toml").read_text(encoding="utf-8"))
    zone_of = {epci: (zone["code"], zone["name"]) for zone in zoning["zones"] for epci in zone["epci"]}
    epci_names = {row["code"]: row["name"] for row in _rows("epci.csv")}
    communes = {
        row["name"]: Commune(
            code=row["code"],
            name=row["name"],
            epci=row["epci"],
            epci_name=epci_names[row["epci"]],
            zone=zone_of[row["epci"]][0],
            zone_name=zone_of[row["epci"]][1],
            postal_code=row["postal_codes"].split()[0],
            latitude=_number(row["latitude"]),
            longitude=_number(row["longitude"]),
        )
        for row in _rows("communes.csv")
        if row["departement"] == zoning["departement"]
    }
    zones = {zone["code"]: tuple(zone["epci"]) for zone in zoning["zones"]}
    return Department(zoning["departement"], communes, zones)


def zoning_csv(place: Department) -> str:
    """The zoning as French Excel reads it (`;`, CRLF), one row a commune, by commune code."""
    lines = [";".join(ZONING_COLUMNS)]
    for commune in sorted(place.communes.values(), key=lambda commune: commune.code):
        fields = (commune.code, commune.name, commune.zone, commune.zone_name, commune.epci, commune.epci_name)
        lines.append(";".join(fields))
    return "".join(f"{line}\r\n" for line in lines)
