"""`ftgraph committee …`: check a committee's file, write a template; what is published: `published_committees`."""

from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli import published_committees
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.options import Lang, Output
from ftgraph.cli.output import parsed_date, say
from ftgraph.clock import today
from ftgraph.committees.desk import desk_of, level_of, rule_set_choice
from ftgraph.committees.report import Report
from ftgraph.errors import UsageError
from ftgraph.exports import committee as exports
from ftgraph.exports import committee_template
from ftgraph.exports.committee import compared, given_back
from ftgraph.exports.committee.document import tally
from ftgraph.exports.formats import COMPARISON_FORMATS, REPORT_FORMATS, XLSX
from ftgraph.validation import rulesets
from ftgraph.wording import language_named

app = typer.Typer(help="Contrôler, publier et interroger les comités ; préparer un classeur.", no_args_is_help=True)
published_committees.register(app)

File = Annotated[Path, typer.Argument(help="Classeur (XLSX, ODS), dossier de CSV, ou RDF.", exists=True)]
RuleSet = Annotated[
    str,
    typer.Option(
        "--rule-set",
        "-r",
        help="declared (celui du comité ou de la date), prefiguration-2023, code-du-travail, both (les deux).",
    ),
]
On = Annotated[str, typer.Option("--on", help="Date du contrôle, AAAA-MM-JJ ; par défaut aujourd’hui.")]
FailOn = Annotated[
    str, typer.Option("--fail-on", help="Fait échouer : violation (manquement), warning (alerte), info, never (rien).")
]

EXIT_CODES = {"violation": 12, "warning": 11, "info": 10}
"""What the command ends with when the gravest finding is of that severity and `--fail-on` asks for it."""
_RANK = ("violation", "warning", "info")


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="committee")


@app.command("check")
def check(
    file: File,
    rule_set: RuleSet = "declared",
    on: On = "",
    format_name: Annotated[str, format_option(REPORT_FORMATS)] = "",
    output: Output = None,
    fail_on: FailOn = "violation",
    language: Lang = "fr",
) -> None:
    """Dire ce qui est à corriger, où et pourquoi. Code de sortie : 12 manquement, 11 alerte, 10 information."""
    if fail_on not in (*_RANK, "never"):
        raise UsageError(
            f"--fail-on vaut « {fail_on} ».",
            f"--fail-on is “{fail_on}”.",
            cure="Choisissez violation, warning, info ou never.",
            cure_en="Choose violation, warning, info or never.",
        )
    kind = kind_of(format_name, output, REPORT_FORMATS)
    given = settings.load()
    with desk_of(given) as desk:
        handed_in = desk.read(file)
        day = parsed_date("--on", on) or today()
        report = desk.check(handed_in, on=day, rule_set=rule_set_choice(rule_set))
    export = exports.ReportExport(report, handed_in, language_named(language), given.base)
    write([exports.render(kind, export)], output, f"{tally(report)}.")
    if output is not None and kind is XLSX:
        say(given_back.SAID[given_back.way(handed_in)].fr, stderr=True)
    if code := _exit_code(report, fail_on):
        raise typer.Exit(code)


@app.command("compare")
def compare(
    file: File,
    on: On = "",
    format_name: Annotated[str, format_option(COMPARISON_FORMATS)] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Le même comité sous la préfiguration 2023 et sous le Code du travail : ce qui change, ce qui manque."""
    kind = kind_of(format_name, output, COMPARISON_FORMATS)
    with desk_of(settings.load()) as desk:
        found = desk.compare(desk.read(file), on=parsed_date("--on", on) or today())
    write([compared.render(kind, found, language_named(language))], output)


@app.command("template")
def template(
    level: Annotated[str, typer.Option("--level", "-l", help="national, regional, departement ou local.")],
    territory: Annotated[
        str,
        typer.Option("--territory", "-t", help="Territoire : 35, region:53, nom du bassin… ; inutile au national."),
    ] = "",
    output: Annotated[Path, typer.Option("--output", "-o", help="Classeur .xlsx, ou dossier de CSV.")] = Path(
        "comite.xlsx"
    ),
    rule_set: Annotated[
        str, typer.Option("--rule-set", "-r", help="code-du-travail ou prefiguration-2023 ; par défaut selon la date.")
    ] = "",
    on: On = "",
) -> None:
    """Écrire un classeur prêt à remplir : feuilles, listes, sièges attendus."""
    wanted = level_of(level)
    day = parsed_date("--on", on) or today()
    with desk_of(settings.load()) as desk:
        place = desk.place(wanted, territory or _only_one(wanted))
        where = committee_template.remit(place, wanted, desk.territories, desk.communes_of_zone(place))
    chosen = rule_set or rulesets.implied(wanted, day)
    if output.suffix == ".xlsx":
        committee_template.write(output, wanted, where, chosen, day)
    else:
        committee_template.write_folder(output, wanted, where, chosen)
    say(f"Écrit : {output} – classeur du comité « {place.name} » ({chosen}).", stderr=True)


def _only_one(level: str) -> str:
    """The territory of a level that has one alone. Raises `UsageError` for the others."""
    if level == "NAT":
        return "FR"
    raise UsageError(
        "Il manque le territoire du comité.",
        "The committee’s territory is missing.",
        cure="Donnez --territory, par exemple --territory 35.",
        cure_en="Give --territory, for example --territory 35.",
    )


def _exit_code(report: Report, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    counted = _RANK[: _RANK.index(fail_on) + 1]
    counts = report.counts()
    return next((EXIT_CODES[severity] for severity in counted if counts[severity]), 0)  # type: ignore[index]  # its keys
