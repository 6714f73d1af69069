"""`ftgraph quality list, explain`: what to correct on the map, source by source, and why a score is what it is."""

from typing import Annotated

import orjson
import typer

from ftgraph import settings
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Limit, On, Output
from ftgraph.cli.output import console, parsed_date, say
from ftgraph.clock import today
from ftgraph.exports import quality as exports
from ftgraph.exports.formats import JSON, TABLE
from ftgraph.exports.wording import decimal
from ftgraph.graph.store import open_store
from ftgraph.quality.score import explain as explained
from ftgraph.quality.survey import survey
from ftgraph.quality.worklist import Wanted, worklist
from ftgraph.wording import language_named

app = typer.Typer(help="La qualité de la carte : doublons, fiches périmées, lieux faux.", no_args_is_help=True)

Kind = Annotated[
    list[str],
    typer.Option(
        "--kind",
        "-k",
        help="duplicate (doublon), stale (périmée), place (lieu), contact, incomplete (incomplète) ; répétable.",
    ),
]


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="quality")


@app.command("list")
def list_faults(
    source: Annotated[list[str], typer.Option("--source", "-s", help="Source ; répétable.")] = [],  # noqa: B006
    kind: Kind = [],  # noqa: B006
    territory: Annotated[str, typer.Option("--territory", "-t", help="Territoire : référence ou nom.")] = "",
    on: On = "",
    most: Limit = 20,
    format_name: Annotated[str, format_option(exports.QUALITY_FORMATS, TABLE)] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Que corriger, en commençant par ce qui touche le plus d’habitants ?"""
    wanted_format = kind_of(format_name, output, exports.QUALITY_FORMATS, TABLE)
    day = parsed_date("--on", on) or today()
    said = language_named(language)
    with opened_index() as (index, given, reader):
        found = worklist(index, survey(index, day, given.stale_days), Wanted(source, kind, territory), day)
        if wanted_format is TABLE:
            console().print(exports.table(found, most, said))
            say(exports.summary(found, said))
            return
        write(exports.pieces(wanted_format, found, reader.generation.number, said), output)


@app.command()
def explain(
    solution: Annotated[str, typer.Argument(help="Identifiant de la solution.")],
    on: On = "",
    format_name: Annotated[str, format_option(exports.SCORE_FORMATS, TABLE)] = "",
    language: Lang = "fr",
) -> None:
    """Le score de qualité data·inclusion d’une solution, critère par critère : ce qui le ferait monter."""
    kind = kind_of(format_name, None, exports.SCORE_FORMATS, TABLE)
    said = language_named(language)
    with open_store(settings.load()).reader() as reader:
        found = explained(reader, solution, parsed_date("--on", on) or today())
    if kind is JSON:
        write([orjson.dumps(exports.score(found, said), option=orjson.OPT_INDENT_2), b"\n"], None)
        return
    console().print(exports.score_table(found, said))
    if found.published is not None:
        told = "Score at the last import" if said == "en" else "Score publié au dernier import"
        say(f"{told} : {decimal(found.published, 2)}.")
