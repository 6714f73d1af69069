"""A value and its label: made once for all the rows that show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value and its label in the language asked for."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Place(Labelled):
    """A territory or zone: its reference, its label, and its IRI, which alone tells two versions of a zone apart."""

    iri: str
