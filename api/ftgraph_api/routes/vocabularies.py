"""`GET /api/v1/vocabularies/{scheme}`: the values of a vocabulary, as filters take them."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from fastapi import APIRouter

from ftgraph.exports.formats import JSON
from ftgraph.index.vocabulary import Concept
from ftgraph_api import listings
from ftgraph_api.asking import Asking, NotFound
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, table
from ftgraph_api.state import Served

PARAMETERS = table(LANGUAGE, FORMAT)


@dataclass(frozen=True, slots=True)
class ValueDocument:
    """One value: its code, its label, its IRI, and the codes of the broader ones in the same vocabulary."""

    value: str
    label: str
    iri: str
    broader: Sequence[str]


@dataclass(frozen=True, slots=True)
class VocabularyDocument:
    """A vocabulary: its values by code."""

    generation: int
    scheme: str
    values: Sequence[ValueDocument]


def vocabulary(asking: Asking, served: Served) -> bytes:
    """Les valeurs d’un vocabulaire : freins (barrier), publics (public), frais (fee)…"""
    scheme = asking.request.path_params["scheme"]
    values = served.index.vocabulary.scheme(scheme)
    if not values:
        raise NotFound(
            f"Aucun vocabulaire « {scheme[:100]} ».",
            f"No vocabulary “{scheme[:100]}”.",
            cure="Par exemple : barrier, public, fee, mode, service-type, network.",
            cure_en="For example: barrier, public, fee, mode, service-type, network.",
        )
    iris = {concept.iri: notation for notation, concept in values.items()}
    described = [_described(concept, iris, asking.language) for concept in values.values()]
    made = VocabularyDocument(served.generation, scheme, sorted(described, key=lambda each: each.value))
    return orjson.dumps(made)


def _described(concept: Concept, iris: dict[str, str], language: str) -> ValueDocument:
    broader = [iris[iri] for iri in concept.broader if iri in iris]
    return ValueDocument(concept.notation, concept.label(language), concept.iri, broader)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["vocabularies"])
    path = "/api/v1/vocabularies/{scheme}"
    listings.add(routes, Listing(path, vocabulary, VocabularyDocument, PARAMETERS, "", (JSON,), errors=(404,)))
    return routes
