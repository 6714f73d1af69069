"""The command line: each command parses, calls one job, prints."""

import sys

import typer
from rich.console import Console

from ftgraph.cli import committees, find, imports, keys, quality, questions, store, tracing
from ftgraph.errors import FtgraphError

app = typer.Typer(
    name="ftgraph",
    help="Le réseau pour l'emploi : qui le gouverne, sous quelles règles, et quelles solutions existent où.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

find.register(app)
tracing.register(app)
app.add_typer(imports.app, name="import")
imports.register(app)
app.add_typer(committees.app, name="committee")
app.add_typer(questions.app, name="question")
app.add_typer(quality.app, name="quality")
app.add_typer(keys.app, name="key")
app.add_typer(store.app, name="store")
store.register(app)


def main() -> None:
    """Run the command line; an expected error is one clear message and its own exit code, never a stack trace."""
    try:
        app()
    except FtgraphError as error:
        console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        console.print(f"Erreur : {error.fr}", style="bold red")
        if error.cure:
            console.print(error.cure)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
