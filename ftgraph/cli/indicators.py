"""`ftgraph dashboard` and `ftgraph indicator …`: what was measured, what contradicts what, and from which sources."""

from typing import Annotated

import typer

from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Output, Territory
from ftgraph.cli.output import say, say_removed
from ftgraph.clock import today
from ftgraph.exports import indicators as exports
from ftgraph.exports.formats import INDICATOR_FORMATS, JSON, TABLE
from ftgraph.exports.wording import pick
from ftgraph.graph.store import open_store
from ftgraph.indicators.comparison import compare
from ftgraph.indicators.dashboard import Dashboard, Question, dashboard, indicator_of
from ftgraph.indicators.doubles import doubles
from ftgraph.indicators.places import to_compare
from ftgraph.publish import observations
from ftgraph.publish.removal import remove_observations, remove_published
from ftgraph.settings import load
from ftgraph.sources import observation_structure
from ftgraph.wording import Language, language_named

app = typer.Typer(help="Les indicateurs du socle commun, et ceux qui font double emploi.", no_args_is_help=True)

Operator = Annotated[str, typer.Option("--operator", help="Opérateur : france-travail, mission-locale, cap-emploi…")]
Period = Annotated[str, typer.Option("--period", help="Dernière période : 2026, S1 2026, T3 2026, 03/2026.")]
IndicatorOption = Annotated[str, typer.Option("--indicator", "-i", help="Un seul indicateur : code ou nom.")]
Public = Annotated[str, typer.Option("--public", help="Public : code ou nom.")]
Breakdown = Annotated[
    str,
    typer.Option(
        "--by", help="Ventiler par operator (opérateur), gender (sexe), age, public, allowance, education, seniority…"
    ),
]
Level = Annotated[str, typer.Option("--compare", help="Comparer les territoires de ce niveau : bassin, departement…")]
With = Annotated[list[str], typer.Option("--with", help="Comparer à ce territoire ; répétable.")]
FormatName = Annotated[str, format_option(INDICATOR_FORMATS, TABLE)]


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
    kind = kind_of(format_name, output, INDICATOR_FORMATS, TABLE)
    tongue = language_named(language)
    with opened_index() as (index, _, reader):
        place = index.territories.resolve(territory, today())
        if level or others:
            made = compare(
                reader,
                to_compare(index.territories, place, level, others, today()),
                indicator=indicator,
                operator=operator,
                public=public,
                period=period,
                language=tongue,
            )
            answer = exports.ComparisonDocument(reader.generation.number, today(), made)
            write([exports.comparison(kind, answer, tongue)], output)
            return
        asked = Question(place.iri, place.label, place.reference, operator, public, period, indicator, by, tongue)
        found = dashboard(reader, asked)
        number = reader.generation.number
    if kind is TABLE:
        _tell(found, tongue)
        if not by and not indicator:
            return
    write([exports.dashboard(kind, exports.DashboardDocument(number, today(), found), tongue)], output)


def _tell(found: Dashboard, language: Language) -> None:
    nothing = ("aucune valeur publiée pour l’ensemble.", "no value published for the whole.")
    say(found.label)
    say("=" * len(found.label))
    for card in found.cards:
        say(f"{card.label}\n    {card.sentence or pick(nothing, language)}")
    if found.without:
        say(f"{pick(('Sans valeur : ', 'Without a value: '), language)}{', '.join(found.without)}.")


def list_indicators(format_name: Annotated[str, format_option((JSON,), TABLE)] = "") -> None:
    """Les indicateurs du socle commun : unité, sens souhaité, ventilations."""
    known = observation_structure.read()
    found = tuple(known.indicators.values())
    if kind_of(format_name, None, (JSON,), TABLE) is JSON:
        write([exports.indicators(exports.IndicatorsDocument(0, today(), found))], None)
        return
    for each in found:
        unit = each.unit.label.fr if each.unit else ""
        by = ", ".join(known.labels[key].fr for key in each.allowed)
        say(f"{each.key} – {each.label.fr} ({unit}) ; se ventile par : {by.lower()}")


def show(name: Annotated[str, typer.Argument(help="Code ou nom de l’indicateur.")]) -> None:
    """Un indicateur : ce qu’il mesure, comment, en quelle unité, dans quel sens il doit aller."""
    known = observation_structure.read()
    each = indicator_of(known, name)
    say(each.label.fr)
    say("=" * len(each.label.fr))
    say(each.definition.fr)
    say(f"Calcul : {each.formula.fr}")
    say(f"Unité : {each.unit.label.fr if each.unit else 'non précisée'}")
    say(f"Sens souhaité : {exports.DIRECTION[each.direction][0]}")
    say(f"Se ventile par : {', '.join(known.labels[key].fr for key in each.allowed) or 'rien'}")
    say(f"Faits du document : {', '.join(each.facts)}")


def show_doubles(format_name: FormatName = "", output: Output = None, language: Lang = "fr") -> None:
    """Les indicateurs suivis qui font double emploi, et les sources qui se contredisent."""
    kind = kind_of(format_name, output, INDICATOR_FORMATS, TABLE)
    with open_store(load()).reader() as reader:
        answer = exports.DoublesDocument(reader.generation.number, today(), doubles(reader))
    write([exports.doubles(kind, answer, language_named(language))], output)


def list_sources() -> None:
    """Les sources de valeurs publiées : leur clé et leur titre."""
    with open_store(load()).reader() as reader:
        for key, title in observations.sources(reader).items():
            say(f"{key} – {title}")


def remove(key: Annotated[str, typer.Argument(help="Clé de la source (« ftgraph indicator sources »).")]) -> None:
    """Retirer une source de valeurs ; l’historique de ses imports reste, et « ftgraph rollback » la rétablit."""
    say_removed(*remove_published(load(), key, remove_observations, "ftgraph indicator remove"))
