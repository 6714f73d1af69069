"""The history of a thing in its formats: JSON, CSV (one line an event), text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import orjson

from ftgraph.exports import french_csv, listing
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import CSV, TEXT, Format
from ftgraph.exports.text import one_line
from ftgraph.history import History, Told, ZoningChange
from ftgraph.wording import Language, Text

CHANGES = {
    "added": Text("apparaît dans la source", "appears in the source"),
    "changed": Text("ce qu’en dit la source a changé", "what the source says of it changed"),
    "removed": Text("n’est plus dite par la source", "is no longer stated by the source"),
    "": Text("d’autres choses de la source ont changé", "other things of the source changed"),
}
STATES = {
    "past": Text("terminé", "over"),
    "current": Text("en cours", "under way"),
    "to-come": Text("à venir", "to come"),
    "": Text("", ""),
}
_HEADINGS = (
    Text("Du", "From"),
    Text("Au", "To"),
    Text("Temps", "Time"),
    Text("Quoi", "What"),
    Text("Lequel", "Which"),
    Text("État", "State"),
)
_STATED = Text("énoncé", "stated")
_PUBLISHED = Text("publication", "publication")
_VERSION = Text("version du zonage", "zoning version")
_NONE = ("Rien n’est daté.", "Nothing is dated.")
_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class HistoryDocument:
    """The history of a thing as JSON says it."""

    generation: int
    as_of: date
    history: History


def history(kind: Format, answer: HistoryDocument, language: Language = "fr") -> bytes:
    """The history of a thing, the latest first."""
    answer = printable(answer)
    if kind not in (CSV, TEXT):
        return orjson.dumps(answer)
    rows = sorted(_rows(answer.history, language), key=lambda row: str(row[0] or ""), reverse=True)
    headings = [each.say(language) for each in _HEADINGS]
    if kind is CSV:
        return b"".join(french_csv.pieces(headings, ((row, [0] * len(row)) for row in rows)))
    found = answer.history
    title = one_line(found.label)
    about = ", ".join(found.kinds)
    lines = [
        title,
        "=" * len(title),
        *filter(None, (about, found.iri)),
        "",
        *listing.lines(headings, rows, language, empty=_NONE),
        "",
    ]
    lines += [sentence for change in found.zoning for sentence in zoning_sentences(change, language)]
    lines.append(limits(found, language))
    return "\n".join(lines).encode() + b"\n"


def limits(found: History, language: Language) -> str:
    """How far back publications are known, in a sentence or two: no history is whole, and this says where it stops."""
    if found.looked_from is None:
        return Text(
            "Aucune publication n’est consignée dans cet entrepôt.", "No publication is recorded in this store."
        ).say(language)
    since = found.looked_from.astimezone(_PARIS)
    kept = ", ".join(str(number) for number in found.compared)
    said = Text(
        f"Publications consignées depuis le {since:%d/%m/%Y}.", f"Publications recorded since {since:%d/%m/%Y}."
    ).say(language)
    if not found.whole:
        said += Text(
            " Les plus anciennes n’ont pas été relues, car elles sont trop volumineuses.",
            " Older ones were not read again: they are too large.",
        ).say(language)
    details = (
        Text(
            f" Le détail mot à mot se lit entre générations encore gardées ({kept}).",
            f" Word by word, between generations still kept ({kept}).",
        )
        if kept
        else Text(" Aucune n’est plus gardée en détail.", " None is kept in detail any more.")
    )
    return said + details.say(language)


def zoning_sentences(change: ZoningChange, language: Language) -> Iterator[str]:
    """What a version of a zoning changed, in sentences; nothing for the first."""
    if not change.compared_with:
        return
    came, left = (sum(not side for side in sides) for sides in _sides(change))
    moved = len(change.moved) - came - left
    french = (
        _many(moved, "commune change de zone", "communes changent de zone"),
        _many(came, "entre", "entrent"),
        _many(left, "sort", "sortent"),
        _many(len(change.opened), "zone ouverte", "zones ouvertes"),
        _many(len(change.closed), "fermée", "fermées"),
        _many(len(change.renamed), "renommée", "renommées"),
    )
    english = (
        _many(moved, "commune changes zone", "communes change zone"),
        _many(came, "comes in", "come in"),
        _many(left, "leaves", "leave"),
        _many(len(change.opened), "zone opened", "zones opened"),
        _many(len(change.closed), "closed", "closed"),
        _many(len(change.renamed), "renamed", "renamed"),
    )
    said, told = (", ".join(filter(None, parts)) for parts in (french, english))
    yield Text(
        f"Par rapport à la version {change.compared_with}\u00a0: {said or 'rien ne change'}.",
        f"Against version {change.compared_with}: {told or 'nothing changes'}.",
    ).say(language)


def _many(number: int, one: str, several: str) -> str:
    """« 3 communes changent de zone »; "" for none."""
    return f"{number} {several if number > 1 else one}" if number else ""


def _sides(change: ZoningChange) -> tuple[Sequence[str], Sequence[str]]:
    return [each.before for each in change.moved], [each.after for each in change.moved]


def told(publication: Told, language: Language) -> str:
    """What a publication did, in a line."""
    parts = [f"{each.source}\u00a0: {CHANGES[each.change].say(language)}" for each in publication.sources]
    written = Text("données réécrites\u00a0:", "data written anew:").say(language)
    parts += [f"{written} {each.partition('/graph/')[2] or each}" for each in publication.graphs]
    return " ; ".join(parts)


def _rows(found: History, language: Language) -> Iterator[tuple[Value, ...]]:
    stated, published = _STATED.say(language), _PUBLISHED.say(language)
    for dated in found.dates:
        yield (dated.day, None, stated, dated.property, one_line(found.label), "")
    for period in found.periods:
        state = STATES[period.state].say(language)
        yield (period.since, period.until, stated, period.what, one_line(period.name), state)
    for publication in found.publications:
        yield (
            _day(publication.published),
            None,
            published,
            told(publication, language),
            str(publication.generation),
            "",
        )
    for version in found.zoning:
        yield (version.since, version.until, stated, _VERSION.say(language), version.version, "")


def _day(moment: datetime) -> date:
    return moment.astimezone(_PARIS).date()
