"""`ftgraph reason check, classify, explain`: what OWL can tell of the ontology and of what is published, in words."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.options import Lang
from ftgraph.clock import today
from ftgraph.committees import published as committees
from ftgraph.committees.desk import desk_of
from ftgraph.errors import SourceError
from ftgraph.exports import reasoning as exports
from ftgraph.exports.formats import JSON, TEXT
from ftgraph.graph.store import Reader, open_store
from ftgraph.reasoning import classification, hermit, inconsistency, statements
from ftgraph.reasoning.classification import engine_of
from ftgraph.reasoning.names import Names
from ftgraph.reasoning.statements import Knowledge
from ftgraph.wording import language_named

Files = Annotated[list[Path], typer.Argument(help="Fichiers Turtle à joindre à l’ontologie et aux vocabulaires.")]
Source = Annotated[list[str], typer.Option("--source", "-s", help="Clé d’une source publiée ; répétable.")]
Territory = Annotated[
    str,
    typer.Option("--territory", "-t", help="Les comités d’un territoire et de ceux qu’il contient : 35, region:53…"),
]
EngineName = Annotated[
    str, typer.Option("--engine", help="forward : règles directes ; hermit : le raisonneur HermiT (Java).")
]
Seconds = Annotated[float, typer.Option("--seconds", help="Temps laissé à HermiT, en secondes.", min=1)]

app = typer.Typer(no_args_is_help=True, help="Ce que l’ontologie permet de déduire, et ce qui s’y contredit.")
_CHECK_FORMATS = (TEXT, JSON)


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="reason")


@app.command()
def check(
    files: Files = [],  # noqa: B006 - typer copies it
    engine: EngineName = "hermit",
    seconds: Seconds = hermit.MOST_SECONDS,
    format_name: Annotated[str, format_option(_CHECK_FORMATS)] = "",
    language: Lang = "fr",
) -> None:
    """L’ontologie et les vocabulaires se tiennent-ils ? Code de sortie 1 si quelque chose se contredit."""
    kind = kind_of(format_name, None, _CHECK_FORMATS)
    knowledge, names = _given(files)
    found = inconsistency.check(knowledge, names, engine_of(engine), seconds)
    write([exports.checked(kind, found, language_named(language))], None)
    if not found.holds:
        raise typer.Exit(1)


@app.command()
def classify(
    territory: Territory = "",
    source: Source = [],  # noqa: B006
    of_class: Annotated[str, typer.Option("--class", help="Une seule classe : StateLocalContract…")] = "",
    engine: EngineName = "forward",
    seconds: Seconds = hermit.MOST_SECONDS,
    format_name: Annotated[str, format_option(exports.CLASSES_FORMATS)] = "",
    language: Lang = "fr",
) -> None:
    """Quelles choses publiées entrent, par déduction, dans une classe qui n’est pas écrite, et pourquoi ?"""
    kind = kind_of(format_name, None, exports.CLASSES_FORMATS)
    chosen = engine_of(engine)
    given = settings.load()
    with open_store(given).reader() as reader:
        what = classification.published(reader, given.base, _sources(reader, territory, source))
        found = classification.classify(reader, what, chosen, seconds)
        rows = classification.of_class(found.rows, of_class)
        document = exports.ClassesDocument(reader.generation.number, len(rows), replace(found, rows=rows))
    write(exports.classes(kind, document, language_named(language)), None)
    if found.contradictions:
        raise typer.Exit(1)


@app.command()
def explain(
    files: Files = [],  # noqa: B006
    territory: Territory = "",
    source: Source = [],  # noqa: B006
    most: Annotated[int, typer.Option("--most", help="Contradictions expliquées, au plus.", min=1, max=20)] = 5,
    engine: EngineName = "forward",
    seconds: Seconds = hermit.MOST_SECONDS,
    format_name: Annotated[str, format_option(_CHECK_FORMATS)] = "",
    language: Lang = "fr",
) -> None:
    """Où est la contradiction ? Le plus petit ensemble d’affirmations en cause, en toutes lettres.

    Sans fichier, le graphe publié. Code de sortie 1 s’il y en a une.
    """
    kind = kind_of(format_name, None, _CHECK_FORMATS)
    chosen = engine_of(engine)
    if files:
        knowledge, names = _given(files)
        found = inconsistency.explain(knowledge, names, chosen, most=most, seconds=seconds)
    else:
        given = settings.load()
        with open_store(given).reader() as reader:
            what = classification.published(reader, given.base, _sources(reader, territory, source))
            found = inconsistency.explain(what.knowledge, what.names, chosen, graph=reader, most=most, seconds=seconds)
    write([exports.explained(kind, found, language_named(language))], None)
    if found:
        raise typer.Exit(1)


def _given(files: Iterable[Path]) -> tuple[Knowledge, Names]:
    names = Names()
    parts = [list(statements.vocabulary_triples())]
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise SourceError(
                f"Le fichier « {file.name} » ne peut pas être lu.",
                f"The file “{file.name}” cannot be read.",
                cure="Vérifiez son chemin et vos droits.",
                cure_en="Check its path and your rights.",
            ) from error
        parts.append(list(statements.read(content, file.name)))
    for part in parts:
        names.learn(part)
        names.kinds(part)
    return statements.of_triples([statements.ontology_triples(), *parts]), names


def _sources(reader: Reader, territory: str, sources: list[str]) -> tuple[str, ...]:
    """The keys of the sources asked for, those of a territory's committees among them; none: all committees."""
    if not territory:
        return tuple(sources)
    with desk_of(settings.load()) as desk:
        area = desk.area(territory).iri
    found = committees.published_committees(reader, today(), territory=area)
    return classification.sources_in([each.source for each in found], sources, territory)
