"""The sources that bring the solutions of a generation: no vocabulary lists them, what was imported does."""

from rapidfuzz import fuzz, process

from ftgraph.errors import UnknownConcept
from ftgraph.index.load import Index

_MOST_SAID = 20


def source_keys(index: Index) -> list[str]:
    """The keys of the sources that bring solutions, in order."""
    group = index.facet_groups.get("source")
    return group.values if group else []


def known_source(index: Index, key: str) -> str:
    """The key, which is one of theirs. Raises `UnknownConcept` with the nearest ones."""
    there = source_keys(index)
    if key in there:
        return key
    folded = {each: each.lower() for each in there}
    near = process.extract(key.lower(), folded, scorer=fuzz.WRatio, limit=4, score_cutoff=60)
    hint = ", ".join([*dict.fromkeys([each for _, _, each in near] + there)][:_MOST_SAID])
    raise UnknownConcept(
        f"Aucune source « {key} » ne porte de solutions.",
        f"No source “{key}” brings solutions.",
        candidates=[(each, each) for _, _, each in near],
        cure=f"Sources : {hint}." if hint else "Aucune solution n’est chargée ; « ftgraph import » en ajoute.",
        cure_en=f"Sources: {hint}." if hint else "No solution is loaded; “ftgraph import” adds some.",
        scheme="source",
    )
