"""Carte: any territory by any zoning, for everything or for what a question asks; as a page, a picture, a table."""

from typing import Any

from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.exports import french_csv
from ftgraph.index.territories import Territory
from ftgraph.needs import categories
from ftgraph.sources.place_names import fold_name
from ftgraph_api.pages import maps, places, territory
from ftgraph_api.pages.frame import environment
from ftgraph_api.pages.maps import Map
from ftgraph_api.pages.question import Question

_WHOLE = "country:FR"


def values(question: Question) -> dict[str, Any]:
    """All that the page shows; an unknown territory is said on it, with the nearest ones."""
    asked = question.given.one("territory") or _WHOLE
    form = {
        "territory": asked,
        "barrier": next(iter(question.given.filters().barriers), ""),
        "barriers": [(each.notation, each.label(question.language)) for each in categories(question.index)],
        "zonings": [],
        "zoning": "",
        "map": None,
        "parts": [],
        "problem": None,
        "candidates": [],
        "place": None,
    }
    try:
        place = question.index.territories.resolve(asked, question.today)
    except UnknownTerritory as error:
        near = places.candidates(question, error.candidates, lambda value: question.address("/carte", territory=value))
        return {**form, "problem": error, "candidates": near}
    found = zones(question, place)
    large = found is not None and len(found.shapes) > maps.MOST_LISTED
    return {
        **form,
        "place": place,
        "territory": places.name(question, place.reference),
        "zonings": [(key, places.kind_names(question, key)) for key in maps.zonings(question, place)],
        "zoning": found.zoning if found else "",
        "map": found,
        "parts": [
            (each.label, question.address("/carte", territory=each.reference, zoning=found.zoning))
            for each in sorted(maps.parts(question, place, found.zoning), key=lambda each: fold_name(each.label))
        ]
        if found and large
        else [],
    }


def zones(question: Question, place: Territory) -> Map | None:
    """The map asked for. A zone leads to its page, or to the list of what the question asks there."""
    zoning = question.given.one("zoning") or maps.fitting(question, place)
    asks = any(name in maps.FILTERED for name, _ in question.pairs)

    def address(reference: str) -> str:
        if asks:
            return question.address(territory=reference, without=[("zoning", zoning)])
        return territory.address(reference)

    return maps.zone_map(question, place, zoning, address, question.given.filters())


def picture(question: Question) -> bytes:
    """The map as an SVG file. Raises `UnknownTerritory`, `UsageError` where there is nothing to draw."""
    title = "Nombre de solutions par zone" if question.language == "fr" else "Number of solutions by zone"
    text = environment().get_template("map-file.svg.j2").render(map=_asked(question), title=title)
    return text.encode()


def table(question: Question) -> bytes:
    """The map's numbers as CSV. Raises as `picture` does."""
    drawn = _asked(question)
    heading = ("Référence", "Zone", "Solutions") if question.language == "fr" else ("Reference", "Zone", "Solutions")
    return b"".join(
        french_csv.pieces(heading, (((each.reference, each.label, each.count), (0, 0, 0)) for each in drawn.shapes))
    )


def _asked(question: Question) -> Map:
    place = question.index.territories.resolve(question.given.one("territory") or _WHOLE, question.today)
    found = zones(question, place)
    if found is None:
        raise UsageError(
            "Ce découpage n’a pas de carte ici : une seule zone, ou trop.",
            "This zoning has no map here: a single zone, or too many.",
            cure="Choisissez un autre découpage ou un territoire plus petit.",
            cure_en="Choose another zoning or a smaller territory.",
        )
    return found
