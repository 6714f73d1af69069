"""Filters that the words of a need name: « aide gratuite pour un senior » names a fee and a public, and hides both."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ftgraph.index.words import STOP_WORDS, stems
from ftgraph.solutions import SolutionFilters, search
from ftgraph_api.pages.question import Question

_SCHEMES = ("public", "fee")
_NOT_SOUGHT = "payant"


@dataclass(frozen=True)
class Named:
    """The filters that a text names, by label; the address of the list with them, and how many solutions it has."""

    labels: tuple[str, ...]
    address: str
    total: int


def named(question: Question, filters: SolutionFilters) -> Named | None:
    """What the text names beside a need, as filters in place of those words; None where that would say nothing more."""
    understood = question.index.vocabulary.understand(filters.text, _SCHEMES)
    if understood is None:
        return None
    given = {*filters.publics, *filters.fees, _NOT_SOUGHT}
    concepts = [each for each in understood.concepts if each.notation not in given]
    if not concepts:
        return None
    text = _without(filters.text, understood.words)
    publics, fees = (tuple(each.notation for each in concepts if each.scheme == scheme) for scheme in _SCHEMES)
    wanted = replace(filters, text=text, publics=(*filters.publics, *publics), fees=(*filters.fees, *fees))
    total = search(question.index, wanted, today=question.today, limit=0).total
    if not total:
        return None
    kept = [pair for pair in question.pairs if pair[0] not in ("text", "interpret")]
    added = [(each.scheme, each.notation) for each in concepts]
    pairs = [*([("text", text)] if text else []), *kept, *added]
    labels = tuple(each.label(question.language) for each in concepts)
    return Named(labels, f"/?{urlencode(pairs, safe=':')}", total)


def _without(text: str, used: str) -> str:
    """The text without the words that were used; nothing where only little words are left."""
    left = [word for word in text.split() if not set(stems(word)) & set(used.split())]
    return " ".join(left) if any(set(stems(word)) - STOP_WORDS for word in left) else ""
