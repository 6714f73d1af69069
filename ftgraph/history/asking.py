"""Which thing a caller means: an IRI, a committee’s key, `departement:35`, a zoning, a zone, an identifier."""

from datetime import date

from pyoxigraph import NamedNode

from ftgraph.descriptions.things import exists
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import thing
from ftgraph.roadmaps.committees import Bodies
from ftgraph.roadmaps.reading import day, rows

_LONGEST = 500


class NoSuchThing(UsageError):
    """Nothing of that name is in the graph, and nothing of it was."""

    status = 404
    slug = "not-found"


def find(graph: Queryable, text: str, base: str, on: date) -> str:
    """The IRI of what `text` names. An IRI is taken as it is: it may be of a thing that was removed.

    Raises `NoSuchThing`; `UsageError` when `text` names several things.
    """
    asked = text.strip()
    if not asked or len(asked) > _LONGEST:
        raise _unknown(asked)
    if "://" in asked:
        try:
            NamedNode(asked)
        except ValueError as error:
            raise _unknown(asked) from error
        return asked
    for body in Bodies(graph, on).published:
        if asked == body.key:
            return body.iri
    kind, colon, code = asked.partition(":")
    place = thing(base, kind, code)
    if colon and exists(graph, place):
        return place
    named = code if colon and code else asked
    named_so = [(row["thing"], day(row["since"])) for row in rows(graph, "history/references", reference=named)]
    if colon:
        # A zone has one IRI a version: that in force on the day, else the first to come.
        versions = [(iri, since) for iri, since in named_so if f"/{kind}/" in iri]
        begun = [iri for iri, since in versions if since is None or since <= on]
        named_so = [(iri, None) for iri in begun[-1:] or [iri for iri, _ in versions[:1]]]
    found = list(dict.fromkeys(iri for iri, _ in named_so))
    if not found:
        raise _unknown(asked)
    if len(found) > 1:
        raise UsageError(
            f"«\u202f{asked[:100]}\u202f» désigne plusieurs choses.",
            f"“{asked[:100]}” names several things.",
            cure=f"Donnez l’adresse (IRI) de l’une d’elles\u00a0: {', '.join(found[:5])}.",
            cure_en=f"Give the address (IRI) of one of them: {', '.join(found[:5])}.",
        )
    return found[0]


def _unknown(asked: str) -> NoSuchThing:
    return NoSuchThing(
        f"Rien ne porte le nom «\u202f{asked[:100]}\u202f» dans ce qui est publié.",
        f"Nothing published bears the name “{asked[:100]}”.",
        cure="Donnez une adresse (IRI), la clé d’un comité, «\u202fdepartement:35\u202f», "
        "un zonage («\u202fbassin\u202f»), une zone («\u202fbassin:EX35-04\u202f») ou un identifiant.",
        cure_en="Give an address (IRI), a committee’s key, “departement:35”, a zoning (“bassin”), "
        "a zone (“bassin:EX35-04”) or an identifier.",
    )
