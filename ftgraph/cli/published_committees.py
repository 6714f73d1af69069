"""`ftgraph committee import, remove, list, show, seats, ending`: committees put into the graph, and asked of it."""

from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli.answering import Asked, question
from ftgraph.cli.options import Licence, Within
from ftgraph.cli.output import in_words, parsed_date, say, say_published, say_removed
from ftgraph.clock import today
from ftgraph.exports.committee import answers
from ftgraph.exports.committee import published as exports
from ftgraph.exports.committee.words import CONFORMITY
from ftgraph.exports.wording import count
from ftgraph.publish.committee_files import ToPublish, key_of, publish_committees
from ftgraph.publish.committees import CommitteeImportReport
from ftgraph.publish.removal import remove_committees, remove_published


def register(app: typer.Typer) -> None:
    """Add these commands to `ftgraph committee`."""
    app.command("import")(import_committee)
    app.command("remove")(remove)
    question(app, "list")(list_committees)
    question(app)(show)
    question(app)(seats)
    question(app)(ending)


def import_committee(
    file: Annotated[Path, typer.Argument(help="Classeur (XLSX, ODS), dossier de CSV, ou RDF.", exists=True)],
    source: Annotated[str, typer.Option("--source", help="Clé de la source ; par défaut, le nom du fichier.")] = "",
    on: Annotated[str, typer.Option("--on", help="Date du contrôle, AAAA-MM-JJ ; par défaut aujourd’hui.")] = "",
    licence: Licence = "",
) -> None:
    """Publier un comité, conforme ou non, avec ce que son contrôle conclut ; un nouvel import remplace l’ancien."""
    given = settings.load()
    what = ToPublish(file, key_of(file, source), parsed_date("--on", on) or today(), licence)
    reports, generation = publish_committees(given, [what], f"committee import {what.key}")
    say_import(reports[0])
    say_published(generation)


def say_import(report: CommitteeImportReport) -> None:
    """Print what was published."""
    for committee in report.committees:
        say(f"{committee.label} – {committee.rule_set_label.fr} : {CONFORMITY[committee.conformity][0].lower()}.")
    say(f"{report.key} : {in_words(report.changes)}.")
    if report.left_out:
        others = "solutions, jeux de données, vérifications ont leur propre import"
        say(f"Choses du fichier non publiées ({others}) : {count(report.left_out)}.")


def remove(
    key: Annotated[str, typer.Argument(help="Clé de la source, ou de son comité (« ftgraph committee list »).")],
) -> None:
    """Retirer un comité publié ; l’historique de ses imports reste, et « ftgraph rollback » le rétablit."""
    say_removed(*remove_published(settings.load(), key, remove_committees, "ftgraph committee remove"))


def list_committees(
    asked: Asked,
    territory: Within = "",
    level: Annotated[str, typer.Option("--level", "-l", help="national, regional, departement ou local.")] = "",
    not_conform: Annotated[bool, typer.Option("--not-conform", help="Les comités non conformes seulement.")] = False,
) -> bytes:
    """Quels comités sont publiés, où, et sont-ils conformes ?"""
    found = answers.committees(
        asked.reader,
        asked.day,
        level=level,
        area=asked.area(territory),
        not_conform=not_conform,
        standing_only=asked.dated,
    )
    return exports.committees(asked.kind, found, asked.language)


def show(
    asked: Asked,
    key: Annotated[str, typer.Argument(help="Clé du comité (« ftgraph committee list »), ou de sa source.")],
) -> bytes:
    """Un comité : présidence, sièges tenus et vacants, voix, cadence des réunions, délibérations."""
    return exports.committee(asked.kind, answers.committee(asked.reader, asked.day, key), asked.language)


def seats(
    asked: Asked,
    who: Annotated[str, typer.Argument(help="Nom d’une personne ou d’une organisation, ou partie de ce nom.")],
) -> bytes:
    """Où siège cette personne, ou cette organisation ?"""
    found = answers.seats(asked.reader, asked.day, person=who, organisation=who)
    return exports.seats(asked.kind, found, asked.language)


def ending(
    asked: Asked, months: Annotated[int, typer.Option("--months", "-m", help="Nombre de mois, de 0 à 120.")] = 6
) -> bytes:
    """Quels mandats finissent bientôt, sans successeur ?"""
    return exports.seats(asked.kind, answers.ending(asked.reader, asked.day, months), asked.language)
