"""Words → values: every notation and French label of a vocabulary, folded, for lists that people wrote by hand."""

from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import SourceError
from ftgraph.namespaces import PREFIXES
from ftgraph.sources.place_names import fold_name

_SKOS = PREFIXES["skos"]
_NOTATION = ox.NamedNode(f"{_SKOS}notation")
_LABELS = tuple(ox.NamedNode(f"{_SKOS}{name}") for name in ("prefLabel", "altLabel", "hiddenLabel"))

_LIST_FIELDS = {"frein": "barrier", "public": "public", "mode": "mode", "type": "service-type"}


def fold_label(text: str) -> str:
    """A label without accents, case, marks or plurals: « Freins de Mobilité » and « frein de mobilite » are one."""
    return " ".join(word.rstrip("sx") or word for word in fold_name(text).split())


def read_labels(path: Path) -> dict[str, str]:
    """Folded label → notation, of a vocabulary in Turtle. A preferred label wins over an alternative or a hidden one.

    A word that several values share means nothing sure: the first value by notation keeps it only if it is its
    preferred label. Raises `SourceError` when the file cannot be read.
    """
    try:
        triples = [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    except (OSError, SyntaxError) as error:
        raise SourceError(
            f"Le vocabulaire « {path.name} » est illisible.",
            f"The vocabulary “{path.name}” cannot be read.",
            cure="Réinstallez le paquet.",
            cure_en="Install the package again.",
        ) from error
    notations = {
        str(triple.subject): triple.object.value
        for triple in triples
        if triple.predicate == _NOTATION and isinstance(triple.object, ox.Literal)
    }
    labels = {fold_label(notation): notation for notation in notations.values()}
    for kind in _LABELS:
        found: dict[str, set[str]] = {}
        for triple in triples:
            notation = notations.get(str(triple.subject))
            label = triple.object
            if triple.predicate == kind and notation and isinstance(label, ox.Literal) and label.language == "fr":
                found.setdefault(fold_label(label.value), set()).add(notation)
        for folded, meant in sorted(found.items()):
            if folded not in labels and (len(meant) == 1 or kind == _LABELS[0]):
                labels[folded] = min(meant)
    return labels


def read_list_labels(folder: Path) -> dict[str, dict[str, str]]:
    """The labels that a département's list is read with, by its field; `folder` is `assets.ontology()/vocabularies`."""
    return {field: read_labels(folder / f"{scheme}.ttl") for field, scheme in _LIST_FIELDS.items()}
