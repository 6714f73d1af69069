"""Ce qui se déduit: the classes that published things enter by definition, by class, each with its reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftgraph.exports.reasoning import ClassesDocument
from ftgraph.namespaces import DEF
from ftgraph.reasoning.classification import Classified
from ftgraph.wording import Text
from ftgraph_api import links

_SHOWN = 200


@dataclass(frozen=True)
class Group:
    """A class with the things that enter it. `name`: its local name; `total`: how many, before the cut at 200."""

    name: str
    label: Text
    definition: Text
    total: int
    rows: Sequence[tuple[Classified, str]]


def values(found: ClassesDocument | None, name: str, territory: str, base: str) -> Mapping[str, Any]:
    """What the page shows; `name`: the one class asked for, "" for all; None: nothing could be answered."""
    if found is None:
        return {"found": None, "groups": (), "territory": territory, "chosen": name}
    rows = found.classification.rows
    counts = Counter(each.kind for each in rows)
    groups = []
    for kind in dict.fromkeys(each.kind for each in rows):
        inside = [each for each in rows if each.kind == kind]
        shown = inside[:_SHOWN] if name in ("", kind.removeprefix(DEF)) else ()
        linked = tuple((each, links.of_iri(each.individual, base)) for each in shown)
        groups.append(Group(kind.removeprefix(DEF), inside[0].kind_label, inside[0].definition, counts[kind], linked))
    return {
        "found": found.classification,
        "groups": tuple(groups),
        "territory": territory,
        "chosen": name,
    }
