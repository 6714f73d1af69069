"""The history of one thing, put together: dates, periods, publications, and the versions of a zoning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote

from pyoxigraph import NamedNode

from ftgraph import queries
from ftgraph.descriptions.things import label_of, names_of
from ftgraph.graph.store import Reader, Store
from ftgraph.history.asking import NoSuchThing
from ftgraph.history.publications import Told, publications
from ftgraph.history.words import in_words, last
from ftgraph.history.zonings import ZoningChange, versions, zones_of
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.roadmaps.reading import day, rows

_TYPE = f"{PREFIXES['rdf']}type"
_COMMITTEE = f"{DEF}Committee"
_COMMITTEES = "/graph/committees/"


@dataclass(frozen=True)
class Dated:
    """A date stated of the thing: the property in words."""

    property: str
    day: date


@dataclass(frozen=True)
class Period:
    """Something tied to the thing that holds for a time. `what`: the tie in words; `since` alone: a day.

    `state`: past, current or to-come on the day asked; "" for what is a day.
    """

    what: str
    name: str
    iri: str
    since: date | None
    until: date | None
    state: str


@dataclass(frozen=True)
class History:
    """The history of a thing. `present`: whether the newest generation still speaks of it.

    `looked_from`: when the oldest publication looked at was made (None: none is recorded); `whole`: whether all those
    recorded were; `compared`: the generations, still kept, whose statements could be compared.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    present: bool
    dates: tuple[Dated, ...]
    periods: tuple[Period, ...]
    publications: tuple[Told, ...]
    zoning: tuple[ZoningChange, ...]
    looked_from: datetime | None
    whole: bool
    compared: tuple[int, ...]


def history(store: Store, reader: Reader, iri: str, on: date, language: str = "fr") -> History:
    """What is known of the past, present and future of `iri`, seen on the day `on`.

    Raises `NoSuchThing` when neither the newest generation nor the change feed has heard of it.
    """
    own = list(reader.construct(queries.text("descriptions/outgoing", thing=[iri])))
    classes = [
        each.object.value for each in own if each.predicate.value == _TYPE and isinstance(each.object, NamedNode)
    ]
    graphs = [row["graph"] for row in rows(reader, "history/graphs", thing=iri)]
    sources = [f"committees-{name}" for graph in graphs if (name := graph.partition(_COMMITTEES)[2])]
    told = publications(store, reader.attachments, iri, graphs, sources, language)
    if not own and not told.told:
        raise NoSuchThing(
            f"Rien n’est publié de «\u202f{iri[:200]}\u202f», et aucun import connu n’en a parlé.",
            f"Nothing is published of “{iri[:200]}”, and no known import has spoken of it.",
            cure="Vérifiez l’adresse, ou cherchez la chose depuis l’accueil.",
            cure_en="Check the address, or look for the thing from the home page.",
        )
    names = label_of([*own, *names_of(reader, [iri, *classes])], language)
    return History(
        iri=iri,
        label=names.get(iri, iri),
        kinds=tuple(sorted({names[each] for each in classes if each in names})),
        present=bool(own),
        dates=_dates(reader, iri, language),
        periods=_periods(reader, iri, on, language, committee=_COMMITTEE in classes),
        publications=told.told,
        zoning=versions(reader, iri, _zone_code(iri, classes)),
        looked_from=told.looked_from,
        whole=told.whole,
        compared=told.kept,
    )


def _dates(reader: Reader, iri: str, language: str) -> tuple[Dated, ...]:
    read = [(row["property"], day(row["day"])) for row in rows(reader, "history/dates", thing=iri)]
    names = label_of(names_of(reader, sorted({name for name, _ in read})), language)
    return tuple(Dated(in_words(name, names, language), moment) for name, moment in read if moment)


def _periods(reader: Reader, iri: str, on: date, language: str, *, committee: bool) -> tuple[Period, ...]:
    ties = list(rows(reader, "history/ties", thing=iri))
    terms = list(rows(reader, "history/terms", committee=iri)) if committee else []
    things = {row[name] for row in ties for name in ("other", "kind", "property")}
    things |= {row[name] for row in terms for name in ("seat", "person", "organisation")}
    names = _Words(reader, things, language)
    found = [
        Period(
            names.property(row["property"]),
            names.thing(row["other"], row["kind"]),
            row["other"],
            day(row["valid_from"]) or day(row["day"]),
            day(row["valid_until"]),
            _state(row["valid_from"], row["valid_until"], on),
        )
        for row in ties
    ]
    found += [
        Period(
            names.thing(row["seat"]),
            ", ".join(filter(None, (names.thing(row["person"]), names.thing(row["organisation"])))),
            row["membership"],
            day(row["valid_from"]),
            day(row["valid_until"]),
            _state(row["valid_from"], row["valid_until"], on),
        )
        for row in terms
    ]
    found += [
        Period(each.zoning, each.zone, each.zone_iri, each.since, each.until, _standing(each.since, each.until, on))
        for each in zones_of(reader, iri)
    ]
    every = {(each.what, each.iri): each for each in reversed(found)}.values()
    named = sorted(every, key=lambda each: (each.what, each.name, each.iri))
    return tuple(sorted(named, key=lambda each: each.since or date.min, reverse=True))


def _state(since: str, until: str, on: date) -> str:
    return _standing(day(since), day(until), on)


def _standing(first: date | None, last: date | None, on: date) -> str:
    if first is None and last is None:
        return ""
    if last and last < on:
        return "past"
    return "to-come" if first and first > on else "current"


def _zone_code(iri: str, classes: Sequence[str]) -> str:
    """A zone’s code, so that its history tells its own communes only; "" for a zoning or a version."""
    if not any(each in (f"{DEF}Zone", f"{DEF}EmploymentBasin") for each in classes):
        return ""
    return unquote(iri.rpartition("/")[2])


class _Words:
    """Names of things; persons are named by no label but their own name."""

    def __init__(self, reader: Reader, things: Iterable[str], language: str) -> None:
        wanted = sorted({each for each in things if each})
        self._language = language
        self._known = dict(label_of(names_of(reader, wanted), language))
        missing = [each for each in wanted if each not in self._known]
        if missing:
            for row in rows(reader, "committees/names", thing=missing):
                self._known.setdefault(row["thing"], row["name"])

    def thing(self, iri: str, kind: str = "") -> str:
        """Its name; failing one, what it is; "" for ""."""
        return self._known.get(iri) or self._known.get(kind) or last(iri)

    def property(self, iri: str) -> str:
        """A property’s name."""
        return in_words(iri, self._known, self._language)
