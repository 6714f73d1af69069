"""The words for what answers say in codes: reach, extent, freshness, kinds of missing; in French and English."""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

REACH: Words = {
    "on-site": ("Sur place", "On site"),
    "remote": ("À distance", "Remote"),
    "wider-zone": ("Zone plus large", "From a wider zone"),
    "unstated": ("Zone non précisée", "Zone not stated"),
}
EXTENT: Words = {
    "all": ("Tout le territoire", "All of it"),
    "part": ("Une partie", "Part of it"),
    "unstated": ("Non précisée", "Not stated"),
}
FRESHNESS: Words = {"up-to-date": ("À jour", "Up to date"), "to-check": ("À vérifier", "To check")}
GAP: Words = {
    "nothing": ("rien", "nothing"),
    "out-of-date-only": ("rien d’à jour", "nothing up to date"),
    "remote-only": ("à distance seulement", "remote only"),
    "unstated-only": ("zone non précisée seulement", "zone not stated only"),
}
YES: tuple[str, str] = ("Oui", "Yes")
UNSTATED_ZONE: tuple[str, str] = ("Non précisée", "Not stated")


def word(words: Words, code: str | None, language: str = "fr") -> str:
    """The word for a code, the code itself when there is none, empty for None."""
    if code is None:
        return ""
    pair = words.get(code)
    return pick(pair, language) if pair else code


def pick(pair: tuple[str, str], language: str) -> str:
    """The French or the English of a pair."""
    return pair[1] if language == "en" else pair[0]


def count(number: int) -> str:
    """An integer as French writes it: `12 345`."""
    return f"{number:,}".replace(",", "\u202f")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 ligne`, `12 345 lignes`: in French 0 and 1 are one; `many`: where it is not `one` with an s."""
    return f"{count(number)} {one if number < 2 else many or f'{one}s'}"


def decimal(number: float, places: int) -> str:
    """A decimal number as French writes it: `3,5`."""
    return f"{number:.{places}f}".replace(".", ",")
