"""`ftgraph store …`, `rollback`, `backup`, `restore`: what an operator does with generations."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ftgraph import settings
from ftgraph.cli.output import console, date_time, number
from ftgraph.graph import generations

app = typer.Typer(help="Les générations publiées : les voir, les vérifier.", no_args_is_help=True)


def register(main: typer.Typer) -> None:
    """Add the commands that stand at the top level."""
    main.command()(rollback)
    main.command()(backup)
    main.command()(restore)


@app.command("list")
def list_generations() -> None:
    """Les générations gardées, la plus récente d'abord."""
    table = Table("Génération", "Publiée le", "Triplets", "Ce qui a été fait", "État")
    for kept in generations.list_generations(settings.load()):
        state = "en service" if kept.current else "retirée" if kept.withdrawn else ""
        table.add_row(
            str(kept.generation.number),
            date_time(kept.generation.published),
            number(kept.generation.quads),
            kept.note,
            kept.problem or state,
        )
    console().print(table)


@app.command()
def verify(
    generation: Annotated[int | None, typer.Argument(help="Génération ; par défaut, la dernière.")] = None,
) -> None:
    """Relire toute une génération et la recompter."""
    found = generations.verify(settings.load(), generation)
    console().print(f"Génération {found.number} intacte : {number(found.quads)} triplets relus.")


def rollback() -> None:
    """Revenir à la génération précédente."""
    found = generations.rollback(settings.load())
    console().print(f"Retour à la génération {found.number}, publiée le {date_time(found.published)}.")


def backup(folder: Annotated[Path, typer.Argument(help="Dossier neuf, de préférence sur un autre disque.")]) -> None:
    """Sauvegarder la génération en service : une vraie copie, ouverte et recomptée."""
    found = generations.backup(settings.load(), folder)
    console().print(f"Génération {found.number} sauvegardée dans {folder} : {number(found.quads)} triplets recomptés.")


def restore(folder: Annotated[Path, typer.Argument(help="Dossier d'une sauvegarde.")]) -> None:
    """Reprendre une sauvegarde : vérifiée, puis publiée comme nouvelle génération."""
    found = generations.restore(settings.load(), folder)
    console().print(f"Sauvegarde reprise : génération {found.number}, {number(found.quads)} triplets.")
