"""A value and its label: made once for all the rows that show it.

Without slots, as all that answers in JSON are made of: orjson writes such a page in a sixth of the time.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labelled:
    """A value and its label in the language asked for."""

    value: str
    label: str


@dataclass(frozen=True)
class Place(Labelled):
    """A territory or zone: its reference, its label, and its IRI, which alone tells two versions of a zone apart."""

    iri: str
