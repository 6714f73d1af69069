"""`ftgraph roadmap`, `ftgraph need`, `ftgraph practice`: what committees plan, follow and collect."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ftgraph import settings
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.exports import roadmaps as exports
from ftgraph.exports.formats import COMMITTEE_FORMATS, ROADMAP_FORMATS, TEXT, Format, by_name
from ftgraph.graph.store import Reader, open_store
from ftgraph.roadmaps import deliverables, followed, functions, plans, practices, stated
from ftgraph.roadmaps.committees import Bodies
from ftgraph.wording import Language

On = Annotated[str, typer.Option("--on", help="Jour de la question, AAAA-MM-JJ ; par défaut aujourd’hui.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="text, json ou csv.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
Lang = Annotated[str, typer.Option("--lang", help="Langue des titres : fr ou en.")]
Committee = Annotated[str, typer.Option("--committee", "-c", help="Clé d’un comité (« ftgraph committee list »).")]

roadmap = typer.Typer(help="Feuilles de route : axes, actions, calendrier, livrables.", no_args_is_help=True)
need = typer.Typer(help="Besoins non satisfaits, suivis jusqu’à leur clôture.", no_args_is_help=True)
practice = typer.Typer(help="Bonnes pratiques : recueil, évaluation, essaimage.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these groups of commands."""
    app.add_typer(roadmap, name="roadmap")
    app.add_typer(need, name="need")
    app.add_typer(practice, name="practice")


@roadmap.command("list")
def list_roadmaps(
    every: Annotated[bool, typer.Option("--all", help="Aussi celles qui sont passées ou à venir.")] = False,
    committee: Committee = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quelles feuilles de route sont en vigueur, et combien d’actions sont en retard ?"""
    kind, day, said = _kind(format_name, output), parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        bodies = Bodies(reader, day)
        found = plans.roadmaps(reader, day, [bodies.one(committee)] if committee else bodies.published)
        kept = tuple(each for each in found if every or each.standing == "in-force")
        answer = exports.RoadmapsDocument(reader.generation.number, day, len(kept), kept)
    _write(exports.roadmaps(kind, answer, said), output)


@roadmap.command("show")
def show_roadmap(
    key: Annotated[str, typer.Argument(help="Clé du comité (« ftgraph committee list »).")],
    on: On = "",
    format_name: Annotated[str, typer.Option("--format", "-f", help="text, json, csv ou ics (agenda).")] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Un comité : feuilles de route, calendrier, livrables, besoins, pratiques, et qui exerce quelle fonction."""
    kind = _kind(format_name, output, ROADMAP_FORMATS)
    day, said = parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        body = Bodies(reader, day).one(key)
        answer = exports.CommitteePlanDocument(
            reader.generation.number,
            day,
            body,
            plans.diagnoses(reader, day, body),
            plans.roadmaps(reader, day, [body]),
            deliverables.deliverables(reader, day, [body]),
            followed.followed_needs(reader, day, committee=body),
            practices.practices(reader, day, committee=body),
            functions.functions(reader, body, day),
        )
    _write(exports.committee(kind, answer, said), output)


@roadmap.command("deliverables")
def list_deliverables(
    committee: Committee = "",
    year: Annotated[int, typer.Option("--year", "-y", help="Une seule année.", min=0, max=2100)] = 0,
    late: Annotated[bool, typer.Option("--late", help="Les livrables en retard seulement.")] = False,
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quels livrables sont attendus, faits, en retard, par comité et par année ?"""
    kind, day, said = _kind(format_name, output), parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        bodies = Bodies(reader, day)
        asked = [bodies.one(committee)] if committee else bodies.published
        found = deliverables.deliverables(reader, day, asked, year or None)
        kept = tuple(each for each in found if not late or each.state == "late")
        answer = exports.DeliverablesDocument(reader.generation.number, day, len(kept), kept)
    _write(exports.deliverables(kind, answer, said), output)


@need.command("list")
def list_needs(
    state: Annotated[str, typer.Option("--state", help="open, raised, handed, covered ou closed.")] = "",
    committee: Committee = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quels besoins ont été relevés, où en sont-ils, et depuis quand ?"""
    wanted = stated.checked(state, followed.STATES)
    _needs(lambda found: not wanted or found.state == wanted, committee, on, format_name, output, language)


@need.command("open")
def open_needs(
    committee: Committee = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quels besoins ne sont pas clos ? Les plus anciens d’abord."""
    _needs(lambda found: found.state != "closed", committee, on, format_name, output, language)


@need.command("show")
def show_need(
    reference: Annotated[str, typer.Argument(help="Référence du besoin (« ftgraph need list »).")],
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Un besoin : son chemin de comité en comité et chaque étape, datée."""
    kind, day, said = _kind(format_name, output), parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        found = followed.one_need(reader, reference, day)
        answer = exports.FollowedNeedDocument(reader.generation.number, day, found)
    _write(exports.need(kind, answer, said), output)


@practice.command("list")
def list_practices(
    state: Annotated[str, typer.Option("--state", help="collected, assessed ou spread.")] = "",
    committee: Committee = "",
    on: On = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quelles bonnes pratiques ont été recueillies, évaluées, essaimées, et où ?"""
    wanted = stated.checked(state, practices.STATES)
    kind, day, said = _kind(format_name, output), parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        body = Bodies(reader, day).one(committee) if committee else None
        found = practices.practices(reader, day, state=wanted, committee=body)
        answer = exports.PracticesDocument(reader.generation.number, day, len(found), found)
    _write(exports.practices(kind, answer, said), output)


def _needs(
    keep: Callable[[Any], bool], committee: str, on: str, format_name: str, output: Path | None, language: str
) -> None:
    kind, day, said = _kind(format_name, output), parsed_date("--on", on) or today(), _language(language)
    with _reader() as reader:
        body = Bodies(reader, day).one(committee) if committee else None
        found = tuple(each for each in followed.followed_needs(reader, day, committee=body) if keep(each))
        answer = exports.FollowedNeedsDocument(reader.generation.number, day, len(found), found)
    _write(exports.needs(kind, answer, said), output)


def _reader() -> Reader:
    return open_store(settings.load()).reader()


def _language(name: str) -> Language:
    return "en" if name == "en" else "fr"


def _kind(name: str, output: Path | None, among: Any = COMMITTEE_FORMATS) -> Format:
    if name or (output is not None and output.suffix):
        return by_name(name or (output.suffix if output is not None else ""), among)
    return TEXT


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
        return
    output.write_bytes(body)
    console(stderr=True).print(f"Écrit : {output}")
