"""Place names compared as people write them: accents, case, hyphens, "St" for "Saint", "CC du…", "Paris 12e"."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bst(e?)\b")
_ARTICLE = re.compile(r"^(?:l|le|la|les) ")
_EPCI_FORM = re.compile(
    r"^(?:cc|ca|cu|communaute de communes|communaute d agglomeration|communaute urbaine|metropole)"
    r"(?: (?:de la|de l|du|des|de|d))? "
)
_ACRONYM = re.compile(r"\(([^()]+)\)")
_CEDEX = re.compile(r" cedex(?: \d+)?$")
_CITY_DISTRICT = re.compile(r"^(paris|lyon|marseille) 0?(\d{1,2})(?:er|e|eme|ieme)?(?: arrondissement)?$")
_DISTRICT_OF_CITY = re.compile(r"^(\d{1,2})(?:er|e|eme|ieme)? arrondissement (?:de )?(paris|lyon|marseille)$")
_POSTAL_CODE = re.compile(r"(?:f[ -]?)?([0-9]{2}) ?([0-9]{3})", re.IGNORECASE)
_CODE_BESIDE = re.compile(r"[0-9]{5}|[0-9]{2,3}|2[AB]", re.IGNORECASE)


def fold_name(name: str) -> str:
    """The name without accents, case, hyphens and apostrophes; "St" and "Ste" in full, "s/" as "sur".

    >>> fold_name("St-Méen-le-Grand")
    'saint meen le grand'
    """
    text = name.lower()
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae")))
    text = text.replace(" s/", " sur ").replace("-s/", " sur ")
    return _SAINT.sub(r"saint\1", _SEPARATORS.sub(" ", text).strip())


def spellings(kind: str, name: str) -> list[str]:
    """The folded name, then looser ways to write it: no article, no "CC du…", the acronym alone. Empty: no letter."""
    folded = fold_name(name)
    known = [folded]
    if kind == "commune":
        folded = _CEDEX.sub("", folded)
        folded = _DISTRICT_OF_CITY.sub(lambda m: f"{m[2]} {m[1]}", folded)
        known.append(_CITY_DISTRICT.sub(lambda m: f"{m[1]} {m[2]}", folded))
    elif kind == "epci":
        acronym = _ACRONYM.search(name)
        if acronym:
            known.append(fold_name(acronym[1]))
            folded = fold_name(_ACRONYM.sub(" ", name))
        known.append(_EPCI_FORM.sub("", folded))
    known.extend([folded, _ARTICLE.sub("", folded)])
    return list(dict.fromkeys(spelling for spelling in known if spelling))


class NameIndex:
    """The codes of one kind by folded name: in full, more loosely, and by the names of what was merged into them."""

    def __init__(self, kind: str, names: Sequence[tuple[str, str]], merged: Sequence[tuple[str, str]] = ()) -> None:
        self._kind = kind
        self._full: dict[str, list[str]] = defaultdict(list)
        self._loose: dict[str, list[str]] = defaultdict(list)
        self._merged: dict[str, list[str]] = defaultdict(list)
        for code, name in names:
            for rank, spelling in enumerate(spellings(kind, name)):
                (self._loose if rank else self._full)[spelling].append(code)
        for code, name in merged:
            for spelling in spellings(kind, name):
                if code not in self._merged[spelling]:
                    self._merged[spelling].append(code)

    def find(self, name: str, allowed: frozenset[str] | None = None) -> list[str]:
        """The codes (among `allowed`, if given) of the best spelling that is known; several when it is shared."""
        tried = spellings(self._kind, name)
        for index in (self._full, self._loose, self._merged):
            for spelling in tried:
                codes = [code for code in index.get(spelling, ()) if allowed is None or code in allowed]
                if codes:
                    return codes
        return []

    def nearest(self, name: str, limit: int, allowed: frozenset[str] | None = None) -> list[str]:
        """At most `limit` codes whose names look most like `name`, best first."""
        return [code for _, code in self.scored(name, limit, allowed)]

    def scored(self, name: str, limit: int, allowed: frozenset[str] | None = None) -> list[tuple[float, str]]:
        """The same, each with how much its name looks like it, up to 100."""
        keys = [key for key, codes in self._full.items() if allowed is None or not allowed.isdisjoint(codes)]
        # Communes are misspelt letter by letter; the names of the others are long, and people write a part of them.
        scorer = fuzz.ratio if self._kind == "commune" else _letters_or_words
        best = process.extract(fold_name(name), keys, scorer=scorer, limit=limit, score_cutoff=60)
        scores = {
            code: score
            for key, score, _ in reversed(best)
            for code in self._full[key]
            if allowed is None or code in allowed
        }
        return sorted(((score, code) for code, score in scores.items()), key=lambda found: -found[0])[:limit]


def _letters_or_words(one: str, other: str, **_: Any) -> float:
    """How alike two names are: letter by letter, or, a little less, in the words of the shorter one."""
    return max(fuzz.ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other))


def postal_code(text: str) -> str:
    """The postal code that a text is, and nothing else (« 35 000 », « F-35000 »); "" when it is none."""
    written = _POSTAL_CODE.fullmatch(text.strip())
    return written[1] + written[2] if written else ""


def name_and_code(text: str) -> tuple[str, str] | None:
    """A commune's name and what stands beside it, as an address or a list tells it from others.

    That is a postal code, a département's code or a département's name; None when the text has no such form.

    >>> name_and_code("35000 Rennes"), name_and_code("Saint-Denis (93)"), name_and_code("Saint-Denis, La Réunion")
    (('Rennes', '35000'), ('Saint-Denis', '93'), ('Saint-Denis', 'La Réunion'))
    """
    written = " ".join(text.split())
    name, comma, beside = (part.strip() for part in written.replace("(", ",").replace(")", " ").rpartition(","))
    if not comma:
        name, _, beside = written.rpartition(" ")
        first = _POSTAL_CODE.match(written)
        if first and written[first.end() :].startswith(" "):
            name, beside = written[first.end() :].strip(), first[0]
        elif not _CODE_BESIDE.fullmatch(beside):
            return None
    if postal_code(name):
        name, beside = beside, name
    return (name, postal_code(beside) or beside.upper()) if name and beside else None
