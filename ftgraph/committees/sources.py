"""What rules rest on: the facts of the 2023 deck and the articles of the labour code, told in `data/reference`."""

from collections.abc import Mapping
from datetime import date

from ftgraph import assets
from ftgraph.committees.report import Source
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.validation.facts import TYPE, Facts
from ftgraph.validation.preparation import to_ntriples
from ftgraph.wording import Text

FILES = ("facts", "articles")

_KINDS = (f"{DEF}Fact", f"{DEF}Article")
_IDENTIFIER = f"{PREFIXES['dct']}identifier"
_DESCRIPTION = f"{PREFIXES['dct']}description"
_LABEL = f"{PREFIXES['rdfs']}label"
_PAGE = f"{PREFIXES['foaf']}page"


def load() -> Mapping[str, Source]:
    """IRI → source, for every `ft:Fact` and `ft:Article` that is shipped. Read anew at each call: the caller keeps it.

    The label is a citation (“Code du travail, art. R. 5311-24 – …”). An article has its Légifrance page and its dates;
    a fact has neither.
    """
    told = Facts(*(to_ntriples(assets.data() / "reference" / f"{name}.ttl") for name in FILES))
    return {iri: _source(told, iri) for iri in told if any(kind in _KINDS for kind in told.nodes(iri, TYPE))}


def _source(told: Facts, iri: str) -> Source:
    return Source(
        iri=iri,
        identifier=told.text(iri, _IDENTIFIER),
        label=_text(told, iri, _LABEL),
        statement=_text(told, iri, _DESCRIPTION),
        page=told.text(iri, _PAGE),
        valid_from=_date(told.text(iri, f"{DEF}validFrom")),
        valid_until=_date(told.text(iri, f"{DEF}validUntil")),
    )


def _date(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _text(told: Facts, iri: str, predicate: str) -> Text:
    said = told.texts(iri, predicate)
    return Text(said.get("fr", ""), said.get("en", ""))
