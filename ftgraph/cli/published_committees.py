"""`ftgraph committee import, list, show, seats, ending`: committees put into the graph, and asked of it."""

from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli import committee_imports
from ftgraph.cli.committee_imports import ToPublish, key_of, publish_committees
from ftgraph.cli.output import console, number, parsed_date
from ftgraph.clock import today


def register(app: typer.Typer) -> None:
    """Add these commands to `ftgraph committee`."""
    app.command("import")(import_committee)


def import_committee(
    file: Annotated[Path, typer.Argument(help="Classeur (XLSX, ODS), dossier de CSV, ou RDF.", exists=True)],
    source: Annotated[str, typer.Option("--source", help="Clé de la source ; par défaut, le nom du fichier.")] = "",
    on: Annotated[str, typer.Option("--on", help="Date du contrôle, AAAA-MM-JJ ; par défaut aujourd'hui.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Adresse de la licence.")] = "",
) -> None:
    """Publier un comité, conforme ou non, avec ce que son contrôle conclut ; un nouvel import remplace l'ancien."""
    given = settings.load()
    what = ToPublish(file, key_of(file, source), parsed_date("--on", on) or today(), licence)
    reports, generation = publish_committees(given, [what], f"committee import {what.key}")
    out = console()
    for line in committee_imports.lines(reports[0]):
        out.print(line, soft_wrap=True)
    out.print(f"Génération {generation.number} publiée : {number(generation.quads)} triplets.")
