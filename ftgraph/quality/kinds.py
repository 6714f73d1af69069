"""The faults that are looked for, grouped as a person works through them; for each, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftgraph.wording import Text

KINDS: Mapping[str, Text] = {
    "duplicate": Text("Doublons", "Duplicates"),
    "stale": Text("Fiches à vérifier", "Records to check"),
    "place": Text("Lieux invraisemblables", "Implausible places"),
    "contact": Text("Contacts mal écrits", "Malformed contacts"),
    "incomplete": Text("Fiches incomplètes", "Incomplete records"),
}
"""The kinds of faults, in the order that they are told."""

OF_ONE: Mapping[str, Text] = {
    "duplicate": Text("Doublon", "Duplicate"),
    "stale": Text("À vérifier", "To check"),
    "place": Text("Lieu invraisemblable", "Implausible place"),
    "contact": Text("Contact mal écrit", "Malformed contact"),
    "incomplete": Text("Fiche incomplète", "Incomplete record"),
}
"""The same, said of one record."""


@dataclass(frozen=True)
class Rule:
    """A fault that a record may have. `kind`: a key of `KINDS`; `todo`: what a person does about it."""

    kind: str
    todo: Text


RULES: Mapping[str, Rule] = {
    "alike": Rule(
        "duplicate",
        Text(
            "Comparer les deux fiches ; si l’offre est la même, garder la plus à jour, supprimer l’autre à la source.",
            "Compare both records; if they are one offer, keep the fresher one and delete the other at the source.",
        ),
    ),
    "stale": Rule(
        "stale",
        Text(
            "Appeler la structure : l’offre existe-t-elle encore ? Puis dater la fiche à la source, ou la retirer.",
            "Call the structure: does the offer still exist? Then date the record at the source, or withdraw it.",
        ),
    ),
    "undated": Rule(
        "stale",
        Text(
            "Demander à la source la date de la dernière vérification de cette fiche.",
            "Ask the source when this record was last checked.",
        ),
    ),
    "swapped": Rule(
        "place",
        Text("Échanger latitude et longitude à la source.", "Swap latitude and longitude at the source."),
    ),
    "nowhere": Rule(
        "place",
        Text(
            "Retirer les coordonnées, ou géocoder l’adresse.",
            "Remove the coordinates, or geocode the address.",
        ),
    ),
    "far": Rule(
        "place",
        Text(
            "Vérifier la commune et l’adresse, puis géocoder de nouveau.",
            "Check commune and address, then geocode again.",
        ),
    ),
    "postcode": Rule(
        "place",
        Text(
            "Corriger le code postal, ou la commune si c’est elle qui est fausse.",
            "Correct the postcode, or the commune if it is the one that is wrong.",
        ),
    ),
    "zone": Rule(
        "place",
        Text(
            "Vérifier la zone d’éligibilité et la commune : l’une des deux est sans doute fausse.",
            "Check the eligibility zone and the commune: one of them is probably wrong.",
        ),
    ),
    "telephone": Rule(
        "contact", Text("Corriger le numéro de téléphone à la source.", "Correct the telephone number at the source.")
    ),
    "email": Rule("contact", Text("Corriger l’adresse électronique à la source.", "Correct the e-mail at the source.")),
    "missing": Rule(
        "incomplete",
        Text("Compléter la fiche à la source avec la structure.", "Complete the record at the source."),
    ),
}
"""The faults by code."""

CODES = tuple(RULES)
"""The codes in a fixed order: a fault is kept as its place here."""


@dataclass(frozen=True)
class Fault:
    """A fault of one record. `code`: a key of `RULES`; `says`: what is wrong, with the values that show it."""

    code: str
    says: Text
