"""A stranger's RDF, read safely: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD.

Nothing is fetched, nothing that could end or block the process reaches the parser (`rdf_guard`), and values are looked
at as they were written (`rdf_values`). Relative IRIs and blank nodes get IRIs below one that is the file's own, made
from its content: two files never merge by accident, the same file read twice gives the same triples.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, cast

import pyoxigraph as ox

from ftgraph.errors import SourceError
from ftgraph.namespaces import PREFIXES, ROOT, thing
from ftgraph.sources import rdf_guard, rdf_values
from ftgraph.sources.handed_in import Fault, HandedIn, Place
from ftgraph.sources.rdf_guard import Limits, refused
from ftgraph.wording import Text

_TYPE = f"{PREFIXES['rdf']}type"
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
_MEDIA_TYPES = {
    "text/turtle": ".ttl",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "application/trig": ".trig",
    "application/rdf+xml": ".rdf",
    "application/ld+json": ".jsonld",
}
# Read from a file, these would reach the reader's own disk or browser; a tool writes them for want of a base.
_FORBIDDEN_SCHEMES = frozenset({"file", "data", "javascript", "vbscript", "blob"})
_MOST_PLACES = 20
# The parser asks for more text once it has nothing left to say of what it has: a line at a time says where it is. A
# text of many lines would be gone through again with each: after so many lines, the bites double.
_PATIENCE = 64


class Bites(io.RawIOBase):
    """The payload as a file that gives one line at a time. `line`: that of the last byte given."""

    def __init__(self, payload: bytes) -> None:
        self.line = 0
        self._payload = payload
        self._at = self._end = self._counted = self._breaks = self._idle = 0

    def read(self, size: int = -1) -> bytes:
        """The next line, or a part of it."""
        if self._at == self._end < len(self._payload):
            self._end = self._next_end()
            self._breaks += self._payload.count(b"\n", self._counted, self._end - 1)
            self._counted = self._end - 1
            self.line = self._breaks + 1
        end = self._end if size < 0 else min(self._end, self._at + size)
        given, self._at = self._payload[self._at : end], end
        return given

    def _next_end(self) -> int:
        self._idle += 1
        end = self._payload.find(b"\n", self._at) + 1 or len(self._payload)
        if self._idle > _PATIENCE:
            end = max(end, self._at + (1 << min(self._idle - _PATIENCE + 8, 24)))
        return min(end, len(self._payload))

    def understood(self) -> None:
        """A triple came out of what was given."""
        self._idle = 0


@dataclass
class _Reading:
    """What was understood so far."""

    name: str
    limits: Limits
    root: str
    ranges: dict[str, str]
    triples: dict[str, None] = field(default_factory=dict)
    places: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unsaid: int = 0
    written: int = 0
    parts: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)
    safe: set[str] = field(default_factory=set)

    def add(self, quad: ox.Quad, line: int) -> None:
        """One triple, found on `line` (0: unknown)."""
        subject, predicate = self._node(quad.subject, line), self._node(quad.predicate, line)
        value = quad.object
        if isinstance(value, ox.Literal):
            self._node(value.datatype, line)
            text = str(value)
        else:
            text = f"<{self._node(value, line)}>"
        triple = f"<{subject}> <{predicate}> {text} .\n"
        self.written += len(triple) if triple not in self.triples else 0
        self.triples[triple] = None
        if self.written > self.limits.max_written:
            most = self.limits.max_written // 1_000_000
            raise refused(
                self.name,
                f"dépasse {most} Mo une fois ses préfixes développés",
                f"is over {most} MB once its prefixes are written in full",
                line=line or None,
            )
        if len(self.triples) > self.limits.max_triples:
            most = self.limits.max_triples
            raise refused(self.name, f"a plus de {most} triplets", f"has more than {most} triples", line=line or None)
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            self.parts.add(value.value)
        written = value.value if isinstance(value, ox.Literal) else text[1:-1]
        place = Place(self.name, line, rdf_values.short(predicate), value=written[:200])
        if line:
            self.places.setdefault((subject, ""), [Place(self.name, line)])
            known = self.places.setdefault((subject, predicate), [])
            if len(known) < _MOST_PLACES:
                known.append(place)
        if isinstance(value, ox.Literal):
            self._look_at(predicate, value, place)

    def _look_at(self, predicate: str, value: ox.Literal, place: Place) -> None:
        found = rdf_values.fault(self.ranges, predicate, value, place)
        if found is None:
            return
        if len(self.faults) < self.limits.faults:
            self.faults.append(found)
        else:
            self.unsaid += 1

    def _node(self, term: object, line: int) -> str:
        if isinstance(term, ox.BlankNode):
            return self.named.setdefault(term.value, f"{self.root}.well-known/genid/{len(self.named) + 1}")
        if not isinstance(term, ox.NamedNode):
            raise refused(
                self.name,
                "cite un triplet dans un triplet (RDF 1.2), ce qui n’est pas lu",
                "cites a triple in a triple (RDF 1.2), which is not read",
                line=line or None,
                cure="Décrivez-le par rdf:Statement, ou retirez-le.",
                cure_en="Describe it with rdf:Statement, or take it out.",
            )
        iri = term.value
        if iri not in self.safe:
            if len(iri) > self.limits.iri:
                raise rdf_guard.long_iri(self.name, self.limits, line or None)
            if iri.partition(":")[0].lower() in _FORBIDDEN_SCHEMES:
                raise refused(
                    self.name,
                    f"emploie une IRI qui n’en est une que sur un ordinateur (« {iri[:60]} »)",
                    f"uses an IRI that is one on a single computer only (“{iri[:60]}”)",
                    line=line or None,
                    cure="Donnez aux choses des IRI en https://, ou une base (@base) qui en soit une.",
                    cure_en="Give things IRIs in https://, or a base (@base) that is one.",
                )
            self.safe.add(iri)
        return iri


def read(
    payload: bytes,
    name: str,
    *,
    media_type: str = "",
    base: str = "",
    may_be_empty: bool = False,
    limits: Limits | None = None,
) -> HandedIn:
    """The triples of a file called `name` by its user; its kind is that of `media_type`, else of the name's suffix.

    `base`: what relative IRIs are below, where it is not the file’s own IRI. `may_be_empty`: a file without a triple is
    one, but in JSON-LD, where keys that no context defines are passed over.

    Named graphs are read as one, and said. Lines are known in all formats but JSON-LD. Raises `SourceError`.
    """
    limits = limits or Limits()
    form = _form(name, media_type)
    payload = rdf_guard.plain(payload, name, limits)
    if form == ox.RdfFormat.RDF_XML:
        rdf_guard.check_xml(payload, name, limits)
    elif form == ox.RdfFormat.JSON_LD:
        rdf_guard.check_json(payload, name, limits)
    else:
        rdf_guard.check_turtle(payload, name, limits)
    root = f"{thing(ROOT, 'handed-in', hashlib.sha256(payload).hexdigest()[:16])}/"
    reading = _Reading(name, limits, root, rdf_values.declared_ranges())
    graphs = False
    for quad, line in _quads(payload, form, base or root, name):
        graphs = graphs or quad.graph_name != ox.DefaultGraph()
        reading.add(quad, line)
    if not reading.triples and (_is_json(form) or not may_be_empty):
        raise refused(
            name,
            "ne contient aucun triplet",
            "holds no triple",
            cure="En JSON-LD, une clé que le contexte ne définit pas est passée sous silence."
            if _is_json(form)
            else "",
            cure_en="In JSON-LD, a key that the context does not define is passed over." if _is_json(form) else "",
        )
    faults = [*reading.faults, *_said_of_the_whole(reading, graphs)]
    places = {key: tuple(found) for key, found in reading.places.items()}
    return HandedIn(name, "rdf", "".join(reading.triples), places, tuple(faults), tuple(sorted(reading.parts)))


def _is_json(form: ox.RdfFormat) -> bool:
    return form == ox.RdfFormat.JSON_LD


def _form(name: str, media_type: str) -> ox.RdfFormat:
    kind = media_type.partition(";")[0].strip().lower()
    suffix = _MEDIA_TYPES.get(kind, "") if kind else PurePath(name).suffix.lower()
    if suffix not in _FORMATS:
        raise SourceError(
            f"Le fichier «\u202f{name}\u202f» n’est pas d’un format RDF connu.",
            f"The file “{name}” is in no known RDF format.",
            cure=f"Remettez-le en {', '.join(_FORMATS)}.",
            cure_en=f"Hand it in as {', '.join(_FORMATS)}.",
        )
    return _FORMATS[suffix]


def _quads(payload: bytes, form: ox.RdfFormat, base: str, name: str) -> Iterator[tuple[ox.Quad, int]]:
    """Each quad with its line, 0 in JSON-LD. Every error of the parser becomes a `SourceError`."""
    bites = Bites(payload)
    try:
        for quad in ox.parse(cast(IO[bytes], bites), format=form, base_iri=base):
            bites.understood()
            yield quad, 0 if _is_json(form) else bites.line
    except SyntaxError as error:
        line = None if _is_json(form) else error.lineno or bites.line
        raise refused(
            name, f"n’est pas du {form.name} bien formé", f"is no well-formed {form.name}: {error.msg}", line=line
        ) from error
    except MemoryError as error:
        raise refused(
            name, "contient un texte ou une IRI de plus de 16 Mo", "holds a text or an IRI over 16 MB"
        ) from error
    except ValueError as error:
        raise refused(name, f"n’est pas du {form.name} lisible", f"is no readable {form.name}") from error
    except BaseException as error:
        # A fault of the parser itself: the class that its language gives it can be caught by no other name.
        if type(error).__name__ != "PanicException":
            raise
        raise refused(
            name,
            "n’a pas pu être lu",
            "could not be read",
            cure="Remettez-le en N-Triples.",
            cure_en="Hand it in as N-Triples.",
        ) from error


def _said_of_the_whole(reading: _Reading, graphs: bool) -> Iterator[Fault]:
    place = Place(reading.name)
    if graphs:
        yield Fault(
            "named-graphs",
            "info",
            place,
            Text(
                "Le fichier a plusieurs graphes nommés\u00a0: ils sont lus comme un seul.",
                "The file has named graphs: they are read as one.",
            ),
            Text(
                "Remettez un fichier par graphe s’ils doivent rester distincts.",
                "Hand in one file a graph to part them.",
            ),
        )
    if reading.unsaid:
        yield Fault(
            "more-faults",
            "info",
            place,
            Text(
                f"{reading.unsaid} autres valeurs sont fautives\u00a0: elles ne sont pas détaillées.",
                f"{reading.unsaid} more values are faulty: they are not listed.",
            ),
            Text("Corrigez celles-ci, puis remettez le fichier.", "Correct these, then hand the file in again."),
        )
