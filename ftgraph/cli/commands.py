"""Which module has which commands. A command loads its own module alone: all of them together take half a second."""

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

import typer

COMMANDS: Mapping[str, Sequence[str]] = {
    "version": (),
    "find": ("solutions", "coverage"),
    "serve": ("serve",),
    "export": ("export",),
    "tracing": ("trace",),
    "indicators": ("dashboard", "indicator"),
    "imports": ("import",),
    "demo": ("demo",),
    "committees": ("committee",),
    "contracts": ("contract", "charter"),
    "roadmaps": ("roadmap", "need", "practice"),
    "history": ("history",),
    "network": ("network",),
    "questions": ("question",),
    "quality": ("quality",),
    "keys": ("key",),
    "reason": ("reason",),
    "store": ("store", "rollback", "backup", "restore"),
}
"""Module → its commands; in the order of the help."""


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line that these arguments need: one command's, or the whole where they name none."""
    first = arguments[0] if arguments and "_FTGRAPH_COMPLETE" not in os.environ else ""
    of_first = [module for module, words in COMMANDS.items() if first in words]
    return _app(["version", *of_first] if of_first else COMMANDS)


def whole() -> typer.Typer:
    """The command line with all its commands."""
    return _app(COMMANDS)


def _app(modules: Iterable[str]) -> typer.Typer:
    app = typer.Typer(
        name="ftgraph",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for module in modules:
        import_module(f"ftgraph.cli.{module}").register(app)
    return app
