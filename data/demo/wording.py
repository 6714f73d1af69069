"""French wording of the example: elision before a commune's name, slugs, and the misspellings of its duplicates."""

import re
import unicodedata

_VOWELS = "AEIOUYÀÂÉÈÊËÎÏÔÙÛÜ"
PAYS = {
    "EX35-01": "pays de Rennes",
    "EX35-02": "pays de Saint-Malo",
    "EX35-03": "pays de Dol et de Combourg",
    "EX35-04": "pays de Fougères",
    "EX35-05": "pays de Vitré et de la Roche aux Fées",
    "EX35-06": "pays des Vallons de Vilaine",
    "EX35-07": "pays de Redon",
    "EX35-08": "pays de Brocéliande",
}


def of(name: str) -> str:
    """`of("Le Rheu")` is « du Rheu », `of("Acigné")` « d’Acigné »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0] in _VOWELS else f"de {name}"


def at(name: str) -> str:
    """`at("Le Rheu")` is « au Rheu », `at("Acigné")` « à Acigné »."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def fill(text: str, commune: str, zone: str) -> str:
    """Replaces `{commune}`, `{de}`, `{a}` and `{pays}`; other braces are left."""
    words = {"commune": commune, "de": of(commune), "a": at(commune), "pays": PAYS[zone]}
    return re.sub(r"\{(commune|de|a|pays)\}", lambda found: words[found[1]], text)


def without_accents(text: str) -> str:
    """`text` with its diacritics taken off and its ligatures opened."""
    opened = text.replace("œ", "oe").replace("Œ", "Oe").replace("ᵉ", "e")
    return "".join(c for c in unicodedata.normalize("NFD", opened) if not unicodedata.combining(c))


def slug(text: str, size: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut after `size` characters."""
    words = re.sub(r"[^a-z0-9]+", "-", without_accents(text).lower()).strip("-")
    return words[:size].rstrip("-")


def misspell(text: str, way: int) -> str:
    """One of the ways in which two people write the same title: case, accents, spaces, punctuation."""
    match way % 4:
        case 0:
            return without_accents(text).upper()
        case 1:
            return without_accents(text).replace("’", " ").lower()
        case 2:
            return text.replace(" et ", " & ").replace("’", "'").replace(" : ", " - ") + " !"
        case _:
            return f"{text[0].lower()}{text[1:]}".replace(" ", "  ", 1)
