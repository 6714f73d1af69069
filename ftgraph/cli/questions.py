"""`ftgraph question list, show, ask`: the competency questions of the catalogue, asked of the store."""

from collections.abc import Sequence
from typing import Annotated

import typer

from ftgraph import questions
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Output
from ftgraph.cli.output import console, say
from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.exports import questions as exports
from ftgraph.exports.formats import TABLE
from ftgraph.exports.wording import count, counted
from ftgraph.wording import Language, language_named

app = typer.Typer(help="Les questions toutes prêtes : les lister, les poser.", no_args_is_help=True)
_FREE = {"allow_extra_args": True, "ignore_unknown_options": True}

Name = Annotated[str, typer.Argument(help="Nom de la question : « ftgraph question list ».")]


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="question")


@app.command("list")
def list_questions(
    subject: Annotated[str, typer.Option("--subject", "-s", help="Un sujet : solutions, committees…")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="La page docs/questions.md.")] = False,
    language: Lang = "fr",
) -> None:
    """Les questions, par sujet."""
    found = [each for each in questions.asked() if not subject or each.name.startswith(f"{subject}/")]
    if not found:
        subjects = dict.fromkeys(each.name.partition("/")[0] for each in questions.asked())
        raise UsageError(
            f"Aucune question du sujet « {subject} ».",
            f"No question of subject “{subject}”.",
            cure=f"Sujets : {', '.join(subjects)}.",
            cure_en=f"Subjects: {', '.join(subjects)}.",
        )
    if markdown:
        write([exports.markdown(found).encode()], None)
        return
    console().print(exports.listing(found, language_named(language)))


@app.command()
def show(name: Name, language: Lang = "fr") -> None:
    """Une question : ses paramètres, un exemple, sa requête."""
    query = questions.find(name)
    out = console()
    out.print(exports.detail(query, language_named(language)))
    out.print(f"\n{exports.command(query)}\n\n{query.body}", soft_wrap=True)


@app.command(context_settings=_FREE)
def ask(
    context: typer.Context,
    name: Name,
    example: Annotated[bool, typer.Option("--example", help="Poser la question avec les valeurs d’exemple.")] = False,
    most: Annotated[int, typer.Option("--limit", "-n", help="Lignes du tableau affiché ; 0 : toutes.", min=0)] = 50,
    format_name: Annotated[str, format_option(exports.FORMATS, TABLE)] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Poser une question ; ses paramètres se donnent en options : --territory departement:35 --barrier mobilite."""
    query = questions.find(name)
    said = language_named(language)
    kind = kind_of(format_name, output, exports.FORMATS, TABLE)
    given = dict(query.example) if example else {}
    given |= _options(context.args)
    with opened_index() as (index, _, reader):
        answered = questions.ask(reader, query, questions.bound(query, given, index.territories, today()))
    if kind is TABLE and output is None:
        console().print(exports.table(answered, said, most))
        say(_conclusion(len(answered.rows), most, said))
        return
    write(exports.pieces(kind, answered, said), output)


def _options(arguments: Sequence[str]) -> dict[str, list[str]]:
    """`--name value` and `--name=value`, as often as wanted."""
    found: dict[str, list[str]] = {}
    rest = list(arguments)
    while rest:
        option = rest.pop(0)
        name, equals, value = option.partition("=")
        if not option.startswith("--") or not (equals or rest):
            raise UsageError(
                f"« {option[:80]} » n’est pas un paramètre suivi de sa valeur.",
                f"“{option[:80]}” is not a parameter followed by its value.",
                cure="Écrivez par exemple --territory departement:35 ; « ftgraph question show NOM » dit lesquels.",
                cure_en="Write for instance --territory departement:35; “ftgraph question show NAME” tells which.",
            )
        found.setdefault(name.removeprefix("--").replace("-", "_"), []).append(value if equals else rest.pop(0))
    return found


def _conclusion(rows: int, most: int, language: Language) -> str:
    cut = 0 < most < rows
    if language == "en":
        more = f" The first {most} are shown: --limit 0 for all." if cut else ""
        return f"{rows} row{'' if rows == 1 else 's'}.{more}"
    more = f" Les {count(most)} premières sont affichées : --limit 0 les montre toutes." if cut else ""
    return f"{counted(rows, 'ligne')}.{more}"
