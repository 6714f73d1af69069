"""`ftgraph dashboard` and `ftgraph indicator …`: what was measured, what contradicts what, and from which sources."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ftgraph.cli.answering import kind_of, write
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Output, Territory
from ftgraph.cli.output import console
from ftgraph.cli.removals import remove_published, tell
from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.exports import indicators as exports
from ftgraph.exports.formats import INDICATOR_FORMATS, TABLE
from ftgraph.graph.store import open_store
from ftgraph.index.load import Index
from ftgraph.indicators.comparison import Place, compare
from ftgraph.indicators.dashboard import Question, dashboard, indicator_of
from ftgraph.indicators.doubles import doubles
from ftgraph.indicators.places import places_of_level
from ftgraph.publish import observations
from ftgraph.publish.removal import remove_observations
from ftgraph.settings import load
from ftgraph.sources import observation_structure
from ftgraph.sources.observation_structure import Indicator
from ftgraph.wording import language_named

app = typer.Typer(help="Les indicateurs du socle commun, et ceux qui font double emploi.", no_args_is_help=True)

Operator = Annotated[str, typer.Option("--operator", help="Opérateur : france-travail, mission-locale, cap-emploi…")]
Period = Annotated[str, typer.Option("--period", help="Dernière période : 2026, S1 2026, T3 2026, 03/2026.")]
IndicatorOption = Annotated[str, typer.Option("--indicator", "-i", help="Un seul indicateur : code ou nom.")]
Public = Annotated[str, typer.Option("--public", help="Public : code ou nom.")]
Breakdown = Annotated[
    str, typer.Option("--by", help="Ventiler : operator, gender, age, public, allowance, education, seniority…")
]
Level = Annotated[str, typer.Option("--compare", help="Comparer les territoires de ce niveau : bassin, departement…")]
With = Annotated[list[str], typer.Option("--with", help="Comparer à ce territoire ; répétable.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="table, json, csv ou xlsx.")]


def register(main: typer.Typer) -> None:
    """Add the commands."""
    main.command("dashboard")(show_dashboard)
    app.command("list")(list_indicators)
    app.command("show")(show)
    app.command("doubles")(show_doubles)
    app.command("sources")(list_sources)
    app.command("remove")(remove)
    main.add_typer(app, name="indicator")


def show_dashboard(
    territory: Territory,
    operator: Operator = "",
    period: Period = "",
    indicator: IndicatorOption = "",
    public: Public = "",
    by: Breakdown = "",
    level: Level = "",
    others: With = [],  # noqa: B006 - typer copies it
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Un tableau de bord à la demande : un territoire, un opérateur, un public, dans le temps ; ou des territoires."""
    kind = kind_of(format_name, output, (*INDICATOR_FORMATS, TABLE), TABLE)
    tongue = language_named(language)
    with opened_index() as (index, _, reader):
        place = index.territories.resolve(territory, today())
        if level or others:
            made = compare(
                reader,
                _places(index, territory, level, others),
                indicator=indicator,
                operator=operator,
                public=public,
                period=period,
                language=tongue,
            )
            answer = exports.ComparisonDocument(reader.generation.number, today(), made)
            _write(exports.comparison(kind, answer, tongue), output)
            return
        asked = Question(place.iri, place.label, place.reference, operator, public, period, indicator, by, tongue)
        found = dashboard(reader, asked)
        number = reader.generation.number
    if kind is TABLE:
        _tell(found.label, [(card.label, card.sentence) for card in found.cards], found.without)
        if not by and not indicator:
            return
    _write(exports.dashboard(kind, exports.DashboardDocument(number, today(), found), tongue), output)


def _places(index: Index, territory: str, level: str, others: list[str]) -> list[Place]:
    whole = index.territories.resolve(territory, today())
    if level:
        return [
            Place(each.iri, each.reference, each.label)
            for each in places_of_level(index.territories, whole, level, today())
        ]
    named = [index.territories.resolve(each, today()) for each in others]
    return [Place(each.iri, each.reference, each.label) for each in (whole, *named)]


def _tell(label: str, cards: list[tuple[str, str]], without: tuple[str, ...]) -> None:
    out = console()
    out.print(label)
    out.print("=" * len(label))
    for name, sentence in cards:
        out.print(f"{name}\n    {sentence or 'aucune valeur publiée pour l’ensemble.'}", soft_wrap=True)
    if without:
        out.print(f"Sans valeur : {', '.join(without)}.", soft_wrap=True)


def list_indicators(
    format_name: Annotated[str, typer.Option("--format", "-f", help="table ou json.")] = "",
) -> None:
    """Les indicateurs du socle commun : unité, sens souhaité, ventilations."""
    found = tuple(observation_structure.read().indicators.values())
    if format_name == "json":
        sys.stdout.buffer.write(exports.indicators(exports.IndicatorsDocument(0, today(), found)))
        return
    out = console()
    for each in found:
        unit = each.unit.label.fr if each.unit else ""
        by = ", ".join(observation_structure.read().labels[key].fr for key in each.allowed)
        out.print(f"{each.key} – {each.label.fr} ({unit}) ; se ventile par : {by.lower()}", soft_wrap=True)


def show(name: Annotated[str, typer.Argument(help="Code ou nom de l’indicateur.")]) -> None:
    """Un indicateur : ce qu’il mesure, comment, en quelle unité, dans quel sens il doit aller."""
    known = observation_structure.read()
    each = indicator_of(known, name)
    for line in _told(each, {key: text.fr for key, text in known.labels.items()}):
        console().print(line, soft_wrap=True)


def _told(each: Indicator, labels: dict[str, str]) -> list[str]:
    return [
        each.label.fr,
        "=" * len(each.label.fr),
        each.definition.fr,
        f"Calcul : {each.formula.fr}",
        f"Unité : {each.unit.label.fr if each.unit else 'non précisée'}",
        f"Sens souhaité : {exports.DIRECTION[each.direction][0]}",
        f"Se ventile par : {', '.join(labels[key] for key in each.allowed) or 'rien'}",
        f"Faits du document : {', '.join(each.facts)}",
    ]


def show_doubles(format_name: FormatName = "", output: Output = None, language: Lang = "fr") -> None:
    """Les indicateurs suivis qui font double emploi, et les sources qui se contredisent."""
    kind = kind_of(format_name, output, (*INDICATOR_FORMATS, TABLE), TABLE)
    tongue = language_named(language)
    with open_store(load()).reader() as reader:
        answer = exports.DoublesDocument(reader.generation.number, today(), doubles(reader))
    _write(exports.doubles(kind, answer, tongue), output)


def list_sources() -> None:
    """Les sources de valeurs publiées : leur clé et leur titre."""
    with open_store(load()).reader() as reader:
        for key, title in observations.sources(reader).items():
            console().print(f"{key} – {title}", soft_wrap=True)


def remove(key: Annotated[str, typer.Argument(help="Clé de la source (« ftgraph indicator sources »).")]) -> None:
    """Retirer une source de valeurs ; l’historique de ses imports reste, et « ftgraph rollback » la rétablit."""
    tell(*remove_published(load(), key, remove_observations, "ftgraph indicator remove"))


def _write(body: bytes, output: Path | None) -> None:
    if output is None and body.startswith(b"PK"):
        raise UsageError(
            "Un classeur ne s’écrit pas dans le terminal.",
            "A workbook is not written to the terminal.",
            cure="Donnez --output tableau.xlsx.",
            cure_en="Give --output dashboard.xlsx.",
        )
    write([body], output)
