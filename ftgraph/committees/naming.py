"""Names instead of IRIs: what a finding calls a seat, a formation, a meeting, a person."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import unquote

from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.validation.facts import TYPE, Facts
from ftgraph.wording import Language, Text

_NAMES = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dct", "title"),
        ("foaf", "name"),
        ("schema", "name"),
    )
)
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_IRI = re.compile(r"(?:https?://|urn:|_:)[^\s<>\"«»“”]+")
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
# What a sentence with a number in it says when there are none.
_NONE = {"fr": ("s’est réuni 0 fois", "ne s’est pas réuni"), "en": ("met 0 times", "did not meet")}
_MARK = re.compile(r"\x00(\d+)\x00")
_MEMBERSHIPS = {f"{DEF}Membership", f"{DEF}Substitution"}
_SEATS = {DEF + name for name in ("Seat", "Presidency", "CoPresidency")}
_TRAILING = ",.;:!?)’…"


def known_names(facts: Facts) -> dict[str, Text]:
    """Subject → its name, for all that has one."""
    return {subject: name for subject in facts if (name := _stated(facts, subject)) is not None}


def _stated(facts: Facts, subject: str) -> Text | None:
    for predicate in _NAMES:
        texts = facts.texts(subject, predicate)
        if texts:
            return Text(texts.get("fr") or texts.get("") or next(iter(texts.values())), texts.get("en", ""))
    return None


def day(text: str, language: Language = "fr") -> str:
    """An ISO date as one reads it: « 1er juin 2024 », “1 June 2024”; as it came when it is not one.

    >>> day("2024-06-01")
    '1er juin 2024'
    """
    try:
        found = date.fromisoformat(text if _ISO_DATE.fullmatch(text) else "")
    except ValueError:
        return text
    if language == "en":
        return f"{found.day} {_ENGLISH_MONTHS[found.month - 1]} {found.year}"
    return f"{'1er' if found.day == 1 else found.day} {_MONTHS[found.month - 1]} {found.year}"


class Names:
    """What things are called, in a file and in the reference (rule sets and vocabularies)."""

    def __init__(self, facts: Facts, reference: Mapping[str, Text]) -> None:
        self._facts = facts
        self._reference = reference
        self._known: dict[str, Text] = {}

    def name(self, node: str) -> Text:
        """The name of a thing: the one it states, one made from what it is, or the end of its IRI."""
        if node not in self._known:
            self._known[node] = (
                self._reference.get(node) or _stated(self._facts, node) or self._made(node) or Text(_local(node))
            )
        return self._known[node]

    def value(self, text: str) -> Text:
        """The name of a result's value, which may be a literal's text."""
        if text in self._facts or text in self._reference or _IRI.fullmatch(text):
            return self.name(text)
        return Text(day(text), day(text, "en"))

    def fill(self, message: str, focus: str, value: str, language: Language) -> str:
        """A message with names for the IRIs that an engine wrote in it, and dates and numbers as one reads them."""
        held: list[str] = []

        def mark(node: str) -> str:
            held.append(self.value(node).say(language))
            return f"\x00{len(held) - 1}\x00"

        text = message.replace("{$this}", focus)
        for node in sorted({focus, value}, key=len, reverse=True):
            if _IRI.match(node):
                text = text.replace(node, mark(node))
        text = _IRI.sub(lambda match: self._marked(match.group(), mark), text)
        text = _ISO_DATE.sub(lambda match: day(match.group(), language), text).replace(*_NONE[language])
        text = _MARK.sub(lambda match: held[int(match.group(1))], text)
        return text[:1].upper() + text[1:]

    def _marked(self, found: str, mark: Callable[[str], str]) -> str:
        """An IRI met in a sentence: the punctuation that follows it is not part of it, unless it is known so."""
        end = len(found)
        while end and not self._is_known(found[:end]) and found[end - 1] in _TRAILING:
            end -= 1
        return mark(found[:end]) + found[end:]

    def _is_known(self, node: str) -> bool:
        return node in self._reference or node in self._facts

    def _made(self, node: str) -> Text | None:
        """A name made from what a thing is: a membership, a seat, a meeting, a signature."""
        types = set(self._facts.nodes(node, TYPE))
        if f"{DEF}heldOn" in self._facts.about(node):
            return self._meeting(node)
        if f"{DEF}signatory" in self._facts.about(node):
            (who, *_) = self._facts.nodes(node, f"{DEF}signatory") or [""]
            name = self.name(who)
            return Text(f"signature de {name.fr}", f"signature of {name.say('en')}")
        if _MEMBERSHIPS & types or f"{DEF}represents" in self._facts.about(node):
            return self._membership(node)
        if _SEATS & types or f"{DEF}seatIn" in self._facts.about(node):
            return self._seat(node)
        return None

    def _meeting(self, node: str) -> Text:
        held = self._facts.text(node, f"{DEF}heldOn")
        bodies = self._facts.nodes(node, f"{DEF}meetingOf")
        body = self.name(bodies[0]) if bodies else Text("")
        return Text(
            f"réunion du {day(held)}" + (f" ({body.fr})" if body.fr else ""),
            f"meeting of {day(held, 'en')}" + (f" ({body.say('en')})" if body.fr else ""),
        )

    def _membership(self, node: str) -> Text | None:
        people = self._facts.nodes(node, f"{PREFIXES['org']}member")
        bodies = self._facts.nodes(node, f"{DEF}represents")
        if people and bodies:
            person, body = self.name(people[0]), self.name(bodies[0])
            return Text(f"{person.fr} ({body.fr})", f"{person.say('en')} ({body.say('en')})")
        return self.name((people or bodies)[0]) if people or bodies else None

    def _seat(self, node: str) -> Text | None:
        accepted = self._facts.nodes(node, f"{DEF}acceptsCategory")
        if accepted:
            name = self.name(accepted[0])
            return Text(f"siège « {name.fr} »", f"seat “{name.say('en')}”")
        for membership in self._facts.subjects(f"{DEF}seat", node):
            for body in self._facts.nodes(membership, f"{DEF}represents"):
                name = self.name(body)
                return Text(f"siège de {name.fr}", f"seat of {name.say('en')}")
        return None


def _local(node: str) -> str:
    """The last part of an IRI, readable: all that is left to call a thing without a name."""
    return unquote(re.split(r"[/#:]", node.rstrip("/#"))[-1]).replace("_", " ").strip() or node
