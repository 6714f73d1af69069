"""The command line: each command parses, calls one job, prints."""

import re
import sys
from typing import NoReturn

from rich.console import Console
from typer.exceptions import Abort, TyperException

from ftgraph.cli import commands, usage
from ftgraph.cli.french_help import in_french
from ftgraph.errors import FtgraphError
from ftgraph.wording import unbroken


def main() -> None:
    """Run the command line; an expected error is one clear message and its own exit code, never a stack trace."""
    try:
        code = in_french(commands.app_for(sys.argv[1:]))(standalone_mode=False)
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
