"""`ftgraph contract list, show, ending, unreviewed, competing, responses, funding, overload…`; `ftgraph charter`."""

from typing import Annotated

import typer

from ftgraph import charter as charters
from ftgraph.cli.answering import Asked, question
from ftgraph.contracts import steering
from ftgraph.exports import charter as charter_exports
from ftgraph.exports import contracts as exports
from ftgraph.exports.contracts import answers

app = typer.Typer(no_args_is_help=True, help="Contrats et appels : ce qui lie qui, où, jusqu’à quand.")
Territory = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire, ou ce qui le touche : departement:35, un code, un nom.")
]
Months = Annotated[int, typer.Option("--months", "-m", help="Nombre de mois, de 0 à 120.")]


@question(app, "list")
def list_contracts(
    asked: Asked,
    party: Annotated[
        list[str] | None,
        typer.Option("--party", "-p", help="Signataire (un nom, une partie) ; plusieurs : ce qui les lie ensemble."),
    ] = None,
    territory: Territory = "",
    contract_type: Annotated[str, typer.Option("--type", help="Type : CRTE, CPER, AAP, AMI…")] = "",
    every: Annotated[bool, typer.Option("--all", help="Tous, en vigueur ou non.")] = False,
) -> bytes:
    """Qu’est-ce qui lie ces parties, ici, aujourd’hui (ou ce jour-là) ?"""
    area, parties = asked.area(territory), party or ()
    found = answers.contracts(
        asked.reader, asked.day, every=every, area=area, parties=parties, contract_type=contract_type
    )
    return exports.document(asked.kind, found, asked.language)


@question(app)
def show(
    asked: Asked, key: Annotated[str, typer.Argument(help="Clé (« ftgraph contract list »), IRI ou intitulé.")]
) -> bytes:
    """Un contrat ou un appel : tout ce que l’on en sait, et son calendrier."""
    return exports.document(asked.kind, answers.contract(asked.reader, asked.day, key), asked.language)


@question(app)
def ending(asked: Asked, months: Months = steering.A_YEAR, territory: Territory = "") -> bytes:
    """Quels contrats finissent bientôt, et qu’est-ce qui leur succède ?"""
    found = answers.ending(asked.reader, asked.day, months, area=asked.area(territory))
    return exports.document(asked.kind, found, asked.language)


@question(app)
def unreviewed(asked: Asked, months: Months = steering.A_YEAR, territory: Territory = "") -> bytes:
    """Quels contrats en vigueur n’ont pas eu de revue de projet dans les derniers mois ?"""
    found = answers.unreviewed(asked.reader, asked.day, months, area=asked.area(territory))
    return exports.document(asked.kind, found, asked.language)


@question(app)
def competing(
    asked: Asked,
    territory: Territory = "",
    every: Annotated[bool, typer.Option("--all", help="Toutes les paires, échues comprises.")] = False,
) -> bytes:
    """Quels appels concurrencent quels contrats, et pourquoi ?"""
    found = answers.competing(asked.reader, asked.day, every=every, area=asked.area(territory))
    return exports.document(asked.kind, found, asked.language)


@question(app)
def responses(
    asked: Asked,
    territory: Territory = "",
    call: Annotated[str, typer.Option("--call", "-c", help="Un appel : sa clé, son IRI ou son intitulé.")] = "",
) -> bytes:
    """Qui a répondu à quel appel, quand, avec quelle suite ?"""
    found = answers.responses(asked.reader, asked.day, area=asked.area(territory), call=call)
    return exports.document(asked.kind, found, asked.language)


@question(app)
def funding(
    asked: Asked,
    barrier: Annotated[str, typer.Argument(help="Frein : mobilite, « garde d’enfants »…")],
    territory: Territory = "",
) -> bytes:
    """Quel contrat pourrait financer la réponse à un manque : un frein, un territoire ?"""
    found = answers.funding(asked.reader, asked.day, barrier, area=asked.area(territory))
    return exports.document(asked.kind, found, asked.language)


@question(app)
def overload(
    asked: Asked,
    actor: Annotated[str, typer.Argument(help="Un acteur (un nom, une partie) ; tous par défaut.")] = "",
    territory: Territory = "",
    least: Annotated[int, typer.Option("--least", help="Au moins ce nombre d’instruments.", min=1)] = 1,
) -> bytes:
    """Combien de contrats, d’appels, d’engagements, de comités et d’indicateurs pèsent sur chaque acteur ?"""
    found = answers.burdens(asked.reader, asked.day, area=asked.area(territory), actor=actor, least=least)
    return exports.document(asked.kind, found, asked.language)


@question(app)
def succession(asked: Asked) -> bytes:
    """Quels types de contrat ou de zonage un autre a-t-il remplacés, depuis quand, par quel texte ?"""
    return exports.document(asked.kind, answers.successions(asked.reader, asked.day), asked.language)


def charter(
    asked: Asked,
    actor: Annotated[str, typer.Option("--actor", "-a", help="Qui s’engage, ou envers qui (une partie du nom).")] = "",
    state: Annotated[str, typer.Option("--state", help="respecté, en partie, non respecté ou non évalué.")] = "",
) -> bytes:
    """La charte : signataires, engagements, et leur état de respect dans le temps."""
    found = answers.charter(asked.reader, asked.day, actor=actor, state=charters.state_of(state) if state else "")
    return charter_exports.document(asked.kind, found, asked.language)


def register(root: typer.Typer) -> None:
    """Add `ftgraph contract` and `ftgraph charter`."""
    root.add_typer(app, name="contract")
    question(root)(charter)
