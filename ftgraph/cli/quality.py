"""`ftgraph quality list, explain`: what to correct on the map, source by source, and why a score is what it is."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from ftgraph import settings
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.exports import quality as exports
from ftgraph.exports.formats import JSON, TABLE, by_name
from ftgraph.exports.wording import decimal
from ftgraph.graph.store import open_store
from ftgraph.quality.score import explain as explained
from ftgraph.quality.survey import survey
from ftgraph.quality.worklist import Wanted, worklist
from ftgraph.wording import Language

app = typer.Typer(help="La qualité de la carte : doublons, fiches périmées, lieux faux.", no_args_is_help=True)

Kind = Annotated[
    list[str], typer.Option("--kind", "-k", help="duplicate, stale, place, contact ou incomplete ; répétable.")
]
On = Annotated[str, typer.Option("--on", help="Jour du constat, AAAA-MM-JJ ; par défaut aujourd’hui.")]
LanguageOption = Annotated[str, typer.Option("--lang", help="Langue des libellés : fr ou en.")]


@app.command("list")
def list_faults(
    source: Annotated[list[str], typer.Option("--source", "-s", help="Source ; répétable.")] = [],  # noqa: B006
    kind: Kind = [],  # noqa: B006
    territory: Annotated[str, typer.Option("--territory", "-t", help="Territoire : référence ou nom.")] = "",
    on: On = "",
    most: Annotated[int, typer.Option("--limit", "-n", help="Lignes du tableau affiché.", min=0, max=1000)] = 20,
    format_name: Annotated[str, typer.Option("--format", "-f", help="table, csv, xlsx ou json.")] = TABLE.name,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fichier ; son suffixe dit le format.")] = None,
    language: LanguageOption = "fr",
) -> None:
    """Que corriger, en commençant par ce qui touche le plus d’habitants ?"""
    named = output.suffix if output is not None and output.suffix else format_name
    wanted_format = by_name(named, (*exports.QUALITY_FORMATS, TABLE))
    day = parsed_date("--on", on) or today()
    said = _language(language)
    with opened_index() as (index, given, reader):
        found = worklist(index, survey(index, day, given.stale_days), Wanted(source, kind, territory), day)
        if wanted_format is TABLE:
            out = console()
            out.print(exports.table(found, most, said))
            out.print(exports.summary(found, said), soft_wrap=True)
            return
        parts = exports.pieces(wanted_format, found, reader.generation.number, said)
        if output is None:
            for piece in parts:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        with output.open("wb") as out_file:
            for piece in parts:
                out_file.write(piece)
    console(stderr=True).print(f"Écrit : {output}")


@app.command()
def explain(
    solution: Annotated[str, typer.Argument(help="Identifiant de la solution.")],
    on: On = "",
    format_name: Annotated[str, typer.Option("--format", "-f", help="table ou json.")] = TABLE.name,
    language: LanguageOption = "fr",
) -> None:
    """Le score de qualité data·inclusion d’une solution, critère par critère : ce qui le ferait monter."""
    kind = by_name(format_name, exports.SCORE_FORMATS)
    said = _language(language)
    with open_store(settings.load()).reader() as reader:
        found = explained(reader, solution, parsed_date("--on", on) or today())
    if kind is JSON:
        sys.stdout.buffer.write(orjson.dumps(exports.score(found, said), option=orjson.OPT_INDENT_2) + b"\n")
        return
    out = console()
    out.print(exports.score_table(found, said))
    if found.published is not None:
        told = "Score at the last import" if said == "en" else "Score publié au dernier import"
        out.print(f"{told} : {decimal(found.published, 2)}.", soft_wrap=True)


def _language(name: str) -> Language:
    return "en" if name == "en" else "fr"
