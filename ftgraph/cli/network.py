"""`ftgraph network …`: from several instances to one, who meets whom, what could merge, what a leaving does."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli.desk import desk_of
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.exports.formats import COMMITTEE_FORMATS, GEXF, GRAPHML, NETWORK_FILES, SVG, TEXT, by_name
from ftgraph.exports.network import changed, documents, drawing, graph_files, linked, merged
from ftgraph.exports.network.grids import Grid, Say, say_in
from ftgraph.graph.store import open_store
from ftgraph.network import before_after, leaving, merging, reading, silos, standing
from ftgraph.network.records import Network
from ftgraph.wording import Language

app = typer.Typer(help="Avant et après les comités : qui rencontre qui, ce qui peut être réuni.", no_args_is_help=True)

Territory = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire et ceux qu’il contient : departement:35, region:53, 35…")
]
On = Annotated[str, typer.Option("--on", help="Jour de l’après, AAAA-MM-JJ ; par défaut aujourd’hui.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="text, json ou csv.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
Lang = Annotated[str, typer.Option("--lang", help="Langue : fr ou en.")]
Answer = Callable[[Network, int, Say], tuple[object, Sequence[Grid]]]


@app.command("before-after")
def before_after_command(
    territory: Territory = "", on: On = "", format_name: FormatName = "", output: Output = None, lang: Lang = "fr"
) -> None:
    """Combien d’instances avant et après, et combien de réunions épargnées par an."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = before_after.before_after(network)
        document = documents.BeforeAfterDocument(generation, network.day, network.area, found)
        return document, changed.before_after(found, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("merge")
def merge_command(
    territory: Territory = "", on: On = "", format_name: FormatName = "", output: Output = None, lang: Lang = "fr"
) -> None:
    """Quelles instances pourraient être réunies, avec un score expliqué."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = merging.merging(network)
        return documents.MergingDocument(generation, network.day, network.area, found), merged.merging(found, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("seats")
def seats_command(
    territory: Territory = "", on: On = "", format_name: FormatName = "", output: Output = None, lang: Lang = "fr"
) -> None:
    """Qui siège dans combien d’instances, avant et après, et combien de réunions cela fait."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = before_after.who_sits(network)
        document = documents.NetworkSeatsDocument(generation, network.day, network.area, len(found), found)
        return document, changed.seats(found, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("actors")
def actors_command(
    territory: Territory = "", on: On = "", format_name: FormatName = "", output: Output = None, lang: Lang = "fr"
) -> None:
    """Qui relie qui : acteurs rencontrés, qui fait le pont, qui est le seul lien, quels cercles."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        sides = standing.shape(network.before), standing.shape(network.after)
        document = documents.StandingsDocument(generation, network.day, network.area, *sides)
        return document, linked.actors(network, *sides, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("silos")
def silos_command(
    territory: Territory = "", on: On = "", format_name: FormatName = "", output: Output = None, lang: Lang = "fr"
) -> None:
    """Quels acteurs ne sont jamais dans la même salle."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = silos.silos(network)
        return documents.SilosDocument(generation, network.day, network.area, found), linked.silos(found, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("without")
def without_command(
    actor: Annotated[str, typer.Argument(help="Clé, nom ou partie du nom d’un acteur.")],
    territory: Territory = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    lang: Lang = "fr",
) -> None:
    """Un acteur : où il siège, qui il ne rencontre jamais, ce que son départ ferait."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = leaving.one_actor(network, leaving.find(network, actor).key)
        return documents.OneActorDocument(generation, network.day, network.area, found), linked.one_actor(found, say)

    _answer(answer, territory, on, format_name, output, lang)


@app.command("export")
def export_command(
    format_name: Annotated[str, typer.Option("--format", "-f", help="svg, graphml, gexf ou csv.")] = "",
    graph: Annotated[
        str,
        typer.Option(
            "--graph", help="sits : acteurs et instances ; meets : acteurs qui se rencontrent ; shares : instances."
        ),
    ] = graph_files.SITS,
    territory: Territory = "",
    on: On = "",
    output: Output = None,
    lang: Lang = "fr",
) -> None:
    """Le réseau dessiné (SVG), ou pour un logiciel de graphes (GraphML, GEXF pour Gephi), ou ses liens (CSV)."""
    name = format_name or (output.suffix if output is not None else "") or SVG.name
    kind = by_name(name, NETWORK_FILES)
    if graph not in graph_files.GRAPHS:
        raise UsageError(
            f"Il n’y a pas de graphe « {graph[:80]} ».",
            f"There is no graph “{graph[:80]}”.",
            cure=f"Choisissez {', '.join(graph_files.GRAPHS)}.",
            cure_en=f"Choose {', '.join(graph_files.GRAPHS)}.",
        )
    network, _ = _network(territory, on)
    language = _language(lang)
    if kind is SVG:
        body = drawing.svg(network, say_in(language)).encode()
    elif kind is GRAPHML:
        body = graph_files.graphml(network, graph)
    elif kind is GEXF:
        body = graph_files.gexf(network, graph)
    else:
        body = graph_files.links_csv(network, language)
    _write(body, output)


def _answer(answer: Answer, territory: str, on: str, format_name: str, output: Path | None, lang: str) -> None:
    name = format_name or (output.suffix if output is not None else "")
    kind = by_name(name, COMMITTEE_FORMATS) if name else TEXT
    network, generation = _network(territory, on)
    document, grids = answer(network, generation, say_in(_language(lang)))
    _write(documents.render(kind, document, grids), output)


def _network(territory: str, on: str) -> tuple[Network, int]:
    day = parsed_date("--on", on) or today()
    given = settings.load()
    area = ""
    if territory:
        with desk_of(given) as desk:
            area = desk.area(territory).iri
    with open_store(given).reader() as reader:
        return reading.within(reading.load(reader, day), reader, area), reader.generation.number


def _language(lang: str) -> Language:
    return "en" if lang == "en" else "fr"


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
        return
    output.write_bytes(body)
    console(stderr=True).print(f"Écrit : {output}")
