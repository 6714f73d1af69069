"""`ftgraph roadmap`, `ftgraph need`, `ftgraph practice`: what committees plan, follow and collect."""

from typing import Annotated

import typer

from ftgraph.cli.answering import Asked, question
from ftgraph.cli.options import Committee
from ftgraph.exports import roadmap_answers as answers
from ftgraph.exports import roadmaps as exports
from ftgraph.exports.formats import ROADMAP_FORMATS
from ftgraph.roadmaps import followed, practices, stated

roadmap = typer.Typer(help="Feuilles de route : axes, actions, calendrier, livrables.", no_args_is_help=True)
need = typer.Typer(help="Besoins non satisfaits, suivis jusqu’à leur clôture.", no_args_is_help=True)
practice = typer.Typer(help="Bonnes pratiques : recueil, évaluation, essaimage.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these groups of commands."""
    app.add_typer(roadmap, name="roadmap")
    app.add_typer(need, name="need")
    app.add_typer(practice, name="practice")


@question(roadmap, "list")
def list_roadmaps(
    asked: Asked,
    every: Annotated[bool, typer.Option("--all", help="Aussi celles qui sont passées ou à venir.")] = False,
    committee: Committee = "",
) -> bytes:
    """Quelles feuilles de route sont en vigueur, et combien d’actions sont en retard ?"""
    found = answers.roadmaps(asked.reader, asked.day, committee=committee, every=every)
    return exports.roadmaps(asked.kind, found, asked.language)


@question(roadmap, "show", formats=ROADMAP_FORMATS)
def show_roadmap(
    asked: Asked, key: Annotated[str, typer.Argument(help="Clé du comité (« ftgraph committee list »).")]
) -> bytes:
    """Un comité : feuilles de route, calendrier, livrables, besoins, pratiques, et qui exerce quelle fonction."""
    return exports.committee(asked.kind, answers.plan(asked.reader, asked.day, key), asked.language)


@question(roadmap, "deliverables")
def list_deliverables(
    asked: Asked,
    committee: Committee = "",
    year: Annotated[int, typer.Option("--year", "-y", help="Une seule année.", min=0, max=2100)] = 0,
    late: Annotated[bool, typer.Option("--late", help="Les livrables en retard seulement.")] = False,
) -> bytes:
    """Quels livrables sont attendus, faits, en retard, par comité et par année ?"""
    found = answers.deliverables(asked.reader, asked.day, committee=committee, year=year or None, late_only=late)
    return exports.deliverables(asked.kind, found, asked.language)


@question(need, "list")
def list_needs(
    asked: Asked,
    state: Annotated[
        str,
        typer.Option(
            "--state", help="open (ouvert), raised (remonté), handed (confié), covered (couvert), closed (clos)."
        ),
    ] = "",
    committee: Committee = "",
) -> bytes:
    """Quels besoins ont été relevés, où en sont-ils, et depuis quand ?"""
    wanted = stated.checked(state, followed.STATES)
    found = answers.needs(asked.reader, asked.day, committee=committee, state=wanted)
    return exports.needs(asked.kind, found, asked.language)


@question(need, "open")
def open_needs(asked: Asked, committee: Committee = "") -> bytes:
    """Quels besoins ne sont pas clos ? Les plus anciens d’abord."""
    found = answers.needs(asked.reader, asked.day, committee=committee, open_only=True)
    return exports.needs(asked.kind, found, asked.language)


@question(need, "show")
def show_need(
    asked: Asked, reference: Annotated[str, typer.Argument(help="Référence du besoin (« ftgraph need list »).")]
) -> bytes:
    """Un besoin : son chemin de comité en comité et chaque étape, datée."""
    return exports.need(asked.kind, answers.need(asked.reader, asked.day, reference), asked.language)


@question(practice, "list")
def list_practices(
    asked: Asked,
    state: Annotated[
        str, typer.Option("--state", help="collected (recueillie), assessed (évaluée), spread (essaimée).")
    ] = "",
    committee: Committee = "",
) -> bytes:
    """Quelles bonnes pratiques ont été recueillies, évaluées, essaimées, et où ?"""
    wanted = stated.checked(state, practices.STATES)
    found = answers.practices(asked.reader, asked.day, committee=committee, state=wanted)
    return exports.practices(asked.kind, found, asked.language)
