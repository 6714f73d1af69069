"""`If-Match` and `If-None-Match` of a write, decided under the writer's lock: nobody can write in between."""

from dataclasses import dataclass

from ftgraph.errors import UsageError
from ftgraph.exports.formats import RDF_FORMATS
from ftgraph.graph.store import Generation
from ftgraph_api import conditional


class PreconditionFailed(UsageError):
    """What the client built upon is no longer what there is."""

    status = 412
    slug = "precondition-failed"


def tag(generation: int, stamp: str, graph: str, media_type: str = "") -> str:
    """The tag of a graph in a format of a generation; without a format, the one that a write gives back."""
    return conditional.tag(generation, stamp, "graph", graph, media_type)


@dataclass(frozen=True)
class Preconditions:
    """The two headers as they came, for the graph that they are about."""

    graph: str
    match: str = ""
    none_match: str = ""

    def __call__(self, newest: Generation | None, exists: bool) -> None:
        """Raises `PreconditionFailed`."""
        if self.match and not self._holds(self.match, newest, exists):
            raise _failed(
                "Les données ont changé depuis que vous les avez lues.", "The data changed since you read them."
            )
        if self.none_match and self._holds(self.none_match, newest, exists):
            raise _failed("Ce graphe existe déjà.", "This graph exists already.")

    def _holds(self, header: str, newest: Generation | None, exists: bool) -> bool:
        if header.strip() == "*":
            return exists
        if newest is None:
            return False
        kinds = ("", *(kind.media_type for kind in RDF_FORMATS))
        valid = {tag(newest.number, newest.published.isoformat(), self.graph, kind) for kind in kinds}
        return any(each.strip() in valid for each in header.split(","))


def _failed(fr: str, en: str) -> PreconditionFailed:
    return PreconditionFailed(
        fr,
        en,
        cure="Relisez le graphe, refaites votre modification, puis renvoyez-la.",
        cure_en="Read the graph again, make your change again, then send it.",
    )
