"""What the graph says of one thing, of a vocabulary, of the ontology: bounded, whatever the thing."""

from ftgraph.descriptions.terms import Subject, Term, Terms, describe_term, terms
from ftgraph.descriptions.things import Description, Link, describe, exists, label_of
from ftgraph.descriptions.vocabularies import describe_concept, describe_scheme, ontology

__all__ = [
    "Description",
    "Link",
    "Subject",
    "Term",
    "Terms",
    "describe",
    "describe_concept",
    "describe_scheme",
    "describe_term",
    "exists",
    "label_of",
    "ontology",
    "terms",
]
