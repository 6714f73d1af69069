"""`ftgraph key …`: who may write."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from ftgraph import audit, keys, settings
from ftgraph.cli.output import console, date_time, say

app = typer.Typer(help="Les clés qui permettent d’écrire : les créer, les voir, les révoquer.", no_args_is_help=True)


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="key")


@app.command()
def create(
    name: Annotated[str, typer.Option("--name", help="À qui elle est donnée : un service, pas une personne.")],
    scope: Annotated[
        str,
        typer.Option(
            "--scope", help="Droits, séparés par des virgules : update (écrire par HTTP), import, admin (tous)."
        ),
    ],
) -> None:
    """Créer une clé ; elle s’affiche une seule fois."""
    given = settings.load()
    key, token = keys.create(given, name, [each.strip() for each in scope.split(",") if each.strip()])
    audit.record(given, audit.Event("", key.id, key.name, "key-create", "done"))
    say(f"Clé {key.id} créée. Gardez-la en lieu sûr : elle ne sera plus jamais affichée.", stderr=True)
    typer.echo(token)


@app.command("list")
def list_keys() -> None:
    """Les clés créées, la plus ancienne d’abord."""
    table = Table("Clé", "Nom", "Droits", "Créée le", "État")
    for key in keys.list_keys(settings.load()):
        state = f"révoquée le {_day(key.revoked)}" if key.revoked else "en service"
        table.add_row(key.id, key.name, ", ".join(key.scopes), _day(key.created), state)
    console().print(table)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="Nom ou identifiant de la clé.")]) -> None:
    """Révoquer une clé, tout de suite et pour toujours."""
    given = settings.load()
    key = keys.revoke(given, name)
    audit.record(given, audit.Event("", key.id, key.name, "key-revoke", "done"))
    say(f"Clé {key.id} ({key.name}) révoquée.")


def _day(moment: str) -> str:
    return date_time(datetime.fromisoformat(moment))
