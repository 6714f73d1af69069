"""What is said of a place that is not clear: several are called so, or none is; with those that were perhaps meant."""

from collections.abc import Sequence

from ftgraph.errors import UnknownTerritory

Candidates = Sequence[tuple[str, str]]
"""(reference, label), the likeliest first."""
_MOST_SAID = 8
_AND_MORE = ("and one more", "and {} more")


def several(name: str, candidates: Candidates) -> UnknownTerritory:
    """The error for a name that several territories bear."""
    return _to_choose(f"« {name} » désigne plusieurs territoires.", f"“{name}” names several territories.", candidates)


def several_served(code: str, candidates: Candidates) -> UnknownTerritory:
    """The error for a postal code that serves several communes."""
    return _to_choose(
        f"Le code postal « {code} » dessert {len(candidates)} communes.",
        f"Postcode “{code}” serves {len(candidates)} communes.",
        candidates,
    )


def two_codes(code: str, candidates: Candidates) -> UnknownTerritory:
    """The error for five digits that are a territory’s code, and the postal code of others."""
    return _to_choose(
        f"« {code} » est à la fois le code d’un territoire et un code postal.",
        f"“{code}” is both a territory’s code and a postcode.",
        candidates,
    )


def unknown(name: str, near: Candidates) -> UnknownTerritory:
    """The error for a name that no territory bears."""
    hint = _said(near)
    return UnknownTerritory(
        f"Aucun territoire « {name} ».",
        f"No territory “{name}”.",
        candidates=near,
        cure=f"Les plus proches : {hint}."
        if hint
        else "Donnez un nom ou un code, par exemple « Ille-et-Vilaine » ou « 35 ».",
        cure_en=f"Nearest: {_said(near, _AND_MORE)}."
        if hint
        else "Give a name or a code, for example “Ille-et-Vilaine” or “35”.",
    )


def _to_choose(french: str, english: str, candidates: Candidates) -> UnknownTerritory:
    return UnknownTerritory(
        french,
        english,
        candidates=candidates,
        cure=f"Précisez : {_said(candidates)}.",
        cure_en=f"Say which: {_said(candidates, _AND_MORE)}.",
    )


def _said(candidates: Candidates, and_more: tuple[str, str] = ("et un autre", "et {} autres")) -> str:
    said = ", ".join(f"{reference} ({label})" for reference, label in candidates[:_MOST_SAID])
    more = len(candidates) - _MOST_SAID
    return f"{said} {and_more[more > 1].format(more)}" if more > 0 else said
