"""The command line: each command parses, calls one job, prints."""

import re
import sys
from typing import NoReturn

import typer
from rich.console import Console
from typer.exceptions import Abort, TyperException

from ftgraph.cli import (
    committees,
    contracts,
    demo,
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
    serve,
    store,
    tracing,
    usage,
    version,
)
from ftgraph.cli.french_help import in_french
from ftgraph.errors import FtgraphError
from ftgraph.wording import unbroken

app = typer.Typer(
    name="ftgraph",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

version.register(app)
find.register(app)
serve.register(app)
export.register(app)
tracing.register(app)
indicators.register(app)
app.add_typer(imports.app, name="import")
demo.register(app)
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
    # Whatever the command had read of its options: it failed.
    english = re.search(r"\s--lang[ =]en(\s|$)", " ".join(sys.argv))
    said, cure = (f"Error: {error.en}", error.cure_en) if english else (f"Erreur : {error.fr}", error.cure)
    console.print(unbroken(said), style="bold red")
    if cure:
        console.print(unbroken(cure))
    sys.exit(error.exit_code)
