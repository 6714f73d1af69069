"""`ftgraph committee import, remove, list, show, seats, ending`: committees put into the graph, and asked of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli import committee_imports
from ftgraph.cli.committee_imports import ToPublish, key_of, publish_committees
from ftgraph.cli.desk import desk_of
from ftgraph.cli.output import console, number, parsed_date
from ftgraph.cli.removals import remove_published, tell
from ftgraph.clock import today
from ftgraph.committees import published
from ftgraph.committees.desk import level_of
from ftgraph.exports.committee import published as exports
from ftgraph.exports.formats import COMMITTEE_FORMATS, TEXT, Format, by_name
from ftgraph.graph.store import Reader, open_store
from ftgraph.publish.removal import remove_committees

On = Annotated[str, typer.Option("--on", help="Jour de la question, AAAA-MM-JJ ; par défaut aujourd'hui.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="text, json ou csv.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
Language = Annotated[str, typer.Option("--lang", help="Langue des titres : fr ou en.")]


def register(app: typer.Typer) -> None:
    """Add these commands to `ftgraph committee`."""
    app.command("import")(import_committee)
    app.command("remove")(remove)
    app.command("list")(list_committees)
    app.command("show")(show)
    app.command("seats")(seats)
    app.command("ending")(ending)


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


def remove(
    key: Annotated[str, typer.Argument(help="Clé de la source, ou de son comité (« ftgraph committee list »).")],
) -> None:
    """Retirer un comité publié ; l'historique de ses imports reste, et « ftgraph rollback » le rétablit."""
    given = settings.load()
    tell(*remove_published(given, key, remove_committees, "ftgraph committee remove"))


def list_committees(
    territory: Annotated[
        str, typer.Option("--territory", "-t", help="Territoire et ceux qu'il contient : region:53, 35…")
    ] = "",
    level: Annotated[str, typer.Option("--level", "-l", help="national, regional, departement ou local.")] = "",
    not_conform: Annotated[bool, typer.Option("--not-conform", help="Les comités non conformes seulement.")] = False,
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quels comités sont publiés, où, et sont-ils conformes ?"""
    kind = kind_of(format_name, output)
    day = parsed_date("--on", on) or today()
    where = ""
    if territory:
        with desk_of(settings.load()) as desk:
            where = desk.area(territory).iri
    with _reader() as reader:
        found = published.published_committees(
            reader,
            day,
            level=level_of(level) if level else "",
            territory=where,
            not_conform=not_conform,
            standing_only=bool(on),
        )
        answer = exports.CommitteesDocument(reader.generation.number, day, len(found), found)
    write(exports.committees(kind, answer, "en" if language == "en" else "fr"), output)


def show(
    key: Annotated[str, typer.Argument(help="Clé du comité (« ftgraph committee list »), ou de sa source.")],
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Un comité : présidence, sièges tenus et vacants, voix, cadence des réunions, délibérations."""
    kind = kind_of(format_name, output)
    day = parsed_date("--on", on) or today()
    with _reader() as reader:
        found = published.find_committee(reader, key, day)
        answer = exports.CommitteeDocument(
            reader.generation.number,
            day,
            found,
            published.standing(reader, found, day),
            published.members(reader, day, [found.iri]),
        )
    write(exports.committee(kind, answer, "en" if language == "en" else "fr"), output)


def seats(
    who: Annotated[str, typer.Argument(help="Nom d'une personne ou d'une organisation, ou partie de ce nom.")],
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Où siège cette personne, ou cette organisation ?"""
    kind = kind_of(format_name, output)
    day = parsed_date("--on", on) or today()
    with _reader() as reader:
        found = published.seats_of(reader, day, person=who, organisation=who)
        answer = exports.SeatsDocument(reader.generation.number, day, len(found), found)
    write(exports.seats(kind, answer, "en" if language == "en" else "fr"), output)


def ending(
    months: Annotated[int, typer.Option("--months", "-m", help="Nombre de mois, de 0 à 120.")] = 6,
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quels mandats finissent bientôt, sans successeur ?"""
    kind = kind_of(format_name, output)
    day = parsed_date("--on", on) or today()
    with _reader() as reader:
        found = published.ending(reader, day, months)
        answer = exports.SeatsDocument(reader.generation.number, day, len(found), found)
    write(exports.seats(kind, answer, "en" if language == "en" else "fr"), output)


def _reader() -> Reader:
    return open_store(settings.load()).reader()


def kind_of(name: str, output: Path | None) -> Format:
    """The format asked for, or that the file’s suffix tells; text by default."""
    if name or (output is not None and output.suffix):
        return by_name(name or (output.suffix if output is not None else ""), COMMITTEE_FORMATS)
    return TEXT


def write(body: bytes, output: Path | None) -> None:
    """An answer, to a file or to the terminal."""
    if output is None:
        sys.stdout.buffer.write(body)
        return
    output.write_bytes(body)
    console(stderr=True).print(f"Écrit : {output}")
