"""`ftgraph contract list, show, ending, unreviewed, competing, funding, overload, succession`; `ftgraph charter`."""

from collections.abc import Callable
from typing import Annotated

import typer

from ftgraph import charter as charters
from ftgraph import settings
from ftgraph.cli.desk import desk_of
from ftgraph.cli.output import parsed_date
from ftgraph.cli.published_committees import FormatName, Language, On, Output, kind_of, write
from ftgraph.clock import today
from ftgraph.contracts import instruments, steering
from ftgraph.contracts.calendar import calendar
from ftgraph.contracts.overload import overload
from ftgraph.contracts.succession import successions
from ftgraph.exports import charter as charter_exports
from ftgraph.exports import contracts as exports
from ftgraph.exports.contracts import documents
from ftgraph.exports.contracts.documents import Document
from ftgraph.graph.store import Reader, open_store

app = typer.Typer(no_args_is_help=True, help="Contrats et appels : ce qui lie qui, où, jusqu’à quand.")
Territory = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire, ou ce qui le touche : departement:35, un code, un nom.")
]
Months = Annotated[int, typer.Option("--months", "-m", help="Nombre de mois, de 0 à 120.")]


@app.command("list")
def list_contracts(
    party: Annotated[
        list[str] | None,
        typer.Option("--party", "-p", help="Signataire (un nom, une partie) ; plusieurs : ce qui les lie ensemble."),
    ] = None,
    territory: Territory = "",
    contract_type: Annotated[str, typer.Option("--type", help="Type : CRTE, CPER, AAP, AMI…")] = "",
    on: On = "",
    every: Annotated[bool, typer.Option("--all", help="Tous, en vigueur ou non.")] = False,
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Qu’est-ce qui lie ces parties, ici, aujourd’hui (ou ce jour-là) ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = instruments.instruments(
            reader, on=None if every else day, area=area, parties=party or (), contract_type=contract_type
        )
        return documents.ContractsDocument(reader.generation.number, day, len(found), found)

    _answer(ask, format_name, output, language)


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="Clé (« ftgraph contract list »), IRI ou intitulé.")],
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Un contrat ou un appel : tout ce que l’on en sait, et son calendrier."""
    day = parsed_date("--on", on) or today()

    def ask(reader: Reader) -> Document:
        found = instruments.find(reader, key)
        pairs = [each for each in steering.competing(reader, day) if found.iri in (each.call.iri, each.contract.iri)]
        return documents.ContractDocument(
            reader.generation.number, day, found, calendar(reader, found, day), tuple(pairs)
        )

    _answer(ask, format_name, output, language)


@app.command()
def ending(
    months: Months = steering.A_YEAR,
    territory: Territory = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quels contrats finissent bientôt, et qu’est-ce qui leur succède ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = steering.ending(reader, day, months, area=area)
        return documents.EndingDocument(reader.generation.number, day, months, len(found), found)

    _answer(ask, format_name, output, language)


@app.command()
def unreviewed(
    months: Months = steering.A_YEAR,
    territory: Territory = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quels contrats en vigueur n’ont pas eu de revue de projet dans les derniers mois ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = steering.unreviewed(reader, day, months, area=area)
        return documents.UnreviewedDocument(reader.generation.number, day, months, len(found), found)

    _answer(ask, format_name, output, language)


@app.command()
def competing(
    territory: Territory = "",
    on: On = "",
    every: Annotated[bool, typer.Option("--all", help="Toutes les paires, échues comprises.")] = False,
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quels appels concurrencent quels contrats, et pourquoi ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = steering.competing(reader, None if every else day, area=area)
        return documents.CompetingDocument(reader.generation.number, day, len(found), found)

    _answer(ask, format_name, output, language)


@app.command()
def funding(
    barrier: Annotated[str, typer.Argument(help="Frein : mobilite, « garde d’enfants »…")],
    territory: Territory = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quel contrat pourrait financer la réponse à un manque : un frein, un territoire ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = steering.funding(reader, barrier, day, area=area)
        name = steering.barrier_of(barrier)[0]
        return documents.FundingDocument(reader.generation.number, day, name, len(found), found)

    _answer(ask, format_name, output, language)


@app.command("overload")
def overload_command(
    actor: Annotated[str, typer.Argument(help="Un acteur (un nom, une partie) ; tous par défaut.")] = "",
    territory: Territory = "",
    least: Annotated[int, typer.Option("--least", help="Au moins ce nombre d’instruments.", min=1)] = 1,
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Combien de contrats, d’appels, d’engagements, de comités et d’indicateurs pèsent sur chaque acteur ?"""
    day, area = parsed_date("--on", on) or today(), _area(territory)

    def ask(reader: Reader) -> Document:
        found = overload(reader, day, area=area, actor=actor, least=least)
        return documents.OverloadDocument(reader.generation.number, day, len(found), found)

    _answer(ask, format_name, output, language)


@app.command()
def succession(on: On = "", format_name: FormatName = "", output: Output = None, language: Language = "fr") -> None:
    """Quels types de contrat ou de zonage un autre a-t-il remplacés, depuis quand, par quel texte ?"""
    day = parsed_date("--on", on) or today()

    def ask(reader: Reader) -> Document:
        found = successions(reader, day)
        return documents.SuccessionDocument(reader.generation.number, day, len(found), found)

    _answer(ask, format_name, output, language)


def charter(
    actor: Annotated[str, typer.Option("--actor", "-a", help="Qui s’engage, ou envers qui (une partie du nom).")] = "",
    state: Annotated[str, typer.Option("--state", help="respecté, en partie, non respecté ou non évalué.")] = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """La charte : signataires, engagements, et leur état de respect dans le temps."""
    kind = kind_of(format_name, output)
    day = parsed_date("--on", on) or today()
    wanted = charters.state_of(state) if state else ""
    with open_store(settings.load()).reader() as reader:
        found = charters.charters(reader, day, actor=actor, state=wanted)
        answer = charter_exports.CharterDocument(reader.generation.number, day, len(found), found)
    write(charter_exports.document(kind, answer, "en" if language == "en" else "fr"), output)


def register(root: typer.Typer) -> None:
    """Add `ftgraph contract` and `ftgraph charter`."""
    root.add_typer(app, name="contract")
    root.command("charter")(charter)


def _area(territory: str) -> str:
    if not territory:
        return ""
    with desk_of(settings.load()) as desk:
        return desk.area(territory).iri


def _answer(ask: Callable[[Reader], Document], format_name: str, output: Output, language: str) -> None:
    kind = kind_of(format_name, output)
    with open_store(settings.load()).reader() as reader:
        answer = ask(reader)
    write(exports.document(kind, answer, "en" if language == "en" else "fr"), output)
