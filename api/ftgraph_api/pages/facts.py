"""The 2023 document, fact by fact: what each says, and what carries it here, with links."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from ftgraph import tracing
from ftgraph.exports.tracing import title
from ftgraph.namespaces import ROOT
from ftgraph.tracing import KINDS, Carrier, Fact
from ftgraph.wording import Language
from ftgraph_api import links, open_queries
from ftgraph_api.pages import declared


@dataclass(frozen=True)
class Line:
    """A fact as shown. `groups`: the name of a kind, its carriers with their text and their address, or ""."""

    identifier: str
    address: str
    title: str
    says: str
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]


@cache
def traced() -> tuple[Fact, ...]:
    """The trace of what this version ships, made once."""
    return tracing.trace(declared.pages())


def values(language: Language) -> dict[str, Any]:
    """All that the page shows."""
    facts = traced()
    by_page = groupby(facts, key=lambda fact: fact.page)
    return {
        "parts": [(number, [_line(fact, language) for fact in found]) for number, found in by_page],
        "total": len(facts),
        "missing": [fact.identifier for fact in tracing.uncarried(facts)],
    }


def _line(fact: Fact, language: Language) -> Line:
    groups = [
        (name.say(language), [(_text(each, language), _address(each, language)) for each in fact.of(kind)])
        for kind, name in KINDS.items()
        if fact.of(kind)
    ]
    return Line(fact.identifier, links.of_iri(fact.iri, ROOT), title(fact, language), fact.says.say(language), groups)


def _text(carrier: Carrier, language: Language) -> str:
    said = carrier.label.say(language)
    return f"{carrier.identifier} – {said}" if carrier.identifier else said


def _address(carrier: Carrier, language: Language) -> str:
    """Where a carrier is shown; "" for a rule, which has no page, and for a question that no one asks by itself."""
    tail = "?lang=en" if language == "en" else ""
    match carrier.kind:
        case "rule":
            return ""
        case "question":
            return f"/donnees/questions/{carrier.name}{tail}" if carrier.name in open_queries.exposed() else ""
        case "page":
            return carrier.name + tail
    return links.of_iri(carrier.name, ROOT)
