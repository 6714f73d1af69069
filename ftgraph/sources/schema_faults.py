"""What to do with a row that data·inclusion's schema refuses: correct what is plain, drop what is optional, say why.

A mandatory field that stays wrong rejects its row; an optional value that stays wrong is left out and reported.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from ftgraph.sources.solution_records import Reject, Severity, shown

_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CODE_LENGTHS = {"code_postal": 5, "code_insee": 5, "siret": 14}
_NUMBERS = {"latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines"}
_LINKS = {"lien_source", "lien_mobilisation", "site_web", "accessibilite_lieu"}

_SENTENCES: dict[str, str] = {
    "missing": "champ obligatoire absent",
    "string_type": "du texte est attendu",
    "string_too_short": "texte trop court : {min_length} caractères au moins",
    "string_too_long": "texte trop long : {max_length} caractères au plus",
    "string_pattern_mismatch": "ce code n’a pas la forme attendue",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_parsing_size": "ce nombre est trop grand",
    "int_from_float": "un nombre entier est attendu",
    "greater_than_equal": "ce nombre doit être au moins {ge:g}",
    "url_type": "une adresse de page « https://… » est attendue",
    "url_parsing": "ce n’est pas une adresse de page « https://… »",
    "url_scheme": "l’adresse doit commencer par « http:// » ou « https:// »",
    "url_too_long": "adresse de page trop longue : {max_length} caractères au plus",
    "url_syntax_violation": "ce n’est pas une adresse de page « https://… »",
    "set_type": "une liste est attendue",
    "list_type": "une liste est attendue",
    "too_short": "liste vide",
    "literal_error": "ce code n’a pas la forme attendue",
    "date_from_datetime_inexact": "une date sans heure est attendue (AAAA-MM-JJ)",
}


@dataclass(slots=True)
class Repair:
    """The outcome: the row corrected (`None` when it must be rejected), its faults, and what was set aside.

    `categories` are barriers named by their category alone; `unknown_barriers` the texts that name none.
    """

    row: dict[str, Any] | None
    faults: list[Reject] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    unknown_barriers: list[str] = field(default_factory=list)


class Repairer:
    """Repairs the rows of one model of the schema. `choices`: allowed values by field; `mandatory`: field names."""

    def __init__(
        self,
        validate: Callable[[Any], BaseModel],
        *,
        mandatory: Iterable[str],
        choices: Mapping[str, tuple[str, ...]],
        categories: Iterable[str] = (),
    ) -> None:
        self._validate = validate
        self._mandatory = frozenset(mandatory)
        self._choices = choices
        self._categories = frozenset(categories)

    def repair(self, row: Mapping[str, Any], error: ValidationError, line: int) -> Repair:
        """Correct, then drop what is still wrong. `error` is what the schema said of `row`."""
        outcome = Repair(dict(row))
        for correcting in (True, False):
            self._pass(outcome, error, line, correcting=correcting)
            if outcome.row is None:
                return outcome
            try:
                self._validate(outcome.row)
            except ValidationError as again:
                error = again
            else:
                return outcome
        details = _details(error)
        outcome.faults += [self._fault(line, one, Severity.REJECTED) for one in details]
        outcome.row = None
        return outcome

    def _pass(self, outcome: Repair, error: ValidationError, line: int, *, correcting: bool) -> None:
        by_field: dict[str, list[ErrorDetails]] = {}
        for one in _details(error):
            by_field.setdefault(str(one["loc"][0]) if one["loc"] else "", []).append(one)
        row = outcome.row
        assert row is not None  # noqa: S101 - the caller stops on None
        for name, faults in by_field.items():
            value = row.get(name)
            if isinstance(value, (list, tuple, set)) and all(len(one["loc"]) > 1 for one in faults):
                row[name] = self._items(outcome, name, list(value), faults, line)
                continue
            corrected = _corrected(name, value, self._choices.get(name)) if correcting else value
            if corrected != value:
                row[name] = corrected
                if corrected is not None:
                    outcome.faults.append(_corrected_fault(line, name, value, corrected))
            elif name not in self._mandatory:
                row[name] = None
                outcome.faults.append(self._fault(line, faults[0], Severity.REPAIRED))
            elif not correcting:
                return  # the caller reports what is left
            # A mandatory field that cannot be corrected waits for the second pass: one report holds all its faults.

    def _items(
        self, outcome: Repair, name: str, items: list[Any], faults: list[ErrorDetails], line: int
    ) -> list[Any] | None:
        """The list without its bad items; those that a plain correction makes good are kept corrected."""
        bad = {int(one["loc"][1]): one for one in reversed(faults)}
        kept: list[Any] = []
        for rank, item in enumerate(items):
            if rank not in bad:
                kept.append(item)
            elif name == "thematiques" and isinstance(item, str) and item in self._categories:
                outcome.categories.append(item)
                reason = "catégorie seule, sans thème : gardée comme frein de premier niveau"
                outcome.faults.append(Reject(line, name, item, reason, severity=Severity.REPAIRED))
            elif (corrected := _corrected_item(name, item, self._choices.get(name))) is not None:
                kept.append(corrected)
                outcome.faults.append(_corrected_fault(line, name, item, corrected))
            elif item is not None and item != "":
                outcome.faults.append(self._fault(line, bad[rank], Severity.REPAIRED))
                if name == "thematiques":
                    outcome.unknown_barriers.append(shown(item))
        return kept or None

    def _fault(self, line: int, error: ErrorDetails, severity: Severity) -> Reject:
        name = str(error["loc"][0]) if error["loc"] else ""
        value = error["input"]
        absent = error["type"] == "missing"
        return Reject(line, name, "" if absent else shown(value), self._reason(name, error, value), severity=severity)

    def _reason(self, name: str, error: ErrorDetails, value: object) -> str:
        kind = error["type"]
        if value is None and name in self._mandatory:
            return _SENTENCES["missing"]
        if kind == "enum":
            return unknown_value(shown(value), self._choices.get(name, ()))
        if kind == "value_error":
            return "adresse de courriel invalide" if name == "courriel" else str(error["ctx"]["error"]).rstrip(".")
        if name == "date_maj" and kind not in _SENTENCES:
            return "ce n’est pas une date (AAAA-MM-JJ)"
        if name == "zone_eligibilite" and len(error["loc"]) > 1:
            return _SENTENCES["literal_error"]  # of the five forms a code may have, none fits
        sentence = _SENTENCES.get(kind, "valeur refusée par le schéma data·inclusion")
        return sentence.format_map(error.get("ctx", {}))


def unknown_value(value: str, choices: Iterable[str]) -> str:
    """The sentence for a value outside a list, with the nearest one where one is near."""
    # A choice much shorter than the value resembles a part of it by chance only.
    likely = [choice for choice in choices if 3 * len(choice) >= 2 * len(value)]
    nearest = process.extractOne(value.lower(), likely, scorer=fuzz.WRatio, score_cutoff=70)
    reason = f"valeur inconnue : « {value} »"
    return f"{reason} ; la plus proche est « {nearest[0]} »" if nearest else reason


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False)


def _corrected_fault(line: int, name: str, value: object, corrected: object) -> Reject:
    return Reject(line, name, shown(value), f"corrigé en « {shown(corrected)} »", severity=Severity.REPAIRED)


def _corrected(name: str, value: object, choices: tuple[str, ...] | None) -> object:
    """What `value` plainly meant, or `value` itself. Empty text and an empty list mean nothing stated: `None`."""
    if isinstance(value, (list, str)) and not value:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and name not in _NUMBERS | {"date_maj"}:
        whole = isinstance(value, float) and value.is_integer()
        value = str(int(value)) if whole else str(value)
    return _corrected_text(name, value.strip(), choices) or value if isinstance(value, str) else value


def _corrected_text(name: str, text: str, choices: tuple[str, ...] | None) -> str | None:
    if choices is not None:
        return _chosen(text, choices)
    if name in _CODE_LENGTHS:
        return _padded(text, _CODE_LENGTHS[name])
    if name in _NUMBERS:
        return text.replace(",", ".")
    if name in _LINKS:
        bare = "://" not in text and "." in text and " " not in text and "@" not in text
        return f"https://{text}" if bare else text
    return iso_date(text) if name == "date_maj" else text


def _corrected_item(name: str, item: object, choices: tuple[str, ...] | None) -> object | None:
    if isinstance(item, int) and not isinstance(item, bool):
        item = str(item)
    if not isinstance(item, str):
        return None
    text = item.strip()
    if choices is not None:
        return _chosen(text, choices)
    if name == "zone_eligibilite":
        if text.isdecimal() and len(text) in (1, 4, 5):
            return text.zfill(2 if len(text) == 1 else 5)
        return text if text and text != item else None
    return None


def _chosen(text: str, choices: tuple[str, ...]) -> str | None:
    slug = text.lower().replace("_", "-")
    return slug if slug in choices else None


def _padded(text: str, length: int) -> str:
    """Spaces out, and the zero that spreadsheets eat back in front."""
    packed = "".join(text.split())
    packed = packed.removesuffix(".0")
    return packed.zfill(length) if packed.isdecimal() and len(packed) == length - 1 else packed


def iso_date(text: str) -> str:
    """A French date (13/02/2026) or a date with its hour as AAAA-MM-JJ; anything else as it is."""
    if match := _FRENCH_DATE.match(text):
        day, month, year = (int(part) for part in match.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return text
    return text[:10] if len(text) > 10 and text[10] in "T " else text
