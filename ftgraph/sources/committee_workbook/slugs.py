"""Short keys for the IRIs of what only a file knows: the same text gives the same key, whatever its case or accents."""

from hashlib import sha256

from ftgraph.sources.place_names import fold_name

_LONGEST = 60


def slug(*texts: str) -> str:
    """« Comité de pilotage » → "comite-de-pilotage"; texts are joined; a long one is cut and ends with a digest.

    >>> slug("Préfecture", "d’Ille-et-Vilaine")
    'prefecture-d-ille-et-vilaine'
    """
    key = "-".join(filter(None, (fold_name(text).replace(" ", "-") for text in texts)))
    if len(key) > _LONGEST or not key:
        digest = sha256("\n".join(texts).encode(errors="replace")).hexdigest()[:12]
        key = f"{key[:_LONGEST].rstrip('-')}-{digest}".lstrip("-")
    return key
