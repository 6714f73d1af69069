"""French words as people type them: folded, singular, without the little words."""

import re
import unicodedata

STOP_WORDS = frozenset(
    """a ai au aux avec ce ces cette chez comment d dans de des du elle elles en est et eux faire faut il ils j je l la
    le les leur leurs ma me mes moi mon n ne nos notre nous on ou par pas plus pour qu que quel quelle qui s sa se ses
    son sont sur t ta te tes ton tu un une veut veux votre vous y""".split()
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})[sx]$")


def fold(text: str) -> str:
    """Lower case, no accents, ligatures undone, one space between words.

    >>> fold("Garde d’enfants (crèche)")
    'garde d enfants creche'
    """
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _SEPARATORS.sub(" ", plain).strip()


def stems(text: str) -> tuple[str, ...]:
    """The folded words of a text, plural marks dropped, in order; stop words are kept."""
    return tuple(_PLURAL.sub("", word) for word in fold(text).split())
