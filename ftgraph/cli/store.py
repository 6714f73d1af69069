"""`ftgraph store …`, `rollback`, `backup`, `restore`: what an operator does with generations."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ftgraph import settings
from ftgraph.cli.output import console, date_time, say, say_published
from ftgraph.errors import UsageError
from ftgraph.exports.wording import count, counted, decimal
from ftgraph.graph import engine_check, generations
from ftgraph.graph.store import open_store
from ftgraph.publish.generation import publish

app = typer.Typer(help="Les générations publiées : les voir, les vérifier, les ranger.", no_args_is_help=True)


def register(main: typer.Typer) -> None:
    """Add the command, and those that stand at the top level."""
    main.add_typer(app, name="store")
    main.command()(rollback)
    main.command()(backup)
    main.command()(restore)


@app.command("list")
def list_generations() -> None:
    """Les générations gardées, la plus récente d’abord."""
    table = Table("Génération", "Publiée le", "Triplets", "Ce qui a été fait", "État")
    for kept in generations.list_generations(settings.load()):
        state = "en service" if kept.current else "retirée" if kept.withdrawn else ""
        table.add_row(
            str(kept.generation.number),
            date_time(kept.generation.published),
            count(kept.generation.quads),
            kept.note,
            kept.problem or state,
        )
    console().print(table)


@app.command()
def verify(
    generation: Annotated[int | None, typer.Argument(help="Génération ; par défaut, la dernière.")] = None,
) -> None:
    """Relire toute une génération et la recompter ; sur un point SPARQL, la recompter."""
    found = generations.verify(settings.load(), generation)
    say(f"Génération {found.number} intacte : {counted(found.quads, 'triplet')}.")


@app.command()
def optimize() -> None:
    """Ranger l’entrepôt après un gros import : même contenu, questions SPARQL deux à trois fois plus rapides."""
    given = settings.load()
    say_published(publish(open_store(given), given, "Entrepôt rangé", lambda writer: writer.optimize()))


@app.command()
def check(
    address: Annotated[str, typer.Argument(help="Adresse d’un point SPARQL ; par défaut, FTGRAPH_STORE.")] = "",
) -> None:
    """Éprouver un point SPARQL : peut-il porter ftgraph ? N’écrit que dans des graphes d’essai, retirés ensuite."""
    given = settings.load()
    if address:
        given = replace(given, store=address)
    if not given.is_remote:
        raise UsageError(
            "Il n’y a pas de point SPARQL à éprouver\u202f: l’entrepôt est un dossier.",
            "There is no SPARQL endpoint to check: the store is a folder.",
            cure="Donnez une adresse https://…, ou relisez l’entrepôt avec «\u202fftgraph store verify\u202f».",
            cure_en="Give an address https://…, or read the store again with “ftgraph store verify”.",
        )
    failed = warned = 0
    for outcome in engine_check.check(given):
        failed += not outcome.passed and outcome.needed
        warned += not outcome.passed and not outcome.needed
        mark = "oui" if outcome.passed else "NON" if outcome.needed else "non (sans gravité)"
        detail = f" – {outcome.detail}" if outcome.detail else ""
        say(f"{mark} : {outcome.name} ({decimal(outcome.seconds, 1)}\u00a0s){detail}")
        if outcome.cure:
            say(f"      {outcome.cure}")
    if failed:
        say("Ce serveur ne peut pas porter ftgraph en l’état.")
        raise typer.Exit(1)
    say("Ce serveur peut porter ftgraph" + (", à ces réserves près." if warned else "."))


def rollback() -> None:
    """Revenir à la génération précédente."""
    found = generations.rollback(settings.load())
    say(f"Retour à la génération {found.number}, publiée le {date_time(found.published)}.")


def backup(folder: Annotated[Path, typer.Argument(help="Dossier neuf, de préférence sur un autre disque.")]) -> None:
    """Sauvegarder la génération en service : une vraie copie, relue et recomptée."""
    found = generations.backup(settings.load(), folder)
    quads = counted(found.quads, "triplet recompté", "triplets recomptés")
    say(f"Génération {found.number} sauvegardée dans {folder} : {quads}.")


def restore(folder: Annotated[Path, typer.Argument(help="Dossier d’une sauvegarde.")]) -> None:
    """Reprendre une sauvegarde : vérifiée, puis publiée comme nouvelle génération."""
    found = generations.restore(settings.load(), folder)
    say(f"Sauvegarde reprise : génération {found.number}, {counted(found.quads, 'triplet')}.")
