"""data·inclusion's published quality score (v1, `score_qualite`), on a given day and without a model per row.

The package reads the clock; here the day is given, so that a score can be explained and tested. One quirk of the
original is kept, for the same score everywhere: a row exactly 180 days old counts as out of date.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_SIX_MONTHS = 180
_TWO_YEARS = 730
_UNDATED_SOURCES = frozenset({"agefiph", "france-travail"})
"""Sources whose dates say nothing of the row: the formula leaves the criterion out."""

Criteria = dict[str, float | None]
"""Criterion → mark from 0 to 1, or `None` when the criterion does not apply. Names are those of the package."""


@dataclass(slots=True)
class Assessed:
    """What the score looks at, in one service."""

    source: str
    modified: date | None
    description_length: int
    address: bool
    telephone: bool
    email: bool
    link: bool
    fee: str | None
    fee_details: bool
    barriers: bool
    publics: bool
    modes: Collection[str]
    mobilisation_modes: Collection[str]
    mobilisable_by: bool

    @classmethod
    def of(cls, row: Mapping[str, Any], modified: date | None) -> "Assessed":
        """From a valid data·inclusion row."""
        get = row.get
        return cls(
            row["source"],
            modified,
            len(row["description"]),
            bool(get("adresse")),
            bool(get("telephone")),
            bool(get("courriel")),
            bool(get("lien_mobilisation")),
            get("frais"),
            bool(get("frais_precisions")),
            bool(get("thematiques")),
            bool(get("publics")),
            get("modes_accueil") or (),
            get("modes_mobilisation") or (),
            bool(get("mobilisable_par")),
        )


def criteria(service: Assessed, today: date) -> Criteria:
    """Each criterion's mark, unrounded, in the published order."""
    ways = service.mobilisation_modes
    on_site = "en-presentiel" in service.modes or "se-presenter" in ways
    return {
        "adresse_bien_definie": float(service.address) if on_site else None,
        "modes_mobilisation_bien_definis": (bool(ways) + service.mobilisable_by) / 2,
        "au_moins_un_public": float(service.publics),
        "au_moins_une_thematique": float(service.barriers),
        "au_moins_un_moyen_de_contact": float(service.email or service.link or service.telephone),
        "courriel_bien_defini": float(service.email) if "envoyer-un-courriel" in ways else None,
        "date_maj_recente": _recent(service, today),
        "frais_bien_definis": _fee(service),
        "description_bien_definie": _description(service.description_length),
        "telephone_bien_defini": float(service.telephone) if "telephoner" in ways else None,
    }


def score(service: Assessed, today: date) -> float:
    """The score, 0 to 1, two decimals: the mean of the marks that apply, each rounded to two decimals first."""
    marks = [
        round(mark, 2) if mark % 0.5 else mark  # most are 0, a half or 1: rounding those takes longer than telling them
        for mark in criteria(service, today).values()
        if mark is not None
    ]
    return round(sum(marks) / len(marks), 2)


def _recent(service: Assessed, today: date) -> float | None:
    if service.source in _UNDATED_SOURCES:
        return None
    if service.modified is None:
        return 0.0
    age = abs((today - service.modified).days)
    if age < _SIX_MONTHS:
        return 1.0
    if _SIX_MONTHS < age < _TWO_YEARS:
        return (_TWO_YEARS - age) / (_TWO_YEARS - _SIX_MONTHS)
    return 0.0


def _fee(service: Assessed) -> float:
    if service.fee == "payant":
        return 1.0 if service.fee_details else 0.5
    return 1.0 if service.fee == "gratuit" else 0.0


def _description(length: int) -> float:
    if length < 50:
        return 0.0
    return 1.0 if 200 <= length < 2000 else 0.5
