"""What the graph says of one thing, of a vocabulary, of the ontology: bounded, whatever the thing."""

from ftgraph.descriptions.terms import Subject, Term, Terms, describe_term, terms
from ftgraph.descriptions.things import Description, Link, describe, exists, label_of
from ftgraph.descriptions.vocabularies import (
    Scheme,
    describe_concept,
    describe_scheme,
    describe_schemes,
    ontology,
    schemes,
)

__all__ = [
    "Description",
    "Link",
    "Scheme",
    "Subject",
    "Term",
    "Terms",
    "describe",
    "describe_concept",
    "describe_scheme",
    "describe_schemes",
    "describe_term",
    "exists",
    "label_of",
    "ontology",
    "schemes",
    "terms",
]
