"""The 2023 document, fact by fact: the list, and a page a fact with all that carries it here."""

from collections.abc import Sequence
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

Group = tuple[str, Sequence[tuple[str, str]]]


@cache
def traced() -> tuple[Fact, ...]:
    """The trace of what this version ships, made once."""
    return tracing.trace(declared.pages())


def listed(language: Language) -> dict[str, Any]:
    """All the facts by page of the document: (identifier, title, how many carriers of each kind)."""
    facts = traced()
    lines = groupby(facts, key=lambda fact: fact.page)
    return {
        "parts": [
            (page, [(each.identifier, title(each, language), _counts(each, language)) for each in found])
            for page, found in lines
        ],
        "total": len(facts),
        "missing": [fact.identifier for fact in tracing.uncarried(facts)],
    }


def one(identifier: str, language: Language) -> dict[str, Any]:
    """A fact, what it says, and its carriers with their addresses. Raises `UsageError` when there is no such fact."""
    facts = traced()
    fact = tracing.one(facts, identifier)
    place = facts.index(fact)
    beside = [each.identifier for each in (*facts[max(place - 1, 0) : place], *facts[place + 1 : place + 2])]
    return {
        "fact": fact,
        "title": title(fact, language),
        "address": links.of_iri(fact.iri, ROOT),
        "groups": _groups(fact, language),
        "beside": beside,
    }


def _counts(fact: Fact, language: Language) -> str:
    counted = ((name.say(language), len(fact.of(kind))) for kind, name in KINDS.items())
    return " · ".join(f"{name.lower()} {number}" for name, number in counted if number)


def _groups(fact: Fact, language: Language) -> list[Group]:
    return [
        (name.say(language), [(_text(each, language), _address(each, language)) for each in fact.of(kind)])
        for kind, name in KINDS.items()
        if fact.of(kind)
    ]


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
