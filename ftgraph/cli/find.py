"""`ftgraph solutions` and `ftgraph coverage`: the answers, as tables or in the format asked for."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import coverage as coverage_job
from ftgraph import settings as settings_module
from ftgraph import solutions as solutions_job
from ftgraph.clock import today
from ftgraph.exports import coverage as coverage_exports
from ftgraph.exports import solutions as solution_exports
from ftgraph.graph.store import open_store
from ftgraph.index.load import FOLDER, Index
from ftgraph.solutions import SolutionFilters

Many = list[str]
Barrier = Annotated[Many, typer.Option("--barrier", "-b", help="Frein (code, nom) ; plus fins compris ; répétable.")]
TerritoryOption = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire : clpe:CLPE35002, epci:…, departement:35, commune:…, nom.")
]
Public = Annotated[Many, typer.Option("--public", help="Public ; « tous publics » compte toujours ; répétable.")]
Fee = Annotated[Many, typer.Option("--fee", help="gratuit ou payant.")]
Mode = Annotated[Many, typer.Option("--mode", help="en-presentiel ou a-distance.")]
Type = Annotated[Many, typer.Option("--type", help="Type de service : atelier, formation, aide-financiere…")]
Network = Annotated[Many, typer.Option("--network", help="Réseau porteur : mission-locale, ccas-cias…")]
Source = Annotated[Many, typer.Option("--source", help="Source des données.")]
Reach = Annotated[Many, typer.Option("--reach", help="on-site, remote, wider-zone ou unstated.")]
Format = Annotated[str, typer.Option("--format", "-f", help="table, json, csv, xlsx, geojson, turtle, jsonld.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Date de la question, AAAA-MM-JJ ; par défaut aujourd'hui.")]
