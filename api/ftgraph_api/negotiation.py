"""Which format and language an answer comes in: suffix, then `format`, then `Accept`; `lang`, then `Accept-Language`.

RFC 9110, 12.4 and 12.5: the most specific range that fits a type gives its weight; weight 0 refuses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.errors import UsageError
from ftgraph.exports.formats import Format, by_name
from ftgraph.wording import Language, language_named

_MOST_RANGES = 32


class NotAcceptable(UsageError):
    """Nothing that is offered fits the `Accept` header."""

    status = 406
    slug = "not-acceptable"


@dataclass(frozen=True)
class _Range:
    kind: str
    weight: float


def choose(offered: Sequence[Format], *, suffix: str = "", name: str = "", accept: str = "") -> Format:
    """The format to answer in. Raises `UsageError` for an unknown suffix or name, `NotAcceptable` for `accept`."""
    if suffix or name:
        return by_name(suffix or name, offered)
    if not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best, weight = offered[0], 0.0
    for kind in offered:
        found = max(_weight(each, ranges) for each in (kind.media_type, *kind.aliases))
        if found > weight:
            best, weight = kind, found
    if weight == 0.0:
        raise _none_of(offered)
    return best


def language(name: str, accept_language: str) -> Language:
    """What `name` says, else what the header prefers, else French."""
    if name in ("fr", "en"):
        return language_named(name)
    if not accept_language:
        return "fr"
    ranges = [_Range(each.kind.partition("-")[0], each.weight) for each in _ranges(accept_language)]
    french = max((each.weight for each in ranges if each.kind in ("fr", "*")), default=0.0)
    english = max((each.weight for each in ranges if each.kind == "en"), default=0.0)
    return "en" if english > french else "fr"


def _ranges(header: str) -> list[_Range]:
    ranges = []
    for part in header.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        kind, *parameters = part.split(";")
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                weight = _number(value)
        if kind.strip():
            ranges.append(_Range(kind.strip().lower(), weight))
    return ranges


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _weight(media_type: str, ranges: Sequence[_Range]) -> float:
    family = f"{media_type.partition('/')[0]}/*"
    for wanted in (media_type, family, "*/*"):
        fitting = [each.weight for each in ranges if each.kind == wanted]
        if fitting:
            return max(fitting)
    return 0.0


def _none_of(offered: Sequence[Format]) -> NotAcceptable:
    kinds = ", ".join(f"{each.media_type} (format={each.name})" for each in offered)
    return NotAcceptable(
        "Aucun des formats demandés par l’en-tête Accept n’est proposé ici.",
        "None of the formats that the Accept header asks for is offered here.",
        cure=f"Formats possibles : {kinds}.",
        cure_en=f"Possible formats: {kinds}.",
    )
