"""`ftgraph import outlines`: the outlines of a zoning or of a kind of territory, for the maps."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import clock, settings
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import say, say_published
from ftgraph.errors import SourceError
from ftgraph.exports.wording import count, counted
from ftgraph.graph.store import open_store
from ftgraph.publish import outlines as publishing
from ftgraph.publish.generation import publish
from ftgraph.sources import outlines

_SHOWN = 10


def register(imports: typer.Typer) -> None:
    """Add the command to `ftgraph import`."""
    imports.command("outlines")(import_outlines)


def import_outlines(
    file: Annotated[Path, typer.Argument(help="GeoJSON de polygones, en degrés.", exists=True, dir_okay=False)],
    key: Annotated[str, typer.Option("--key", help="Zonage ou nature de territoire : bassin-ft, departement, epci…")],
    code_field: Annotated[str, typer.Option("--code-field", help="Propriété du code ; sinon code, insee…")] = "",
    origin: Annotated[str, typer.Option("--origin", help="Qui a dessiné ces contours, dit sous les cartes.")] = "",
) -> None:
    """Importer les contours d’un zonage ou d’une nature de territoire, simplifiés sans trou ni recouvrement."""
    given = settings.load()
    found = outlines.read(file, max_bytes=given.import_mb * 1_000_000, code_field=code_field)
    with opened_index() as (index, _, _):
        zones = {zone.code: zone.iri for zone in index.territories.zones(key, clock.today())}
    matched = _matched(found.wkt, zones)
    if not matched:
        raise SourceError(
            f"Aucun code de {file.name} n’est celui d’un territoire « {key} ».",
            f"No code of {file.name} is one of “{key}”.",
            cure=f"Codes du fichier : {', '.join(list(found.wkt)[:5])}… ; codes connus : {', '.join(list(zones)[:5])}…",
            cure_en=f"Codes of the file: {', '.join(list(found.wkt)[:5])}…; known codes: {', '.join(list(zones)[:5])}…",
        )
    say(
        f"{key} : {counted(len(matched), 'contour')} sur {counted(len(zones), 'territoire')}, "
        f"{counted(found.points_before, 'point')} ramenés à {count(found.points)}."
    )
    _say_missing("Codes inconnus, laissés de côté", [code for code in found.wkt if code not in matched])
    _say_missing(
        "Territoires sans contour", [code for code in zones if code not in {known for known, _ in matched.values()}]
    )
    if found.overlaps:
        apart = "polygone ne joint pas ses voisins", "polygones ne joignent pas leurs voisins"
        say(f"{counted(found.overlaps, *apart)} dans le fichier.")
    drawn = {code: (iri, found.wkt[written]) for written, (code, iri) in matched.items()}
    generation = publish(
        open_store(given),
        given,
        f"ftgraph import outlines {key}",
        lambda writer: publishing.replace(writer, given.base, key, drawn, origin or file.stem),
    )
    say_published(generation)


def _matched(codes: Iterable[str], zones: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Code of the file → (code, IRI) of the territory; a zero that a spreadsheet ate is put back where that is sure."""
    bare: dict[str, list[str]] = {}
    for code in zones:
        bare.setdefault(code.lstrip("0"), []).append(code)
    found = {}
    for code in codes:
        meant = [code] if code in zones else bare.get(code.lstrip("0"), [])
        if len(meant) == 1:
            found[code] = (meant[0], zones[meant[0]])
    return found


def _say_missing(what: str, codes: list[str]) -> None:
    if codes:
        more = "…" if len(codes) > _SHOWN else ""
        say(f"{what} ({count(len(codes))}) : {', '.join(codes[:_SHOWN])}{more}")
