"""The command line: each command parses, calls one job, prints."""

import sys
from typing import NoReturn

import typer
from rich.console import Console
from typer.exceptions import Abort, TyperException

from ftgraph.cli import (
    committees,
    contracts,
    export,
    find,
    history,
    imports,
    indicators,
    keys,
    network,
    quality,
    questions,
    reason,
    roadmaps,
    store,
    tracing,
    usage,
    version,
)
from ftgraph.cli.french_help import in_french
from ftgraph.errors import FtgraphError

app = typer.Typer(
    name="ftgraph",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

version.register(app)
find.register(app)
export.register(app)
tracing.register(app)
indicators.register(app)
app.add_typer(imports.app, name="import")
imports.register(app)
app.add_typer(committees.app, name="committee")
contracts.register(app)
roadmaps.register(app)
history.register(app)
app.add_typer(network.app, name="network")
app.add_typer(questions.app, name="question")
app.add_typer(quality.app, name="quality")
app.add_typer(keys.app, name="key")
app.add_typer(reason.app, name="reason")
app.add_typer(store.app, name="store")
store.register(app)


def main() -> None:
    """Run the command line; an expected error is one clear message and its own exit code, never a stack trace."""
    try:
        code = in_french(app)(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except FtgraphError as error:
        _say(error)
    except Abort:
        sys.exit(130)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help itself
            print(error, file=sys.stderr)  # noqa: T201
            sys.exit(2)
        context = getattr(error, "ctx", None)
        _say(usage.told(error, context.command_path if context else "ftgraph"))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if error.filename is None:
            raise
        _say(usage.of_file(error))


def _say(error: FtgraphError) -> NoReturn:
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    console.print(f"Erreur : {error.fr}", style="bold red")
    if error.cure:
        console.print(error.cure)
    sys.exit(error.exit_code)
