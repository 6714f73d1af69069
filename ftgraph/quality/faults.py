"""What is wrong with one record: its age, what it leaves out, where it says it is, how it says it is reached."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ftgraph.quality.kinds import Fault
from ftgraph.wording import Text

FARTHEST_KM = 20.0
"""From a commune's centre to a place in it: the widest ones of metropolitan France reach 16 km."""
_WIDE_COMMUNES = ("973",)
"""Départements whose communes are wider than that: French Guiana."""
_SWAPPED_KM = 30.0
_EARTH_KM = 111.195
_SHORTEST_DESCRIPTION = 50
_TELEPHONE = re.compile(
    r"(?:\+33|0033|0)[1-9]\d{8}|(?:\+|00)(?:262|269|508|590|594|596|681|687|689)\d{6,9}|3\d{3}|1\d{1,2}|11[68]\d{3}"
)
_FILLING = re.compile(r"[\s.\-/()\u00a0\u202f]+")
_EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s.,;<>()]+(?:\.[^@\s.,;<>()]+)+")


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune that records are in. `number`: in the index; coordinates in degrees, None where unknown."""

    number: int
    code: str
    name: str
    latitude: float | None
    longitude: float | None
    postal_codes: tuple[str, ...]

    @property
    def departement(self) -> str:
        """The code of its département, as it begins postcodes: 2A and 2B are 20."""
        start = self.code[:3] if self.code.startswith(("97", "98")) else self.code[:2]
        return "20" if start in ("2A", "2B") else start


@dataclass(frozen=True, slots=True)
class Record:
    """A record to examine. `row`: its stored fields; `commune`: None where it says none; `zone_stated`, `in_zone`:
    whether a zone is stated, and holds the commune; `known_postcode`: whether any commune has its postcode."""

    row: Mapping[str, Any]
    commune: Commune | None
    zone_stated: bool
    in_zone: bool
    known_postcode: bool


def faults(record: Record, today: date, stale_days: int) -> Iterator[Fault]:
    """The faults of a record, at most one of each code."""
    yield from _age(record.row, today, stale_days)
    yield from _place(record)
    yield from _contacts(record.row)
    if missing := list(_missing(record)):
        yield Fault(
            "missing",
            Text(
                f"Il manque : {', '.join(each.fr for each in missing)}.",
                f"Missing: {', '.join(each.en for each in missing)}.",
            ),
        )


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance between two places in degrees, good to a hundredth under 100 km."""
    north = (latitude - other_latitude) * _EARTH_KM
    east = (longitude - other_longitude) * _EARTH_KM * math.cos(math.radians((latitude + other_latitude) / 2))
    return math.hypot(north, east)


def _age(row: Mapping[str, Any], today: date, stale_days: int) -> Iterator[Fault]:
    if not row["modified"]:
        yield Fault("undated", Text("Aucune date de mise à jour.", "No date of update."))
        return
    day = date.fromisoformat(row["modified"])
    age = (today - day).days
    if age > stale_days:
        months = age // 30
        yield Fault(
            "stale",
            Text(
                f"Pas de mise à jour depuis le {day:%d/%m/%Y} ({months} mois).",
                f"Not updated since {day.isoformat()} ({months} months).",
            ),
        )


def _place(record: Record) -> Iterator[Fault]:
    yield from _coordinates(record)
    commune = record.commune
    if commune is None:
        return
    postcode = record.row.get("postal_code", "")
    # A postcode that no commune has is a CEDEX one, fine in its own département.
    doubtful = record.known_postcode or not postcode.startswith(commune.departement)
    if postcode and doubtful and commune.postal_codes and postcode not in commune.postal_codes:
        known = ", ".join(commune.postal_codes[:3])
        yield Fault(
            "postcode",
            Text(
                f"Le code postal {postcode} n’est pas celui de {commune.name} ({known}).",
                f"Postcode {postcode} is not that of {commune.name} ({known}).",
            ),
        )
    if record.zone_stated and not record.in_zone:
        yield Fault(
            "zone",
            Text(
                f"La zone d’éligibilité ne comprend pas {commune.name} ({commune.code}), où la solution a lieu.",
                f"The eligibility zone does not hold {commune.name} ({commune.code}), where the solution takes place.",
            ),
        )


def _coordinates(record: Record) -> Iterator[Fault]:
    latitude, longitude = record.row.get("latitude"), record.row.get("longitude")
    if latitude is None or longitude is None:
        return
    commune = record.commune
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        yield Fault("nowhere", Text("Les coordonnées sont zéro.", "The coordinates are zero."))
    elif commune is not None and commune.latitude is not None and commune.longitude is not None:
        away = kilometres(latitude, longitude, commune.latitude, commune.longitude)
        if away <= FARTHEST_KM or commune.code.startswith(_WIDE_COMMUNES):
            return
        if kilometres(longitude, latitude, commune.latitude, commune.longitude) <= _SWAPPED_KM:
            yield Fault("swapped", Text("Latitude et longitude sont inversées.", "Latitude and longitude are swapped."))
            return
        yield Fault(
            "far",
            Text(
                f"Les coordonnées sont à {away:.0f} km du centre de {commune.name}.",
                f"The coordinates are {away:.0f} km from the centre of {commune.name}.",
            ),
        )


def _contacts(row: Mapping[str, Any]) -> Iterator[Fault]:
    telephone, email = row.get("telephone", ""), row.get("email", "")
    if telephone and not _TELEPHONE.fullmatch(_FILLING.sub("", telephone)):
        yield Fault(
            "telephone",
            Text(
                f"« {telephone[:60]} » n’est pas un numéro de téléphone.", f"“{telephone[:60]}” is no telephone number."
            ),
        )
    if email and (not _EMAIL.fullmatch(email) or ".." in email):
        yield Fault(
            "email",
            Text(f"« {email[:80]} » n’est pas une adresse électronique.", f"“{email[:80]}” is no e-mail address."),
        )


def _missing(record: Record) -> Iterator[Text]:
    row = record.row
    on_site = "en-presentiel" in row.get("mode", ())
    if not row.get("barriers"):
        yield Text("le frein", "the barrier")
    if not record.zone_stated:
        yield Text("la zone d’éligibilité", "the eligibility zone")
    if not (row.get("telephone") or row.get("email") or row.get("mobilisation_page")):
        yield Text("tout moyen de contact", "any means of contact")
    if not row.get("public"):
        yield Text("le public", "the public")
    if not row.get("fee"):
        yield Text("les frais", "the fee")
    if not row.get("mode"):
        yield Text("le mode d’accueil", "the mode")
    if on_site and not row.get("address"):
        yield Text("l’adresse", "the address")
    if on_site and record.commune is None:
        yield Text("la commune", "the commune")
    if len(row.get("description") or "") < _SHORTEST_DESCRIPTION:
        yield Text("une présentation de plus de 50 caractères", "a description of over 50 characters")
