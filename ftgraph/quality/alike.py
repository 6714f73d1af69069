"""Records that say the same offer twice: candidates by blocks, then compared, with what is alike told.

Two records of one place are alike when their structures are (one structure, one name but for its spelling, or one
telephone or e-mail), their barriers overlap, and their titles say the same. Nothing here knows which of two came
first: the answer is the same in any order.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

_TITLES = 90.0
"""Likeness of titles (0 to 100) from which they say the same."""
_TITLES_WITH_TEXT = 70.0
"""Likeness of titles that is enough where the texts are alike too."""
_TEXTS = 85.0
_NAMES = 90.0
_WIDEST_BLOCK = 60
"""Records of a block that are all compared; in a wider one, each with its next ones by title."""
_WINDOW = 12
_RANKS = frozenset("ii iii iv v vi vii viii ix".split())
_EVERYONE = "tous-publics"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Card:
    """What of a record is compared. `title` and `structure_name` are folded (`folded`), `place` a commune's number."""

    key: str
    title: str
    structure: str
    structure_name: str
    place: int
    barriers: frozenset[str]
    publics: frozenset[str]
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two records that are alike, `first` before `second` by key. `titles`: how alike their titles are, 0 to 100."""

    first: str
    second: str
    titles: int
    by: str
    barriers: int

    @property
    def reasons(self) -> tuple[Text, ...]:
        """What is alike, in words."""
        return (
            _STRUCTURES[self.by],
            Text("même commune", "same commune"),
            Text(
                f"{self.barriers} frein{'s' if self.barriers > 1 else ''} en commun",
                f"{self.barriers} barrier{'s' if self.barriers != 1 else ''} in common",
            )
            if self.barriers
            else Text("aucun frein déclaré", "no barrier stated"),
            Text("même titre", "same title")
            if self.titles == 100
            else Text(f"titres semblables à {self.titles}\u202f%", f"titles {self.titles}% alike"),
        )


_STRUCTURES = {
    "structure": Text("même structure", "same structure"),
    "name": Text("structures de même nom", "structures of one name"),
    "telephone": Text("même téléphone", "same telephone"),
    "email": Text("même courriel", "same e-mail"),
}


def folded(text: str) -> str:
    """A title or a name as it is compared: no accents, case or punctuation; « & » as « et ».

    >>> folded("Ménage & repassage : une aide !")
    'menage et repassage une aide'
    """
    return fold_name(text.replace("&", " et "))


def pairs(cards: Iterable[Card], text_of: Callable[[str], str]) -> list[Alike]:
    """The pairs of records that are alike, by first and second key.

    `text_of` gives a record's description from its key: it is asked only where titles leave a doubt.
    """
    found: dict[tuple[str, str], Alike] = {}
    looked_at: set[tuple[str, str]] = set()
    for block in _blocks(cards):
        for one, other in _couples(block):
            first, second = (one, other) if one.key < other.key else (other, one)
            couple = (first.key, second.key)
            if couple in looked_at or first.key == second.key:
                continue
            looked_at.add(couple)
            if (alike := compare(first, second, text_of)) is not None:
                found[couple] = alike
    return [found[couple] for couple in sorted(found)]


def compare(one: Card, other: Card, text_of: Callable[[str], str]) -> Alike | None:
    """Whether two records are alike, and by what; None when they are not. Symmetric."""
    first, second = (one, other) if one.key < other.key else (other, one)
    if first.place != second.place:
        return None
    common = first.barriers & second.barriers
    if not common and (first.barriers or second.barriers):
        return None
    by = _same_structure(first, second)
    if not by or not _for_the_same(first, second) or _ranks(first.title) != _ranks(second.title):
        return None
    titles = max(fuzz.ratio(first.title, second.title), fuzz.token_sort_ratio(first.title, second.title))
    if titles < _TITLES_WITH_TEXT:
        return None
    if titles < _TITLES and not _same_text(text_of(first.key), text_of(second.key)):
        return None
    return Alike(first.key, second.key, int(titles), by, len(common))


def _blocks(cards: Iterable[Card]) -> Iterator[Sequence[Card]]:
    blocks: dict[tuple[str, int, str], list[Card]] = defaultdict(list)
    for card in cards:
        for kind, value in (
            ("structure", card.structure),
            ("name", card.structure_name),
            ("telephone", card.telephone),
            ("email", card.email),
            ("title", " ".join(sorted(card.title.split(), key=lambda word: (-len(word), word))[:2])),
        ):
            if value:
                blocks[kind, card.place, value].append(card)
    return (block for block in blocks.values() if len(block) > 1)


def _couples(block: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    if len(block) <= _WIDEST_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda card: (card.title, card.key))
    for start, card in enumerate(ordered):
        for other in ordered[start + 1 : start + 1 + _WINDOW]:
            yield card, other


def _same_structure(one: Card, other: Card) -> str:
    if one.structure and one.structure == other.structure:
        return "structure"
    if one.structure_name and fuzz.token_sort_ratio(one.structure_name, other.structure_name) >= _NAMES:
        return "name"
    if one.telephone and one.telephone == other.telephone:
        return "telephone"
    return "email" if one.email and one.email == other.email else ""


def _for_the_same(one: Card, other: Card) -> bool:
    """Two offers of one name for publics that have nothing in common are two offers."""
    stated = bool(one.publics) and bool(other.publics)
    return not stated or bool(one.publics & other.publics) or _EVERYONE in one.publics | other.publics


def _ranks(title: str) -> list[str]:
    """The numbers of a title: « niveau 1 » and « niveau 2 » are two offers."""
    return sorted([*_DIGITS.findall(title), *(word for word in title.split() if word in _RANKS)])


def _same_text(one: str, other: str) -> bool:
    if not one or not other:
        return False
    length = min(len(one), len(other), 200)
    return fuzz.ratio(folded(one[:length]), folded(other[:length])) >= _TEXTS
