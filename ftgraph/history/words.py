"""Names of properties, in words: those of the ontology, and of the few borrowed ones that committees’ files use."""

from collections.abc import Mapping

from ftgraph.namespaces import PREFIXES
from ftgraph.wording import Text

_DCT, _RDF, _ORG = PREFIXES["dct"], PREFIXES["rdf"], PREFIXES["org"]
_BORROWED: Mapping[str, Text] = {
    f"{_DCT}date": Text("date", "date"),
    f"{_DCT}identifier": Text("référence", "reference"),
    f"{_DCT}title": Text("intitulé", "title"),
    f"{_DCT}description": Text("description", "description"),
    f"{_DCT}modified": Text("mise à jour le", "updated on"),
    f"{_RDF}type": Text("nature", "kind"),
    f"{PREFIXES['rdfs']}label": Text("nom", "name"),
    f"{PREFIXES['skos']}prefLabel": Text("nom", "name"),
    f"{PREFIXES['foaf']}name": Text("nom", "name"),
    f"{_ORG}member": Text("membre", "member"),
    f"{_ORG}role": Text("qualité", "role"),
}


def in_words(iri: str, names: Mapping[str, str], language: str) -> str:
    """A property’s name; the last part of its IRI where nothing names it."""
    borrowed = _BORROWED.get(iri)
    if borrowed is not None:
        return borrowed.en if language == "en" else borrowed.fr
    return names.get(iri, last(iri))


def last(iri: str) -> str:
    """The last part of an IRI."""
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
