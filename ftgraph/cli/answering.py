"""Commands that ask one question of the published graph: what they all take, and where their answer goes."""

import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from ftgraph import settings
from ftgraph.cli.options import Lang, On, Output
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.committees.desk import open_desk
from ftgraph.exports.formats import COMMITTEE_FORMATS, TEXT, Format, by_name
from ftgraph.graph.store import Reader, Store, open_store
from ftgraph.settings import Settings
from ftgraph.wording import Language, language_named


@dataclass(frozen=True)
class Asked:
    """What a question is asked with. `dated`: whether the day was given, or is today for want of another."""

    settings: Settings
    store: Store
    reader: Reader
    day: date
    dated: bool
    kind: Format
    language: Language

    def area(self, territory: str) -> str:
        """The IRI of a territory, by code, reference or name; empty for an empty one. Raises `UnknownTerritory`."""
        return open_desk(self.settings.base, self.reader).area(territory).iri if territory else ""


def question(
    app: typer.Typer,
    name: str | None = None,
    *,
    formats: Sequence[Format] = COMMITTEE_FORMATS,
    otherwise: Format = TEXT,
) -> Callable[[Callable[..., bytes]], None]:
    """A command that answers from the newest generation, in one of `formats`: `otherwise` unless another is asked for.

    What it decorates takes `Asked`, then its own options, and gives the answer; `--on`, `--format`, `--output` and
    `--lang` are added to these.
    """
    names = [otherwise.name, *(each.name for each in formats if each is not otherwise)]
    told = f"{', '.join(names[:-1])} ou {names[-1]}."
    shared: tuple[tuple[str, Any, Any], ...] = (
        ("on", On, ""),
        ("format_name", Annotated[str, typer.Option("--format", "-f", help=told)], ""),
        ("output", Output, None),
        ("language", Lang, "fr"),
    )

    def decorated(job: Callable[..., bytes]) -> None:
        @wraps(job)
        def command(*, on: str, format_name: str, output: Path | None, language: str, **own: Any) -> None:
            kind, day = kind_of(format_name, output, formats, otherwise), parsed_date("--on", on)
            given = settings.load()
            store = open_store(given)
            with store.reader() as reader:
                asked = Asked(given, store, reader, day or today(), day is not None, kind, language_named(language))
                body = job(asked, **own)
            write([body], output)

        own = list(inspect.signature(job).parameters.values())[1:]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)
            for name, option, default in shared
        ]
        # What typer reads the options of a command from.
        command.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in (*own, *added)}
        app.command(name)(command)

    return decorated


def kind_of(
    name: str, output: Path | None, among: Sequence[Format] = COMMITTEE_FORMATS, otherwise: Format = TEXT
) -> Format:
    """The format asked for, else that of the file’s suffix, else `otherwise`. Raises `UsageError`."""
    wanted = name or (output.suffix if output is not None else "")
    return by_name(wanted, among) if wanted else otherwise


def write(pieces: Iterable[bytes], output: Path | None) -> None:
    """Write an answer to a file, and say so; to the terminal where there is none."""
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with output.open("wb") as out:
        for piece in pieces:
            out.write(piece)
    console(stderr=True).print(f"Écrit : {output}")
