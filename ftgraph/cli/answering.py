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
from ftgraph.cli.output import parsed_date, say
from ftgraph.clock import today
from ftgraph.committees.desk import open_desk
from ftgraph.errors import UsageError
from ftgraph.exports.formats import COMMITTEE_FORMATS, TEXT, Format, by_name
from ftgraph.graph.store import Reader, Store, open_store
from ftgraph.settings import Settings
from ftgraph.wording import Language, language_named

_UNREADABLE = (b"PK\x03\x04", b"%PDF")


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
    shared: tuple[tuple[str, Any, Any], ...] = (
        ("on", On, ""),
        ("format_name", Annotated[str, format_option(formats, otherwise)], ""),
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


def format_option(among: Sequence[Format], otherwise: Format = TEXT) -> Any:
    """The option `--format` of a command that answers in `among`, and in `otherwise` unless asked for another."""
    names = [each.name for each in _offered(among, otherwise)]
    return typer.Option("--format", "-f", help=f"{', '.join(names[:-1])} ou {names[-1]}.")


def kind_of(name: str, output: Path | None, among: Sequence[Format], otherwise: Format = TEXT) -> Format:
    """The format asked for, else that of the file’s suffix, else `otherwise`. Raises `UsageError`."""
    wanted = name or (output.suffix if output is not None else "")
    return by_name(wanted, _offered(among, otherwise)) if wanted else otherwise


def write(pieces: Iterable[bytes], output: Path | None, told: str = "") -> None:
    """Write an answer to a file, and say so, with what is `told` of it; where there is none, where print goes.

    Raises `UsageError` rather than fill a terminal with what it cannot show.
    """
    if output is None:
        is_terminal = sys.stdout.isatty()
        for piece in pieces:
            if is_terminal and piece.startswith(_UNREADABLE):
                raise UsageError(
                    "Ce format ne se lit pas dans un terminal.",
                    "This format cannot be read in a terminal.",
                    cure="Donnez un fichier à écrire : --output NOM.",
                    cure_en="Give a file to write: --output NAME.",
                )
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with output.open("wb") as out:
        for piece in pieces:
            out.write(piece)
    say(f"Écrit : {output}{' – ' if told else ''}{told}", stderr=True)


def _offered(among: Sequence[Format], otherwise: Format) -> list[Format]:
    return [otherwise, *(each for each in among if each is not otherwise)]
